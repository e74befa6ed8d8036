// A training as a script for PyTorch: the same rows in the same order, the same initial weights, optimizer and
// penalties. Losses are those of `reset` and `train` with the present settings, to the rounding of 32-bit numbers.
import CommandLanguage
import Datasets
import Experiments
import NeuralNetwork

struct PyTorchExport {
  private let data: PreparedData
  private let shape: NetworkShape
  private let settings: TrainingSettings
  private let loss: Loss
  private let epochs: Int

  /// Numbers of rows that a script may hold: 16 MB, a third more as text.
  private static let most = 4 << 20

  /// Errors: `nothing-to-export`, `not-in-a-script`.
  init(_ state: SessionState, range: SourceRange?) throws(Diagnostic) {
    guard let data = state.data, let shape = state.network?.training?.shape else {
      throw Diagnostic(
        id: "nothing-to-export", message: "there is no network in training to write a script of",
        range: range, suggestion: "`train` first")
    }
    (self.data, self.shape, settings) = (data, shape, state.settings.training)
    loss = data.loss(settings)
    let done = state.network?.training?.epoch ?? 0
    epochs = done > 0 ? done : 10
    guard let obstacle else { return }
    throw Diagnostic(
      id: "not-in-a-script", message: "a script for PyTorch cannot have \(obstacle)", range: range)
  }

  private var obstacle: String? {
    let rows = data.training.count + (data.test?.count ?? 0)
    if rows * data.training.inputCount > Self.most { return "so many rows: it holds them all" }
    if data.division.isGiven { return "rows that the data keep for validation" }
    if settings.keepsValidation {
      return "rows kept for validation (`patience`, `watch validation`)"
    }
    if settings.schedule != .constant { return "a `schedule`" }
    if settings.l1Mode == .proximal { return "`l1mode proximal`" }
    return nil
  }

  var text: String {
    let names = [PyTorchScript.head, constants.joined(separator: "\n")]
    return
      (names.joined(separator: "\n\n") + "\n\n\n" + PyTorchScript.rows + "\n\n\n"
      + PyTorchScript.training + "\n")
  }

  private var constants: [String] {
    let initial = TrainingState(
      shape: shape, seed: settings.seed, initializer: settings.initializer)
    let layers = shape.layers.map { layer in
      "(\(layer.units), \"\(layer.activation.rawValue)\", \(layer.dropout))"
    }
    let (rows, test) = (data.training, data.test)
    return scalars(layers) + [
      "# Base64 of 32-bit numbers, the lowest byte first.",
      "INITIAL_PARAMETERS = \"\(Base64.text(of: initial.parameters))\"",
      "TRAINING_INPUTS = \"\(Base64.text(of: rows.inputs))\"",
    ] + learned + [
      "TRAINING_TARGETS = \"\(rows.targets.base64)\"",
      "TEST_INPUTS = \"\(test.map { Base64.text(of: $0.inputs) } ?? "")\"",
      "TEST_TARGETS = \"\(test?.targets.base64 ?? "")\"",
    ]
  }

  /// What the targets are, where they are not the column's own.
  private var learned: [String] {
    data.transform == .log
      ? [
        "# Targets are natural logarithms of the column that is predicted, then standardized if inputs are."
      ]
      : []
  }

  private func scalars(_ layers: [String]) -> [String] {
    let weights = settings.classWeight.weights(
      of: data.classNames, over: data.training.targets)
    return [
      "SEED = \(settings.seed)", "INPUTS = \(shape.inputs)",
      "# Units, activation, dropout; the last is the output layer.",
      "LAYERS = [\(layers.joined(separator: ", "))]", "LOSS = \"\(loss.rawValue)\"",
      "CLASS_WEIGHTS = \(weights.map { "\($0)" } ?? "None")",
      "OPTIMIZER = \"\(settings.optimizer.rawValue)\"", "LR = \(settings.learningRate)",
      "BATCH = \(settings.stepRows(of: data.training.count))",
      "SHUFFLE = \(settings.shuffle ? "True" : "False")", "MOMENTUM = \(settings.momentum)",
      "BETA1 = \(settings.beta1)", "BETA2 = \(settings.effectiveBeta2)",
      "EPSILON = \(settings.effectiveEpsilon)", "RHO = \(settings.rho)",
      "DECAY = \(settings.decay)", "L1 = \(settings.l1)", "L2 = \(settings.l2)",
      "PENALIZE = \"\(settings.penalize.rawValue)\"",
      "CLIP = \(settings.clip.map { "\($0)" } ?? "None")", "EPOCHS = \(epochs)",
    ]
  }
}

extension Examples.Targets {
  fileprivate var base64: String {
    switch self {
    case .classes(let classes, _): Base64.text(of: classes)
    case .values(let values): Base64.text(of: values)
    }
  }
}

/// RFC 4648.
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Of the bytes of 32-bit numbers, the lowest first.
  static func text(of numbers: [Float]) -> String { text(words: numbers.map(\.bitPattern)) }
  static func text(of numbers: [Int32]) -> String {
    text(words: numbers.map { UInt32(bitPattern: $0) })
  }

  private static func text(words: [UInt32]) -> String {
    let bytes = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
    }
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.enumerated().reduce(0) { $0 | Int($1.element) << (16 - 8 * $1.offset) }
      for place in 0..<4 {
        result.append(
          place <= group.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
