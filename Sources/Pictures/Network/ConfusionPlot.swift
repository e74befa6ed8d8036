// `plot confusion`: which classes are taken for which, as a heat map.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct ConfusionPlot: Plot {
  let name = "confusion"
  let summary = "which classes are taken for which"
  let example = Example(
    "plot confusion", "count the mistakes", setup: ["data iris", "layers 4", "train 5"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let judged = try preparation.judgedClasses(for: arguments)
    let (answers, examples) = (preparation.answers(of: judged), judged.examples)
    let counts = try preparation.whole { checkStop throws(Stopped) in
      try answers.evaluator(rows: examples.count).confusionCounts(
        examples, parameters: answers.training.parameters, checkStop: checkStop)
    }
    return Self.figure(counts, answers, rowsName: judged.rowsName)
  }

  private static func figure(
    _ counts: [[Int]], _ answers: NetworkAnswers, rowsName: String
  ) -> Figure {
    let groups = ClassGroups(counts)
    let names = groups.shown.map { answers.data.classNames[$0] } + groups.restNames
    let cells = groups.cells
    // Those of the rest would make all others pale.
    let most = groups.shown.indices.flatMap { cells[$0].prefix(groups.shown.count) }.max() ?? 0
    let grid = Grid(
      rows: cells.count, columns: cells.count, cells.joined().map(Double.init), .sequential, low: 0,
      high: groups.rest.isEmpty ? nil : Double(max(1, most)), rowNames: names, columnNames: names,
      decimals: 0)
    let panel = Panel(
      x: PanelAxis("predicted"), y: PanelAxis("actual"), marks: [.heatMap(grid)])
    let total = counts.joined().reduce(0, +)
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    var words =
      "The classes that rows have stand at the left, those that the network takes them for above. What is "
      + "right is on the diagonal: \(right) of \(counted(total, "row"))."
    let mistakes = counts.indices.flatMap { row in
      counts.indices.filter { $0 != row && counts[row][$0] > 0 }.map { (row, $0, counts[row][$0]) }
    }
    if let worst = mistakes.max(by: { $0.2 < $1.2 }) {
      words +=
        " The most frequent mistake: \(worst.2) of \(counts[worst.0].reduce(0, +)) rows of "
        + "\(answers.data.nameOfClass(worst.0)) were taken for \(answers.data.nameOfClass(worst.1))."
    } else {
      words += " There is no mistake."
    }
    words += groups.sentence
    return Figure(
      "how many \(rowsName) rows of each class were taken for which, "
        + answers.place, description: words, notes: groups.notes, [panel])
  }
}

/// The classes with the most rows one by one, and of more than can be read the rest together.
private struct ClassGroups {
  /// Places of those that stand alone, in the classes' order.
  let shown: [Int]
  let rest: [Int]
  private let counts: [[Int]]

  /// Rows and columns that can be read.
  private static let most = 30

  init(_ counts: [[Int]]) {
    self.counts = counts
    guard counts.count > Self.most else {
      (shown, rest) = (Array(counts.indices), [])
      return
    }
    let sums = counts.map { $0.reduce(0, +) }
    let order = counts.indices.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
    shown = order.prefix(Self.most - 1).sorted()
    rest = order.dropFirst(Self.most - 1).sorted()
  }

  var restNames: [String] { rest.isEmpty ? [] : ["\(rest.count) others"] }

  /// Row by row; what is of the rest, or was taken for it, in the last row and column.
  var cells: [[Int]] {
    let groups = shown.map { [$0] } + (rest.isEmpty ? [] : [rest])
    return groups.map { rows in
      groups.map { columns in
        rows.reduce(0) { sum, row in columns.reduce(sum) { $0 + counts[row][$1] } }
      }
    }
  }

  var notes: [String] {
    guard !rest.isEmpty else { return [] }
    return ["\(rest.count) of \(counts.count) classes together in the last row and column"]
  }

  /// With a blank before it; empty where each class has its row.
  var sentence: String {
    guard !rest.isEmpty else { return "" }
    let rows = rest.reduce(0) { $0 + counts[$1].reduce(0, +) }
    let (right, within) = rest.reduce((0, 0)) { sums, row in
      (sums.0 + counts[row][row], rest.reduce(sums.1) { $0 + counts[row][$1] })
    }
    return " \(shown.count) of \(counts.count) classes have rows and columns of their own; the "
      + "other \(rest.count), none with more rows than these, share the last ones: of their "
      + "\(counted(rows, "row")) \(within) were taken for one of them, \(right) for the right one."
  }
}
