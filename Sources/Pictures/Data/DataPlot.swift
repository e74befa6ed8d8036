// `plot data`: the rows as points, each class with a shape of its own; a number to be predicted against what it
// is predicted from.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics
import Presentation
import Sessions
import Text

struct DataPlot: Plot {
  let name = "data"
  let summary = "the rows as points"
  let options = InputOptions.both
  let example = Example("plot data", "the rows by class", setup: ["data iris"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let data = preparation.dataOrAssumed()
    let chosen = try choice(arguments, data)
    return try preparation.whole { checkStop throws(Stopped) in
      let rows = ShownRows(data)
      switch chosen {
      case .plane(let pair):
        let plane = try InputPlane(data, rows, chosen: pair, checkStop: checkStop)
        return Self.points(data, rows, plane)
      case .values(let input): return Self.values(data, rows, against: input)
      }
    }
  }

  private enum Choice: Sendable {
    case plane((Int, Int)?)
    /// Of one input, or of those with which the target goes most.
    case values(against: Int?)
  }

  private func choice(
    _ arguments: Arguments, _ data: PreparedData
  ) throws(Diagnostic) -> Choice {
    let inputs = data.plainInputNames.count
    let (hasX, hasY) = (arguments.isGiven(InputOptions.x), arguments.isGiven(InputOptions.y))
    if data.isRegression, hasX, !hasY {
      return .values(against: try InputOptions.input(InputOptions.x, arguments, data))
    }
    let pair = try InputOptions.pair(arguments, data)
    if pair == nil, inputs == 1 || data.isRegression && inputs != 2 { return .values(against: nil) }
    return .plane(pair)
  }

  // MARK: In a plane

  private static func points(
    _ data: PreparedData, _ rows: ShownRows, _ plane: InputPlane
  ) -> Figure {
    let groups = RowGroups(data)
    let marks = groups.marks(rows) { _, plain, _ in plane.coordinates(of: plain) }
    let panel = Panel(x: plane.xAxis, y: plane.yAxis, aspect: plane.aspect, marks: marks)
    let what = data.isRegression ? "by \(data.targetName) in three groups" : "by \(data.targetName)"
    let words = [counts(data, rows, groups), plane.remark].filter { !$0.isEmpty }
    return Figure(
      "rows of \(data.name) \(plane.words), \(what)", description: words.joined(separator: " "),
      notes: plane.notes + rows.notes, hollow: RowGroups.hollow(rows), [panel])
  }

  /// "250 training rows and 250 test rows: 251 of class 0, 249 of class 1."
  private static func counts(
    _ data: PreparedData, _ rows: ShownRows, _ groups: RowGroups
  ) -> String {
    guard !data.isRegression else {
      let span = span(rows.parts.flatMap { data.originalTargets($0.plain.targets) })
      return "\(rows.words), whose \(data.targetName) goes from \(span)."
    }
    var counts = groups.groups.map { _ in 0 }
    for part in rows.parts {
      for row in 0..<part.plain.count { counts[groups.group(part.plain.targets, row)] += 1 }
    }
    let parts = zip(groups.groups, counts).map { "\($1) of \($0.name)" }
    return "\(rows.words): \(parts.joined(separator: ", "))."
  }

  private static func span(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    let (low, high) = (finite.min() ?? 0, finite.max() ?? 0)
    // Standardizing leaves the last digit of a large number where 0 was.
    let ends = [low, high].map { abs($0) < 1e-6 * (high - low) ? 0 : $0 }
    return "\(Prose.number(ends[0])) to \(Prose.number(ends[1]))"
  }

  // MARK: Against one input

  /// Panels of a picture.
  private static let most = 4

  private static func values(
    _ data: PreparedData, _ rows: ShownRows, against input: Int?
  ) -> Figure {
    let names = data.plainInputNames
    let ranked = ranked(data, rows)
    let shown = input.map { [$0] } ?? ranked.prefix(most).map(\.input)
    let panels = shown.map { panel(data, rows, $0, isAlone: shown.count == 1) }
    var notes = rows.notes
    if input == nil, shown.count < names.count {
      let which = data.isRegression ? ", those with which it goes most closely" : ""
      notes.insert("\(shown.count) of \(names.count) inputs\(which)", at: 0)
    }
    var words = "\(rows.words)."
    if data.isRegression {
      let span = span(rows.parts.flatMap { data.originalTargets($0.plain.targets) })
      words = "\(rows.words), whose \(data.targetName) goes from \(span)."
      let best = ranked.first { shown.contains($0.input) }
      if let best, best.correlation != 0 {
        let direction = best.correlation > 0 ? "rise" : "fall"
        words +=
          " It tends to \(direction) as \(names[best.input]) rises: their correlation is "
          + "\(NumberText.fixed(best.correlation, 2)), where ±1 would be a straight line and 0 none."
      }
    }
    return Figure(
      "\(data.targetName) of \(data.name) against \(shown.count == 1 ? names[shown[0]] : "its inputs")",
      description: words, height: shown.count == 1 ? 16 : 8, notes: notes,
      // Of numbers the legend says which rows are for testing.
      hollow: data.isRegression ? nil : RowGroups.hollow(rows), panels)
  }

  private static func panel(
    _ data: PreparedData, _ rows: ShownRows, _ input: Int, isAlone: Bool
  ) -> Panel {
    let x = PanelAxis(data.plainInputNames[input])
    let target = isAlone ? data.targetName : ""
    guard data.isRegression else {
      let groups = RowGroups(data)
      let marks = groups.marks(rows) { part, plain, row in
        let group = groups.group(part.plain.targets, row)
        return (data.originalInput(plain[input], at: input), Double(group))
      }
      let y = PanelAxis(target, categories: groups.groups.map(\.name))
      return Panel(x: x, y: y, marks: marks)
    }
    return Panel(x: x, y: PanelAxis(target), marks: rows.targets(of: data, over: input))
  }

  /// The inputs by how closely the target goes with them on a straight line (Pearson's correlation over the
  /// training rows shown), the closest first; of classes in their order.
  private static func ranked(
    _ data: PreparedData, _ rows: ShownRows
  ) -> [(input: Int, correlation: Double)] {
    let targets = data.originalTargets(rows.training.plain.targets)
    let inputs = data.plainInputNames.indices
    guard !targets.isEmpty else { return inputs.map { ($0, 0) } }
    let plain = rows.training.plain.inputs
    let width = rows.training.plain.inputCount
    let all = inputs.map { input in
      let values = targets.indices.map { Double(plain[$0 * width + input]) }
      return (input: input, correlation: correlation(values, targets))
    }
    return all.sorted { abs($0.correlation) > abs($1.correlation) }
  }

  /// 0 where one of them does not vary.
  static func correlation(_ one: [Double], _ other: [Double]) -> Double {
    let (first, second) = (Standardization.Scale(of: one), Standardization.Scale(of: other))
    let sum = zip(one, other).reduce(0) {
      $0 + first.standardized($1.0) * second.standardized($1.1)
    }
    let value = sum / Double(max(1, one.count))
    return value.isFinite ? min(1, max(-1, value)) : 0
  }
}
