// The answers to a file's rows while they come, block after block: what is shown of them, what they are as a whole,
// and how good they are where the file says what is right.
import Datasets
import Events
import NeuralNetwork
import Numerics
import Text

struct FileAnswers {
  private static let mostShown = 8

  @Boxed private var data: PreparedData
  @Boxed private var training: TrainingState
  /// Which rows the weights were trained on; nil where nobody knows.
  private let parts: RowParts?
  private var digests: [Int64] = []
  /// From which probability on a row is taken for the second of two classes; nil for the likelier one.
  private let threshold: Double?
  private let evaluator: Evaluator
  private var tally: AnswerTally
  private var first: [FilePredictionReport.Answer] = []
  private var taken: [Int]
  private var spread: FilePredictionReport.Spread?
  private var row = 0
  private var sum = 0.0
  /// What each row of the last block gets beside its own fields: the answer and the classes' probabilities, or
  /// nothing.
  private(set) var fields: [[String]] = []

  init(
    _ data: PreparedData, _ training: TrainingState, _ loss: Loss, _ threshold: Double?,
    _ performance: Performance
  ) {
    (self.data, self.training, self.threshold) = (data, training, threshold)
    let network = performance.state.model.network
    parts =
      (try? network?.rowHistory.parts(of: data, validationSeed: network?.validationSeed)) ?? nil
    evaluator = Evaluator(
      shape: training.shape, loss: loss, kernels: performance.kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(performance.threads, rows: RowBlock.mostRows)))
    tally = AnswerTally(classes: data.classNames.count)
    taken = data.classNames.map { _ in 0 }
  }

  private enum Outputs {
    case numbers([Float])
    /// - labels: what the file says; -1 where it does not.
    case classes(Evaluator.ClassAnswers, labels: [Int32])
  }

  mutating func take(_ block: borrowing RowBlock) {
    fields.removeAll(keepingCapacity: true)
    digests += block.digests
    let (outputs, width) = (outputs(block), training.shape.outputs)
    for place in 0..<block.count {
      row += 1
      var answer = FilePredictionReport.Answer(row: row)
      switch outputs {
      case _ where !block.isAnswerable[place]: fields.append([])
      case .numbers(let numbers):
        let target = block.values.isEmpty ? .nan : block.values[place]
        answerNumber(numbers[place * width], target: target, &answer)
      case .classes(let found, let labels):
        answerClass(
          classProbabilities(found.outputs[(place * width)...].prefix(width)), found.taken[place],
          label: labels[place], loss: found.losses[place], &answer)
      }
      if first.count < Self.mostShown { first.append(answer) }
    }
  }

  /// Losses are taken before outputs are squashed, so that a probability too small for a number has one; where the
  /// file does not say, the first class stands in.
  private func outputs(_ block: borrowing RowBlock) -> Outputs {
    guard !data.isRegression else {
      return .numbers(
        evaluator.outputs(
          inputs: block.inputs, parameters: training.parameters, checkStop: neverStops))
    }
    let labels =
      block.classes.isEmpty ? [Int32](repeating: -1, count: block.count) : block.classes
    let examples = Examples(
      inputs: block.inputs, inputCount: training.shape.inputs,
      targets: .classes(labels.map { max(0, $0) }, count: data.classNames.count))
    return .classes(
      evaluator.classAnswers(
        examples, parameters: training.parameters, checkStop: neverStops), labels: labels)
  }

  private mutating func answerNumber(
    _ output: Float, target: Double, _ answer: inout FilePredictionReport.Answer
  ) {
    let value = data.originalTarget(output)
    answer.value = value
    // A network's numbers are Floats; of logarithms they may be larger.
    fields.append([Float(value).isFinite ? "\(Float(value))" : "\(value)"])
    spread = FilePredictionReport.Spread(
      lowest: min(value, spread?.lowest ?? value), mean: 0,
      highest: max(value, spread?.highest ?? value))
    sum += value
    guard !target.isNaN else { return }
    answer.actual = exactText(target)
    tally.add(prediction: value, target: target)
  }

  /// - Parameter label: -1 where the file does not say.
  private mutating func answerClass(
    _ shares: [Double], _ likeliest: Int, label: Int32, loss: Double,
    _ answer: inout FilePredictionReport.Answer
  ) {
    let best = threshold.map { Double(Float(shares[1])) >= $0 ? 1 : 0 } ?? likeliest
    taken[best] += 1
    answer.text = data.classNames[best]
    answer.probability = shares[best]
    fields.append([data.classNames[best]] + shares.map { "\(Float($0))" })
    guard label >= 0 else { return }
    answer.actual = data.classNames[Int(label)]
    tally.add(label: label, taken: best, loss: loss, second: Float(shares[1]))
  }

  func report(_ rows: RowFile, named: String, output: String?) -> FilePredictionReport {
    var report = FilePredictionReport(
      file: named, output: output, targetName: data.targetName, rows: rows.counts.rows,
      place: WeightsPlace(training))
    report.unanswered = rows.counts.unanswered
    (report.filled, report.unknown) = (rows.counts.filled, rows.counts.unknown)
    report.beyond = zip(data.columns, rows.counts.beyond).filter { $1 > 0 }
      .map { .init(name: $0.name, rows: $1) }
    (report.unused, report.figures) = (rows.unused, tally.evaluation)
    report.trainedOn =
      digests.isEmpty ? nil : parts.map { $0.equalCount(of: digests) }
    report.threshold = threshold
    report.commas = rows.columnsWithCommas
    report.isOfLogarithm = data.transform == .log
    report.first = first
    report.classes = zip(data.classNames, taken).map { .init(name: $0, rows: $1) }
    report.spread = spread
    report.spread?.mean = sum / Double(max(1, row - rows.counts.unanswered))
    return report
  }
}
