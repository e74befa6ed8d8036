// `plot units`: what every hidden unit answers all over the plane of two inputs, in small pictures.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct UnitsPlot: Plot {
  let name = "units"
  let summary = "what every hidden unit answers where, in small pictures"
  let options = InputOptions.both
  let example = Example(
    "plot units", "what each unit has learned",
    setup: ["data moons n=60", "layers 4 4 tanh", "train 20"])

  /// Cells across and down, and pictures.
  private static let (side, most) = (30, 48)

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let answers = try preparation.answers(for: arguments)
    let pair = try InputOptions.pair(arguments, answers.data)
    let hidden = answers.shape.hidden
    guard !hidden.isEmpty else {
      throw Diagnostic(
        id: "no-hidden-units", message: "the network has no hidden units",
        range: arguments.syntax.name.range,
        suggestion: "`layers 8 tanh` first, which makes eight, or `plot boundary`")
    }
    let units = Self.shown(hidden)
    let figure = try preparation.whole { checkStop throws(Stopped) in
      let rows = ShownRows(answers.data)
      if answers.data.plainInputNames.count == 1 {
        let (panels, values) = try AnswerCurves(answers: answers, rows: rows)
          .panels(of: units, checkStop)
        let input = answers.data.plainInputNames[0]
        return Self.figure(panels, values, units, answers, "over \(input)", [])
      }
      let plane = try InputPlane(answers.data, rows, chosen: pair, checkStop: checkStop)
      let values = try NetworkFields(answers: answers, plane: plane)
        .units(units, side: Self.side, checkStop)
      let panels = Self.pictures(units, values, answers.shape)
      let remark = plane.remark.isEmpty ? [] : [plane.remark]
      return Self.figure(
        panels, values, units, answers, plane.words, remark, notes: [plane.extent] + plane.notes)
    }
    guard figure.hasFiniteAnswers else { throw .notFinite(arguments, preparation.state) }
    return figure
  }

  /// Of more units than there are pictures each layer has its share.
  private static func shown(_ hidden: [HiddenLayer]) -> [UnitPlace] {
    let count = hidden.reduce(0) { $0 + $1.units }
    return hidden.prefix(most).enumerated().flatMap { index, layer in
      let share = count <= most ? layer.units : max(1, most * layer.units / count)
      return (0..<share).map { UnitPlace(layer: index, unit: $0) }
    }
  }

  private static func pictures(
    _ units: [UnitPlace], _ values: [[Double]], _ shape: NetworkShape
  ) -> [Panel] {
    zip(zip(units, values), shape.scales(of: units, values)).map { place, scale in
      let (unit, values) = place
      let activation = shape.hidden[unit.layer].activation.rawValue
      let grid = scale.grid("layer \(unit.layer + 1) (\(activation))", side: side, values)
      return Panel.picture(unit.name, grid)
    }
  }

  private static func figure(
    _ panels: [Panel], _ values: [[Double]], _ units: [UnitPlace], _ answers: NetworkAnswers,
    _ place: String, _ remarks: [String], notes: [String] = []
  ) -> Figure {
    let hidden = answers.shape.hidden
    let count = hidden.reduce(0) { $0 + $1.units }
    let layers = hidden.enumerated().map { index, layer in
      "\(counted(layer.units, "\(layer.activation.rawValue) unit")) in layer \(index + 1)"
    }
    let flat = zip(units, values).filter { isFlat($0.1) }.map(\.0.name)
    let example = units[min(1, units.count - 1)]
    var words = [
      "\(joinedByAnd(layers)), a picture for each: \(example.name) is unit \(example.unit + 1) of "
        + "layer \(example.layer + 1)."
    ]
    if !flat.isEmpty {
      let (what, verb) = flat.count == 1 ? ("Unit", "puts") : ("Units", "put")
      words.append("\(what) \(listing(flat, limit: 12)) \(verb) out the same everywhere.")
    }
    let left = units.count < count ? ["\(units.count) of \(count) units"] : []
    return Figure(
      "output of each hidden unit \(place), \(answers.place)",
      description: (words + remarks).joined(separator: " "), height: 5, notes: left + notes, panels)
  }

  /// Whether values differ by less than a thousandth.
  private static func isFlat(_ values: [Double]) -> Bool {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return false }
    return high - low <= 0.001 * max(1, abs(low), abs(high))
  }
}
