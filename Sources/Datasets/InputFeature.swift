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

/// Features in the order chosen, and the rows they are made of.
package struct ChosenFeatures: Equatable, Sendable {
  package let features: [InputFeature]
  fileprivate let plainTraining: Examples
  fileprivate let plainTest: Examples?

  /// What the network sees of two inputs.
  func inputs(_ plain: [Float]) -> [Float] {
    plain.count == 2 ? features.map { $0.value(plain[0], plain[1]) } : plain
  }

  fileprivate func examples(
    _ plain: Examples, checkStop: () throws(DataError) -> Void
  ) throws(DataError) -> Examples {
    var inputs: [Float] = []
    inputs.reserveCapacity(plain.count * features.count)
    try forEachPart(of: 0..<plain.count, size: 16_384, checkStop: checkStop) { rows in
      for row in rows { inputs += self.inputs(plain.inputs(ofRow: row)) }
    }
    return Examples(inputs: inputs, inputCount: features.count, targets: plain.targets)
  }
}

extension PreparedData {
  /// The training rows alone, divided into training and test rows, filled and scaled by what the former show.
  package func testing(on rows: RowDivision) -> PreparedData {
    var data = testingUnscaled(on: rows.validation, keeping: rows.kept)
    data.scaledWithout = nil
    return data.scaled(by: data.rowsMeasured(without: nil))
  }

  private func testingUnscaled(on rows: [Int], keeping kept: [Int]) -> PreparedData {
    var data = self
    data.division = division.subset(kept)
    if let origins {
      data.origins?.training = kept.map { origins.training[$0] }
      data.origins?.test = rows.map { origins.training[$0] }
    }
    data.features = features.map {
      ChosenFeatures(
        features: $0.features, plainTraining: $0.plainTraining.subset(kept),
        plainTest: $0.plainTraining.subset(rows))
    }
    data.training = training.subset(kept)
    data.test = training.subset(rows)
    data.rawTraining = rawTraining?.subset(kept)
    data.rawTest = rawTraining?.subset(rows)
    return data
  }

  /// The rows as they are without features.
  package var plainTraining: Examples { features?.plainTraining ?? training }
  package var plainTest: Examples? { features.map(\.plainTest) ?? test }
  /// The names of a row's numbers without features.
  package var plainInputNames: [String] { columns.flatMap(\.inputNames) }

  /// What the network sees of a row's numbers without features.
  package func seenInputs(_ plain: [Float]) -> [Float] { features?.inputs(plain) ?? plain }

  /// The same rows as the network sees them through these features, always made of the two plain
  /// inputs (standardized where the data are), whatever was chosen before. x1 and x2 alone, in this
  /// order, are the plain inputs again.
  /// `checkStop` is asked before every few thousand rows.
  /// Errors: `features-two-inputs`, `repeated-feature`.
  package func seen(
    through features: [InputFeature], checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> PreparedData {
    guard columns.count == 2, columns.allSatisfy({ $0.kind == .number }) else {
      let inputs = columns.flatMap(\.inputNames).count
      throw DataError(
        id: "features-two-inputs",
        message: "features are made of two inputs, and \(quotedForMessage(name)) has "
          + counted(inputs, "input"),
        suggestion:
          "`only=` or `use=` of `data` choose columns; features are for data such as `data circle`")
    }
    for (place, feature) in features.enumerated() where features[..<place].contains(feature) {
      throw DataError(
        id: "repeated-feature", message: "`\(feature.rawValue)` stands twice", column: place + 1,
        suggestion: "name each feature once")
    }
    let chosen = ChosenFeatures(
      features: features, plainTraining: plainTraining, plainTest: plainTest)
    var data = self
    if features == InputFeature.plain {
      data.features = nil
      data.training = chosen.plainTraining
      data.test = chosen.plainTest
      data.inputNames = columns.flatMap(\.inputNames)
    } else {
      data.features = chosen
      data.training = try chosen.examples(chosen.plainTraining, checkStop: checkStop)
      data.test = try chosen.plainTest.map { plain throws(DataError) in
        try chosen.examples(plain, checkStop: checkStop)
      }
      data.inputNames = features.map(\.rawValue)
    }
    return data
  }
}
