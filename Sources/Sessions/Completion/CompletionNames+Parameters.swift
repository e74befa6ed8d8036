// The names of layers, units and rows, for completion.
import CommandLanguage
import Datasets
import Experiments

extension Session {
  /// What completion offers for the words of `explain weight` and `explain bias`.
  func parameterNames(_ space: NameSpace) -> [Candidate] {
    guard let data = state.data, let shape = state.training?.shape ?? state.shape else { return [] }
    let names = ParameterNames(data: data, shape: shape)
    if space.name == "layer-number" {
      return shape.hidden.indices.map { Candidate(String($0 + 1), names.layerName($0)) }
        + [Candidate("output", "the output layer")]
    }
    let last = shape.hidden.count
    let member = space.member ?? ""
    let place = member.lowercased() == "output" ? last : (Int(member) ?? 0) - 1
    guard shape.layers.indices.contains(place) else { return [] }
    let isSource = space.name == "weight-source"
    let known = isSource ? names.sourceNames(place) : names.unitNames(place)
    guard known.isEmpty else {
      let what = isSource ? "an input" : "the output layer"
      return known.map { Candidate($0, what) }
    }
    let layer = isSource ? place - 1 : place
    return (0..<shape.layers[layer].units).map {
      Candidate(String($0 + 1), "\(names.layerName(layer)): \(names.unit(layer, $0))")
    }
  }

  /// The first and the last row, and how many there are.
  func rowNumbers(_ examples: Examples?, _ name: String) -> [Candidate] {
    guard let count = examples?.count, count > 0 else { return [] }
    let first = Candidate("1", "the first of \(count) \(name) rows", isShownOnly: true)
    let last = Candidate(String(count), "the last \(name) row", isShownOnly: true)
    return count == 1 ? [first] : [first, last]
  }
}
