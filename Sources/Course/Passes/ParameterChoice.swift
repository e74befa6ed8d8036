// Which weight or bias a user means: layers, units and inputs by number from 1, or by their names.
import CommandLanguage
import Datasets
import Experiments
import NeuralNetwork

package struct ParameterChoice {
  let data: PreparedData
  let shape: NetworkShape
  private let names: ParameterNames

  package init(data: PreparedData, shape: NetworkShape) {
    self.data = data
    self.shape = shape
    names = ParameterNames(data: data, shape: shape)
  }

  /// Errors: `unknown-layer`, `unknown-input`, `unknown-unit`.
  package func weight(layer: Word, from: Word, to: Word) throws(Diagnostic) -> ParameterName {
    let place = try self.layer(layer)
    let input = try find(
      from, kind: place == 0 ? "input" : "unit", among: names.sourceNames(place),
      count: shape.layers[place].inputs, of: place == 0 ? nil : names.layerName(place - 1))
    return .weight(layer: place, input: input, unit: try unit(to, of: place))
  }

  /// Errors: `unknown-layer`, `unknown-unit`.
  package func bias(layer: Word, unit: Word) throws(Diagnostic) -> ParameterName {
    let place = try self.layer(layer)
    return .bias(layer: place, unit: try self.unit(unit, of: place))
  }

  private func unit(_ word: Word, of layer: Int) throws(Diagnostic) -> Int {
    try find(
      word, kind: "unit", among: names.unitNames(layer), count: shape.layers[layer].units,
      of: names.layerName(layer))
  }

  private func layer(_ word: Word) throws(Diagnostic) -> Int {
    let last = shape.hidden.count
    if word.lowercased == "output" { return last }
    if let number = Int(word.text), (1...last + 1).contains(number) { return number - 1 }
    let hidden = last == 0 ? "" : last == 1 ? "1, or " : "1 to \(last), or "
    throw Diagnostic(
      id: "unknown-layer", message: "there is no layer \(shown(word.text))", range: word.range,
      notes: ["possible: \(hidden)output"])
  }

  /// A name goes before a number, since a class may be called `8`.
  private func find(
    _ word: Word, kind: String, among known: [String], count: Int, of layer: String?
  ) throws(Diagnostic) -> Int {
    if let exact = known.firstIndex(of: word.text) { return exact }
    if let near = known.firstIndex(where: { $0.lowercased() == word.lowercased }) { return near }
    if let number = Int(word.text), (1...count).contains(number) { return number - 1 }
    let place = layer.map { " in \($0)" } ?? ""
    let near = suggestions(for: word.text, among: known)
    let numbers = "1" + (count > 1 ? " to \(count)" : "")
    let names = known == (1...count).map(String.init) ? [] : known
    throw Diagnostic(
      id: "unknown-\(kind)", message: "there is no \(kind) \(shown(word.text))\(place)",
      range: word.range, suggestion: near.first.map { "`\(Word.source(of: $0))`" },
      notes: [
        "possible: \(numbers)" + (names.isEmpty ? "" : ", or \(listing(names, limit: 12))")
      ])
  }
}
