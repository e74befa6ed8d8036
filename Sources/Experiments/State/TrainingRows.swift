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
    guard settings.training.keepsValidation else {
      let weights = try data.classWeights(weighting, over: data.training)
      return TrainingRows(
        training: data.training.weighing(weights), validation: nil, test: test?.weighing(weights),
        watch: watch, validationSeed: network?.validationSeed, wishes: wishes, exact: exact)
    }
    let seed = divisionSeed
    let freeing = settings.training.commandsFreeingValidation.map { "`\($0)`" }
    let parts = try data.keepingValidation(
      seed: seed, orElse: freeing.joined(separator: " and ") + ", ")
    let weights = try data.classWeights(weighting, over: parts.training)
    return TrainingRows(
      training: parts.training.weighing(weights), validation: parts.validation.weighing(weights),
      test: test?.weighing(weights), watch: watch, validationSeed: seed, wishes: wishes,
      exact: exact)
  }

  /// What validation rows are drawn with. The first division stays: with another seed, rows trained on
  /// would become validation rows.
  package var divisionSeed: UInt64 { network?.validationSeed ?? settings.training.seed }

  /// How many rows an epoch takes.
  package var trainedRowCount: Int? {
    guard let data else { return nil }
    guard settings.training.keepsValidation else { return data.training.count }
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
  /// The share of the training rows that judges a search's trials and says when to stop.
  package static let validationFraction = 0.25

  /// - Parameter orElse: what to do before looking for more rows.
  /// Error: `no-validation-rows`.
  package func keepingValidation(
    seed: UInt64, orElse: String = ""
  ) throws(Diagnostic) -> (training: Examples, validation: Examples) {
    let rows = try validationRows(seed: seed, orElse: orElse)
    return (training.subset(rows.kept), training.subset(rows.validation))
  }

  /// Their numbers, ascending in both parts. Error: `no-validation-rows`.
  package func validationRows(
    seed: UInt64, orElse: String = ""
  ) throws(Diagnostic) -> (kept: [Int], validation: [Int]) {
    let kept = trainedRows(
      validationFraction: Self.validationFraction, seed: seed, of: training)
    guard kept.count < training.count else {
      throw Diagnostic(
        id: "no-validation-rows",
        message: "\(training.count) training rows are too few to keep some for validation",
        suggestion: "\(orElse)use more rows, or a smaller `test=`")
    }
    var isKept = [Bool](repeating: false, count: training.count)
    for row in kept { isKept[row] = true }
    return (kept, isKept.indices.filter { !isKept[$0] })
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
    let kept = trainedRows(
      validationFraction: PreparedData.validationFraction, seed: seed, of: data.training)
    (examples, self.kept) = (weighed(data.training.subset(kept)), kept)
  }

  /// A row as its user counts it: among all training rows, from 1.
  package func number(of row: Int) -> Int { (kept?[row] ?? row) + 1 }
}
