// `plot boundary`: what the network answers all over the plane of two inputs, under the points it was trained and
// tested on. Of one input it is a curve.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct BoundaryPlot: Plot {
  let name = "boundary"
  let summary = "what the network answers where"
  let options: [any AnyArgumentConvertible] = InputOptions.both + [UnitPlace.option]
  let example = Example(
    "plot boundary", "where one class ends and the other begins",
    setup: ["data moons n=60", "layers 4", "train 20"])

  /// Cells across and down.
  static let side = 100

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let answers = try preparation.answers(for: arguments)
    let unit = try UnitPlace.chosen(arguments, answers.shape)
    let pair = try InputOptions.pair(arguments, answers.data)
    let figure = try preparation.whole { checkStop throws(Stopped) in
      let rows = ShownRows(answers.data)
      if answers.data.plainInputNames.count == 1 {
        return try AnswerCurves(answers: answers, rows: rows).figure(unit, checkStop)
      }
      let plane = try InputPlane(answers.data, rows, chosen: pair, checkStop: checkStop)
      return try Self.field(unit, answers, rows, plane, checkStop)
    }
    guard figure.hasFiniteAnswers else { throw .notFinite(arguments, preparation.state) }
    return figure
  }

  private static func field(
    _ unit: UnitPlace?, _ answers: NetworkAnswers, _ rows: ShownRows, _ plane: InputPlane,
    _ checkStop: StopCheck
  ) throws(Stopped) -> Figure {
    let fields = NetworkFields(answers: answers, plane: plane)
    let data = answers.data
    let grid: Grid
    if let unit {
      let values = try fields.units([unit], side: side, checkStop)[0]
      let scale = answers.shape.scales(of: [unit], [values])[0]
      grid = scale.grid("output of unit \(unit.name)", side: side, values, edges: plane.edges)
    } else {
      grid = try fields.answer(side: side, checkStop)
    }
    let groups = RowGroups(data)
    let points = groups.marks(rows) { _, plain, _ in plane.coordinates(of: plain) }
    let panel = Panel(
      x: plane.xAxis, y: plane.yAxis, aspect: plane.aspect,
      marks: [.field(grid)] + points + groups.namesOfAnswers(in: grid))
    var words = [Self.words(of: grid, unit, answers)]
    if unit == nil, !data.isRegression {
      words.append("The network is \(try answers.rightWords(rows, checkStop)).")
    }
    words.append(plane.remark)
    return Figure(
      "\(title(grid, unit, answers)) \(plane.words), \(answers.place)",
      description: words.filter { !$0.isEmpty }.joined(separator: " "),
      notes: plane.notes + rows.notes + [plane.caution].compactMap(\.self),
      hollow: RowGroups.hollow(rows), [panel])
  }

  private static func title(
    _ grid: Grid, _ unit: UnitPlace?, _ answers: NetworkAnswers
  ) -> String {
    if grid.palette == .classes { return "the class with the highest probability" }
    if unit == nil, answers.data.isRegression { return "\(grid.name) as the network predicts it" }
    return unit == nil ? "probability of \(answers.data.nameOfClass(1))" : grid.name
  }

  // MARK: Words

  private static func words(
    of grid: Grid, _ unit: UnitPlace?, _ answers: NetworkAnswers
  ) -> String {
    let values = grid.values.map(\.value).filter(\.isFinite)
    let ends = [values.min() ?? 0, values.max() ?? 0]
    let span = "from \(Prose.number(ends[0])) to \(Prose.number(ends[1]))"
    func share(_ count: Int) -> String {
      NumberText.percent(Double(count) / Double(max(1, values.count)))
    }
    if let unit {
      let kind = answers.shape.hidden[unit.layer].activation.rawValue
      return "In this picture unit \(unit.name), a \(kind) unit, puts out \(span)."
    }
    let data = answers.data
    switch grid.palette {
    case .classes:
      var counts = data.classNames.map { _ in 0 }
      for value in values {
        let place = Grid.classified(value / Double(Grid.classes)).place
        if place < counts.count { counts[place] += 1 }
      }
      let order = counts.indices.filter { counts[$0] > 0 }.sorted { counts[$0] > counts[$1] }
      var parts = order.prefix(6).map { "\(share(counts[$0])) to \(data.nameOfClass($0))" }
      if order.count > 6 {
        let left = counted(order.count - 6, "other class", plural: "other classes")
        parts.append("the rest to \(left)")
      }
      return "Of the picture the network gives \(joinedByAnd(parts))."
    default:
      guard !data.isRegression else { return "In this picture the prediction goes \(span)." }
      let (second, name) = (values.count { $0 > 0.5 }, data.nameOfClass(1))
      return "The probability of \(name) goes from \(Prose.probability(ends[0])) to "
        + "\(Prose.probability(ends[1])); on \(share(second)) of the picture it is above one half, and "
        + "the network answers \(name)."
    }
  }
}

extension Figure {
  /// Whether any value of its fields and lines is a number.
  var hasFiniteAnswers: Bool {
    panels.contains { panel in
      panel.marks.contains { mark in
        switch mark {
        case .field(let grid): grid.values.contains { $0.value.isFinite }
        case .line(let series): series.y.contains { $0.value.isFinite }
        default: false
        }
      }
    }
  }
}
