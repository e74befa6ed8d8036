// The answers to a file's rows while they come, block after block: what is shown of them, what they are as a whole,
// and how good they are where the file says what is right.
import Datasets
import Events
import NeuralNetwork
import Numerics

struct FileAnswers {
  private static let mostShown = 8

  private let data: PreparedData
  private let training: TrainingState
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

  init(_ data: PreparedData, _ training: TrainingState, _ loss: Loss, _ performance: Performance) {
    (self.data, self.training) = (data, training)
    evaluator = Evaluator(
      shape: training.shape, loss: loss, kernels: performance.kernels,
      team: ThreadTeam(
        members: training.shape.usefulThreads(performance.threads, rows: RowBlock.mostRows)))
    tally = AnswerTally(classes: data.classNames.count)
    taken = data.classNames.map { _ in 0 }
  }

  mutating func take(_ block: borrowing RowBlock) {
    fields.removeAll(keepingCapacity: true)
    let outputs = evaluator.outputs(
      inputs: block.inputs, parameters: training.parameters, checkStop: neverStops)
    let losses = losses(block)
    for place in 0..<block.count {
      row += 1
      var answer = FilePredictionReport.Answer(row: row)
      if block.isAnswerable[place] {
        let output = outputs[(place * training.shape.outputs)...].prefix(training.shape.outputs)
        if data.isRegression {
          answerNumber(output, target: block.values.isEmpty ? .nan : block.values[place], &answer)
        } else {
          let label = block.classes.isEmpty ? -1 : block.classes[place]
          answerClass(output, label: label, loss: losses.isEmpty ? 0 : losses[place], &answer)
        }
      } else {
        fields.append([])
      }
      if first.count < Self.mostShown { first.append(answer) }
    }
  }

  private mutating func answerNumber(
    _ output: ArraySlice<Float>, target: Double, _ answer: inout FilePredictionReport.Answer
  ) {
    let value = data.originalTarget(output.first ?? 0)
    answer.value = value
    fields.append(["\(Float(value))"])
    spread = FilePredictionReport.Spread(
      lowest: min(value, spread?.lowest ?? value), mean: 0,
      highest: max(value, spread?.highest ?? value))
    sum += value
    guard !target.isNaN else { return }
    answer.actual = "\(Float(target))"
    tally.add(prediction: value, target: target)
  }

  /// - Parameter label: -1 where the file does not say.
  private mutating func answerClass(
    _ output: ArraySlice<Float>, label: Int32, loss: Double,
    _ answer: inout FilePredictionReport.Answer
  ) {
    var shares = Array(output)
    // One logistic output is the probability of the second class.
    if shares.count == 1 { shares = [1 - shares[0], shares[0]] }
    var best = 0
    for place in shares.indices where shares[place] > shares[best] { best = place }
    taken[best] += 1
    answer.text = data.classNames[best]
    answer.probability = Double(shares[best])
    fields.append([data.classNames[best]] + shares.map { "\($0)" })
    guard label >= 0 else { return }
    answer.actual = data.classNames[Int(label)]
    tally.add(label: label, taken: best, loss: loss, second: shares[1])
  }

  /// Of rows of classes, before they are squashed, so that a probability too small for a number has a loss; the
  /// first class stands for unknown ones.
  private func losses(_ block: borrowing RowBlock) -> [Double] {
    guard !block.classes.isEmpty else { return [] }
    let examples = Examples(
      inputs: block.inputs, inputCount: training.shape.inputs,
      targets: .classes(block.classes.map { max(0, $0) }, count: data.classNames.count))
    return evaluator.rowLosses(examples, parameters: training.parameters, checkStop: neverStops)
  }

  func report(_ rows: RowFile, named: String, output: String?) -> FilePredictionReport {
    var report = FilePredictionReport(
      file: named, output: output, targetName: data.targetName, rows: rows.counts.rows,
      place: WeightsPlace(training))
    report.unanswered = rows.counts.unanswered
    (report.filled, report.unknown) = (rows.counts.filled, rows.counts.unknown)
    (report.unused, report.figures) = (rows.unused, tally.evaluation)
    report.first = first
    report.classes = zip(data.classNames, taken).map { .init(name: $0, rows: $1) }
    report.spread = spread
    report.spread?.mean = sum / Double(max(1, row - rows.counts.unanswered))
    return report
  }
}
