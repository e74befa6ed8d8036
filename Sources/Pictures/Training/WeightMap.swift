// One layer's weights as a heat map, and the first layer's as small pictures where the inputs are pixels.
import Datasets
import Events
import Experiments
import NeuralNetwork

/// A weight a cell: from where it comes down the side, to which unit it goes along the top.
struct WeightMap {
  private let training: TrainingState
  private let layer: LayerLayout
  private let names: ParameterNames

  /// As many as a window of 80 by 24 has room for.
  private static let mostRows = 16
  private static let mostColumns = 24
  /// Up to so many columns have their numbers written into them.
  private static let numberedColumns = 8

  init(_ training: TrainingState, _ layer: LayerLayout, _ names: ParameterNames) {
    (self.training, self.layer, self.names) = (training, layer, names)
  }

  var figure: Figure {
    let rows = Self.heaviest(layer.inputs, most: Self.mostRows) { input in
      (0..<layer.units).reduce(0) { $0 + abs(weight(input, $1)) }
    }
    let columns = Self.heaviest(layer.units, most: Self.mostColumns) { unit in
      (0..<layer.inputs).reduce(0) { $0 + abs(weight($1, unit)) }
    }
    let grid = Grid(
      "weight", rows: rows.count, columns: columns.count,
      rows.flatMap { row in columns.map { weight(row, $0) } }, .diverging,
      rowNames: rows.map { names.source(layer.index, $0) },
      columnNames: columns.map { unitName($0) },
      decimals: columns.count <= Self.numberedColumns ? 2 : nil)
    let name = names.layerName(layer.index)
    var notes: [String] = []
    for (shown, all, what) in [
      (rows.count, layer.inputs, "inputs"), (columns.count, layer.units, "units"),
    ] where shown < all {
      notes.append("\(shown) of \(all) \(what), those with the largest weights")
    }
    return Figure(
      "weights of \(name)", description: words, notes: notes,
      [Panel(x: PanelAxis("to"), y: PanelAxis("from"), marks: [.heatMap(grid)])])
  }

  private func unitName(_ unit: Int) -> String {
    layer.index == training.shape.hidden.count
      ? names.unit(layer.index, unit) : String(unit + 1)
  }

  private func weight(_ input: Int, _ unit: Int) -> Double {
    Double(training.parameters[layer.weights.lowerBound + input * layer.units + unit])
  }

  /// Those with the greatest measure, in order.
  static func heaviest(_ count: Int, most: Int, _ measure: (Int) -> Double) -> [Int] {
    guard count > most else { return Array(0..<count) }
    let measures = (0..<count).map(measure).map { $0.isNaN ? .infinity : $0 }
    let order = (0..<count).sorted {
      measures[$0] != measures[$1] ? measures[$0] > measures[$1] : $0 < $1
    }
    return order.prefix(most).sorted()
  }

  private var words: String {
    var (place, largest) = (layer.weights.lowerBound, 0.0)
    for index in layer.weights where abs(Double(training.parameters[index])) > largest {
      (place, largest) = (index, abs(Double(training.parameters[index])))
    }
    let value = TrainingWords.number(Double(training.parameters[place]))
    let (input, unit) = (place - layer.weights.lowerBound)
      .quotientAndRemainder(dividingBy: layer.units)
    return """
      Each cell is the weight with which what stands at its left goes into the unit above it. The one \
      furthest from 0, \(value), goes from \(names.source(layer.index, input)) to \
      \(names.unit(layer.index, unit)).
      """
  }
}

/// The weights from the pixels into a unit, as a picture: where it is bright in the picture that the unit looks
/// for, the weight is large.
struct SoughtPictures {
  private let training: TrainingState
  private let layout: PictureLayout
  private let names: ParameterNames
  private let most: Int

  init(_ training: TrainingState, _ layout: PictureLayout, _ names: ParameterNames, most: Int) {
    (self.training, self.layout, self.names, self.most) = (training, layout, names, most)
  }

  var figure: Figure {
    let layer = training.shape.layers[0]
    let start = layer.weights.lowerBound
    func weights(_ unit: Int) -> [Double] {
      (0..<layer.inputs).map { Double(training.parameters[start + $0 * layer.units + unit]) }
    }
    let units = WeightMap.heaviest(layer.units, most: most) { unit in
      weights(unit).reduce(0) { $0 + abs($1) }
    }
    let pictures = units.map(weights)
    let largest = pictures.joined().map(abs).filter(\.isFinite).max() ?? 1
    let left =
      units.count < layer.units
      ? ["\(units.count) of \(layer.units) units, those with the largest weights"] : []
    let of = names.layerName(0)
    let panels = zip(units, pictures).enumerated().map { place, picture in
      Panel.picture(
        names.unit(0, picture.0),
        Grid(
          place == 0 ? "weight" : "", rows: layout.rows, columns: layout.columns, picture.1,
          .diverging, low: -largest, high: largest))
    }
    return Figure(
      "pictures that the units of \(of) look for",
      description: """
        Each picture has the weights from the pixels into one unit of \(of). A unit's sum is largest for pictures \
        that are bright where its weights are above 0 and dark where they are below; the largest weight is \
        \(TrainingWords.number(largest)) in size.
        """, height: 8, notes: left, panels)
  }
}
