// `plot examples`: pictures that the network takes for the right class, and for a wrong one.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct ExamplesPlot: Plot {
  enum Which: Sendable { case right, wrong, both }

  static let show = Argument.option(
    "show",
    ValueType<Which>.choice([
      Choice("both", .both, "half of each"), Choice("right", .right, "what it got right"),
      Choice("wrong", .wrong, "what it got wrong"),
    ]), "which pictures; both unless said")
  static let count = Argument.option(
    "n", .integer(1...48), "how many pictures; 8 unless said")

  let name = "examples"
  let summary = "digits or clothes, right and wrong, and what the network said"
  let options: [any AnyArgumentConvertible] = [Self.show, Self.count]
  let example = Example(
    "plot examples", "what the network takes for what",
    setup: ["data digits", "layers 16", "train 2"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    try preparation.network(with: .weights, for: arguments)
    let data = preparation.dataOrAssumed()
    guard !data.isRegression, let layout = PictureLayout(data.columns) else {
      throw Diagnostic(
        id: "no-pictures", message: "\(quotedForMessage(data.name)) is not made of pictures",
        range: arguments.syntax.name.range,
        suggestion: "`data digits` first, or `plot data`, which shows these rows as points")
    }
    let answers = try preparation.answers(for: arguments)
    let (show, most) = (arguments[Self.show, default: .both], arguments[Self.count, default: 8])
    let examples = data.test ?? data.training
    let seen = try preparation.whole { checkStop throws(Stopped) in
      Seen(try answers.outputs(of: examples, checkStop), examples, answers)
    }
    guard seen.rows.contains(where: { $0.verdict.probability.isFinite }) else {
      throw .notFinite(arguments, preparation.state)
    }
    return figure(seen.chosen(show, most), of: seen, examples, answers, layout)
  }

  // MARK: Which

  struct Row {
    let place: Int
    let label: Int
    let verdict: NetworkAnswers.Verdict

    var isRight: Bool { verdict.place == label }
  }

  private struct Seen {
    let rows: [Row]

    init(_ outputs: [Float], _ examples: Examples, _ answers: NetworkAnswers) {
      rows = (0..<examples.count).map { row in
        Row(
          place: row, label: PreparedData.label(examples.targets, row) ?? 0,
          verdict: answers.verdict(outputs, row: row))
      }
    }

    var wrong: [Row] { rows.filter { !$0.isRight } }

    /// The mistakes it was surest of, and the first of what it got right, different classes before the same again.
    func chosen(_ show: Which, _ most: Int) -> [Row] {
      let wrong = wrong.sorted {
        let (one, other) = ($0.verdict.probability, $1.verdict.probability)
        return one != other ? one > other : $0.place < $1.place
      }
      let right = Self.mixed(rows.filter(\.isRight))
      switch show {
      case .right: return Array(right.prefix(most))
      case .wrong: return Array(wrong.prefix(most))
      case .both:
        let wrongCount = min(wrong.count, max(most / 2, most - right.count))
        return Array(wrong.prefix(wrongCount)) + right.prefix(most - wrongCount)
      }
    }

    private static func mixed(_ rows: [Row]) -> [Row] {
      var counts: [Int: Int] = [:]
      let turns = rows.map { row -> (turn: Int, row: Row) in
        counts[row.label, default: 0] += 1
        return (counts[row.label, default: 0], row)
      }
      return turns.sorted {
        $0.turn != $1.turn
          ? $0.turn < $1.turn
          : ($0.row.label, $0.row.place) < ($1.row.label, $1.row.place)
      }.map(\.row)
    }
  }

  // MARK: Pictures

  private func figure(
    _ rows: [Row], of seen: Seen, _ examples: Examples, _ answers: NetworkAnswers,
    _ layout: PictureLayout
  ) -> Figure {
    let data = answers.data
    let pixels = rows.map { row in
      examples.inputs(ofRow: row.place).enumerated().map { data.originalInput($1, at: $0) }
    }
    let high = max(1, pixels.joined().filter(\.isFinite).max() ?? 1)
    let panels = zip(rows, pixels).map { row, pixels in
      let grid = Grid(
        rows: layout.rows, columns: layout.columns, pixels, .gray, low: 0, high: high)
      return Panel.picture(Self.caption(row, data), grid, isFramed: !row.isRight)
    }
    let kind = data.test == nil ? "training" : "test"
    let (count, wrong) = (seen.rows.count, seen.wrong.count)
    var words = "The network is right on \(count - wrong) of \(count) \(kind) rows."
    let mistakes = rows.count { !$0.isRight }
    if mistakes > 0 {
      words +=
        mistakes == 1
        ? " Of the \(counted(rows.count, "picture")) shown the first is a mistake."
        : " Of the \(rows.count) pictures shown the first \(mistakes) are mistakes, beginning with the one "
          + "that it was surest of."
    }
    if rows.isEmpty { words += wrong == 0 ? " There is no mistake to show." : "" }
    return Figure(
      "\(kind) pictures, what the network says and how sure it is, \(answers.place)",
      description: words, height: layout.rows <= 8 ? 8 : 9, framed: "mistakes", panels)
  }

  /// "8: 97%", and for a mistake "3: 97%, is 8".
  private static func caption(_ row: Row, _ data: PreparedData) -> String {
    let names = data.classNames
    func name(_ place: Int) -> String { names.indices.contains(place) ? names[place] : "\(place)" }
    let said = "\(name(row.verdict.place)): \(NumberText.fixed(100 * row.verdict.probability, 0))%"
    return row.isRight ? said : "\(said), is \(name(row.label))"
  }
}
