// What the network says of rows: the classes it takes them for with their probabilities, or numbers in the
// target's own units.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Sessions

struct NetworkAnswers: Sendable {
  @Boxed private(set) var data: PreparedData
  @Boxed private(set) var training: TrainingState
  let loss: Loss
  let kernels: KernelSet
  let threads: Int

  var shape: NetworkShape { training.shape }
  /// "after epoch 20", "after epoch 20 and 30 rows"
  var place: String {
    let rows = training.rowsDoneInEpoch
    return "after epoch \(training.weightsEpoch ?? training.epoch)"
      + (rows > 0 ? " and \(rows) rows" : "")
  }

  func evaluator(rows: Int) -> Evaluator {
    Evaluator(
      shape: shape, loss: loss, kernels: kernels,
      team: ThreadTeam(members: shape.usefulThreads(threads, rows: rows)))
  }

  /// Row after row, as the engine gives them.
  func outputs(of examples: Examples, _ checkStop: StopCheck) throws(Stopped) -> [Float] {
    let (evaluator, width) = (evaluator(rows: examples.count), examples.inputCount)
    let most = max(64, 2_000_000 / max(1, width))
    var outputs: [Float] = []
    outputs.reserveCapacity(examples.count * shape.outputs)
    for first in stride(from: 0, to: examples.count, by: most) {
      let end = min(examples.count, first + most)
      outputs += try evaluator.outputs(
        inputs: examples.storage.numbers(in: first * width..<end * width),
        parameters: training.parameters, checkStop: checkStop)
    }
    return outputs
  }

  /// The class that a row is taken for, and its probability.
  struct Verdict {
    let place: Int
    let probability: Double
  }

  /// - Parameter outputs: of all rows.
  func verdict(_ outputs: [Float], row: Int) -> Verdict {
    guard shape.outputs > 1 else {
      let second = Double(outputs[row])
      return second > 0.5
        ? Verdict(place: 1, probability: second) : Verdict(place: 0, probability: 1 - second)
    }
    let start = row * shape.outputs
    var best = 0
    for place in 1..<shape.outputs where outputs[start + place] > outputs[start + best] {
      best = place
    }
    return Verdict(place: best, probability: Double(outputs[start + best]))
  }

  /// "right on 241 of 250 training rows and 230 of 250 test rows"
  func rightWords(_ rows: ShownRows, _ checkStop: StopCheck) throws(Stopped) -> String {
    var parts: [String] = []
    for part in rows.parts {
      let outputs = try outputs(of: part.seen, checkStop)
      let right = (0..<part.seen.count).count { row in
        verdict(outputs, row: row).place == PreparedData.label(part.seen.targets, row)
      }
      let shown = part.seen.count < part.count ? " shown" : ""
      parts.append("\(right) of \(part.seen.count) \(part.name) rows\(shown)")
    }
    return "right on " + parts.joined(separator: " and ")
  }
}

extension Preparation {
  /// Errors: those of `trainingOrFresh`.
  mutating func answers(for arguments: Arguments) throws(Diagnostic) -> NetworkAnswers {
    try network(with: .weights, for: arguments)
    let data = dataOrAssumed()
    let training = try trainingOrFresh(with: .weights, for: arguments)
    return answers(data, training, try loss(for: data))
  }

  func answers(of judged: JudgedClasses) -> NetworkAnswers {
    answers(judged.data, judged.training, judged.loss)
  }

  private func answers(
    _ data: PreparedData, _ training: TrainingState, _ loss: Loss
  ) -> NetworkAnswers {
    NetworkAnswers(
      data: data, training: training, loss: loss, kernels: kernels, threads: threads)
  }
}

extension Diagnostic {
  /// A picture of answers none of which is a number.
  static func notFinite(_ arguments: Arguments, _ state: SessionState) -> Diagnostic {
    Diagnostic(
      id: "not-finite", message: "what the network answers is no longer a number anywhere",
      range: arguments.syntax.name.range,
      suggestion: state.remedy.map { "`\($0.line)`" }
        ?? "`reset`, which takes the initial weights again, and then a smaller `lr`")
  }
}
