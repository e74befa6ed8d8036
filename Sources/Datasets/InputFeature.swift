// What a network may see instead of two plain inputs: TensorFlow Playground's seven features, so that
// one can watch what a well-chosen input does for a small network.
import Numerics
import Text

/// A function of two inputs. The raw value is what users type.
package enum InputFeature: String, CaseIterable, Sendable {
  case x1
  case x2
  case x1Squared = "x1^2"
  case x2Squared = "x2^2"
  case product = "x1*x2"
  case x1Sine = "sin(x1)"
  case x2Sine = "sin(x2)"

  /// In Double, rounded to 32 bits once; the sine is the project's own, the same on every machine.
  package func value(_ x1: Float, _ x2: Float) -> Float {
    let (x1, x2) = (Double(x1), Double(x2))
    return switch self {
    case .x1: Float(x1)
    case .x2: Float(x2)
    case .x1Squared: finiteFloat(x1 * x1)
    case .x2Squared: finiteFloat(x2 * x2)
    case .product: finiteFloat(x1 * x2)
    case .x1Sine: Float(PortableMath.sin(x1))
    case .x2Sine: Float(PortableMath.sin(x2))
    }
  }

  /// The two inputs as they are.
  package static let plain = [InputFeature.x1, .x2]
}

extension [InputFeature] {
  /// What the network sees of two inputs.
  func inputs(_ plain: [Float]) -> [Float] {
    plain.count == 2 ? map { $0.value(plain[0], plain[1]) } : plain
  }

  /// Rows of two inputs as the network sees them.
  func examples(_ plain: Examples) -> Examples { examples(plain) { () throws(Never) in } }

  /// - Parameter checkStop: asked before every few thousand rows.
  func examples<Failure: Error>(
    _ plain: Examples, checkStop: () throws(Failure) -> Void
  ) throws(Failure) -> Examples {
    var inputs: [Float] = []
    inputs.reserveCapacity(plain.count * count)
    try forEachPart(of: 0..<plain.count, size: 16_384, checkStop: checkStop) { rows in
      for row in rows { inputs += self.inputs(plain.inputs(ofRow: row)) }
    }
    return Examples(inputs: inputs, inputCount: count, targets: plain.targets)
  }
}

/// Features in the order chosen, and the rows they are made of.
package struct ChosenFeatures: Equatable, Sendable {
  package let features: [InputFeature]
  let plainTraining: Examples
  let plainTest: Examples?
}

extension PreparedData {
  /// The rows as they are without features.
  package var plainTraining: Examples { features?.plainTraining ?? training }
  package var plainTest: Examples? { features.map(\.plainTest) ?? test }
  /// The names of a row's numbers without features.
  package var plainInputNames: [String] { columns.flatMap(\.inputNames) }

  /// What the network sees of a row's numbers without features.
  package func seenInputs(_ plain: [Float]) -> [Float] { features?.features.inputs(plain) ?? plain }

  /// The same rows as the network sees them through these features, always made of the two plain
  /// inputs (standardized where the data are), whatever was chosen before. x1 and x2 alone, in this
  /// order, are the plain inputs again.
  /// `checkStop` is asked before every few thousand rows. Error: `features-two-inputs`.
  package func seen(
    through features: [InputFeature], checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> PreparedData {
    guard hasTwoNumbers else {
      throw DataError(
        id: "features-two-inputs",
        message: "features are made of two inputs, and \(quotedForMessage(name)) has "
          + counted(plainInputNames.count, "input"))
    }
    var data = self
    let (training, test) = (plainTraining, plainTest)
    if features == InputFeature.plain {
      data.features = nil
      (data.training, data.test) = (training, test)
      data.inputNames = plainInputNames
    } else {
      data.features = ChosenFeatures(
        features: features, plainTraining: training, plainTest: test)
      data.training = try features.examples(training, checkStop: checkStop)
      data.test = try test.map { plain throws(DataError) in
        try features.examples(plain, checkStop: checkStop)
      }
      data.inputNames = features.map(\.rawValue)
    }
    return data
  }
}
