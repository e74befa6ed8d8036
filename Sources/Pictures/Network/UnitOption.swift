// `unit=1.3`: the third unit of the first hidden layer.
import CommandLanguage
import NeuralNetwork
import Sessions

extension UnitPlace {
  /// As it is typed, layers and units counted from 1.
  var name: String { "\(layer + 1).\(unit + 1)" }

  static let option = Argument.option(
    "unit", ValueType<UnitPlace>.unit,
    "a hidden unit in place of the answer: 1.3 is unit 3 of hidden layer 1")

  /// Error: `no-such-unit`.
  static func chosen(
    _ arguments: Arguments, _ shape: NetworkShape
  ) throws(Diagnostic) -> UnitPlace? {
    guard let place = arguments[option] else { return nil }
    let layers = shape.hidden
    guard layers.indices.contains(place.layer), place.unit < layers[place.layer].units else {
      let possible = layers.enumerated().map { index, layer in
        layer.units == 1 ? "\(index + 1).1" : "\(index + 1).1 to \(index + 1).\(layer.units)"
      }
      throw Diagnostic(
        id: "no-such-unit", message: "there is no hidden unit \(place.name)",
        range: arguments.range(of: option),
        suggestion: layers.isEmpty ? "`layers 8 tanh` first, which makes eight" : nil,
        notes: layers.isEmpty ? [] : ["possible: " + listing(possible)])
    }
    return place
  }
}

extension ValueType where Value == UnitPlace {
  /// Two whole numbers from 1 with a point between them.
  static var unit: ValueType<UnitPlace> {
    let label = "a layer and a unit, such as 1.3"
    return ValueType<UnitPlace>(
      label: label, placeholder: "LAYER.UNIT",
      parse: { (word) throws(Diagnostic) in
        let parts = word.text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let layer = Int(parts[0]), let unit = Int(parts[1]), layer > 0,
          unit > 0
        else { throw .wrongType(word, expected: label) }
        return UnitPlace(layer: layer - 1, unit: unit - 1)
      },
      candidates: { $0.names(NameSpace("hidden-unit")) })
  }
}
