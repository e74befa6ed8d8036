// The rows a network is trained on and those it is judged by. With patience, or
// where they are watched, some training rows are kept for validation, divided as a search divides
// them, since test rows never choose.
import CommandLanguage
import Datasets
import Events
import NeuralNetwork

package struct TrainingRows {
  package let training: Examples
  /// The training rows that figures are of: all, or of very many a sample where not all are asked for.
  let sample: Examples
  /// Watched, or what says when to stop; nil where all training rows are trained on.
  let validation: Examples?
  /// Nil where nobody looks at them.
  let test: Examples?
  let watch: WatchedRows
  /// What the validation rows were drawn with.
  let validationSeed: UInt64?
  /// What their figures are computed with.
  let wishes: EvaluationWishes

  init(
    training: Examples, validation: Examples?, test: Examples?, watch: WatchedRows,
    validationSeed: UInt64?, wishes: EvaluationWishes, exact: Bool
  ) {
    self.training = training
    sample = exact ? training : training.sampledForFigures
    self.validation = validation
    self.test = test
    self.watch = watch
    self.validationSeed = validationSeed
    self.wishes = wishes
  }

  /// Those that the coach and topics look at; nil for none.
  package var watched: Examples? {
    switch watch {
    case .test: test
    case .validation: validation
    case .none: nil
    }
  }

  /// The figures of the weights as they are.
  func report(
    epoch: Int, _ evaluate: (Examples) throws(Stopped) -> Evaluation
  ) throws(Stopped) -> EpochReport {
    EpochReport(
      epoch: epoch, training: try evaluate(sample),
      validation: try validation.map(evaluate), test: try test.map(evaluate),
      watch: watch)
  }
}

extension EpochReport {
  /// Whether the losses of rows that training may go by are numbers. Test rows never end it.
  var isFinite: Bool {
    training.loss.isFinite && validation?.dataLoss.isFinite ?? true
  }
}

extension TrainingRows {
  /// The figures of weights as they are.
  package func figures(
    of training: TrainingState, _ loss: Loss, _ settings: TrainingSettings,
    kernels: KernelSet, threads: Int, checkStop: StopCheck
  ) throws(Stopped) -> EpochReport {
    let evaluator = Evaluator(
      shape: training.shape, loss: loss, kernels: kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(threads, rows: self.training.count)))
    return try report(epoch: training.epoch) { examples throws(Stopped) in
      try evaluator.evaluate(
        examples, parameters: training.parameters, settings: settings, wishes: wishes,
        checkStop: checkStop)
    }
  }
}

extension SessionState {
  /// - Parameters:
  ///   - looksAtTest: whether there are figures of the test rows whatever is watched.
  ///   - exact: whether figures of training rows are of all of them, however many they are.
  ///   - figures: whether there are figures beside loss and score.
  /// Errors: `no-validation-rows`, `no-classes-to-weigh`, `class-weight-mismatch`.
  package func rows(
    of data: PreparedData, looksAtTest: Bool = false, exact: Bool = false, figures: Bool = false
  ) throws(Diagnostic) -> TrainingRows {
    let weighting = settings.training.classWeight
    let wishes = EvaluationWishes(
      original: data.isRegression ? data.originalTarget : nil, figures: figures)
    let watch = settings.training.watch
    let test = watch == .test || looksAtTest ? data.test : nil
    guard keepsValidation else {
      let weights = try data.classWeights(weighting, over: data.training)
      return TrainingRows(
        training: data.training.weighing(weights), validation: nil, test: test?.weighing(weights),
        watch: watch, validationSeed: network?.validationSeed, wishes: wishes, exact: exact)
    }
    let seed = divisionSeed
    let freeing = settings.training.commandsFreeingValidation.map { "`\($0)`" }
    let rows = try data.validationRows(
      seed: seed, orElse: freeing.joined(separator: " and ") + ", ")
    let training = data.training.subset(rows.kept)
    let weights = try data.classWeights(weighting, over: training)
    return TrainingRows(
      training: training.weighing(weights),
      validation: data.training.subset(rows.validation).weighing(weights),
      test: test?.weighing(weights), watch: watch, validationSeed: seed, wishes: wishes,
      exact: exact)
  }

  /// Whether some training rows are kept to validate: the data's own always are.
  package var keepsValidation: Bool {
    settings.training.keepsValidation || data?.division.isGiven == true
  }

  /// Fills and scales the rows by those that will be trained on, as long as no step has been taken: weights
  /// that have been trained go with the scales they were trained with.
  package mutating func settleScales() {
    guard let data, data.isMeasuredHere, training.map({ $0.stepCount == 0 }) ?? true else { return }
    var seed: UInt64?
    if keepsValidation, !data.division.isGiven,
      (try? data.validationRows(seed: divisionSeed)) != nil
    {
      seed = divisionSeed
    }
    guard data.scaledWithout != seed else { return }
    self.data = data.scaled(without: seed, fraction: PreparedData.validationFraction)
    lastTrain = nil
  }

  /// What validation rows are drawn with. The first division stays: with another seed, rows trained on
  /// would become validation rows.
  package var divisionSeed: UInt64 { network?.validationSeed ?? settings.training.seed }

  /// How many rows an epoch takes.
  package var trainedRowCount: Int? {
    guard let data else { return nil }
    guard keepsValidation else { return data.training.count }
    return (try? data.validationRows(seed: divisionSeed))?.kept.count ?? data.training.count
  }
}

extension TrainingSettings {
  /// What to type so that all training rows are trained on; none where they are.
  package var commandsFreeingValidation: [String] {
    (patience == nil ? [] : ["set patience off"])
      + (watch == .validation ? ["set watch none"] : [])
  }
}

extension PreparedData {
  /// Errors: `too-few-rows-for-folds`, `folds-of-own-parts`.
  package func checkFolds(_ folds: Int) throws(Diagnostic) {
    guard folds > mostFolds else { return }
    if division.isGiven {
      throw Diagnostic(
        id: "folds-of-own-parts",
        message: "the data say themselves which rows validate, so there are no folds",
        suggestion: "leave `folds=` out, or load the data without `split=`")
    }
    let rows = training.count
    var subject = "\(rows) training rows"
    if case .groups = division { subject = "\(mostFolds) groups of training rows" }
    throw Diagnostic(
      id: "too-few-rows-for-folds", message: "\(subject) cannot make \(folds) folds",
      suggestion: mostFolds < 2
        ? "leave `folds=` out" : "`folds=\(max(2, min(5, mostFolds)))`, or more rows")
  }

  /// Their numbers, ascending in both parts.
  ///
  /// - Parameter orElse: what to do before looking for more rows.
  /// Error: `no-validation-rows`.
  package func validationRows(
    seed: UInt64, orElse: String = ""
  ) throws(Diagnostic) -> RowDivision {
    let rows = division(validationFraction: Self.validationFraction, seed: seed)
    guard !rows.validation.isEmpty else {
      if case .groups = division, training.count > 1 {
        throw Diagnostic(
          id: "no-validation-rows",
          message: "all training rows are of one group, so none can be kept for validation",
          suggestion: "\(orElse)use data with more groups, or another `group=`")
      }
      throw Diagnostic(
        id: "no-validation-rows",
        message: "\(training.count) training rows are too few to keep some for validation",
        suggestion: "\(orElse)use more rows, or a smaller `test=`")
    }
    return rows
  }
}

/// The rows that the recorded step was taken on.
package struct RecordedRows {
  package let examples: Examples
  /// Their numbers among all training rows, from 0; nil where they are all.
  private let kept: [Int]?

  package init(_ state: SessionState, of data: PreparedData) {
    let weighting = state.network?.lastStep?.settings.classWeight ?? .none
    func weighed(_ rows: Examples) -> Examples {
      rows.weighing(weighting.weights(of: data.classNames, over: rows.targets))
    }
    guard let seed = state.network?.lastStepValidationSeed else {
      (examples, kept) = (weighed(data.training), nil)
      return
    }
    let kept = data.division(
      validationFraction: PreparedData.validationFraction, seed: seed
    ).kept
    (examples, self.kept) = (weighed(data.training.subset(kept)), kept)
  }

  /// A row as its user counts it: among all training rows, from 1.
  package func number(of row: Int) -> Int { (kept?[row] ?? row) + 1 }
}
