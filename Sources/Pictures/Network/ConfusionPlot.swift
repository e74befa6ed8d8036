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

  /// Rows and columns that can be read.
  private static let most = 30

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
    let names = answers.data.classNames
    let shown = largest(counts)
    let values = shown.flatMap { row in shown.map { Double(counts[row][$0]) } }
    let grid = Grid(
      rows: shown.count, columns: shown.count, values, .sequential, low: 0,
      rowNames: shown.map { names[$0] }, columnNames: shown.map { names[$0] }, decimals: 0)
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
    let left = shown.count < names.count ? ["\(shown.count) of \(names.count) classes"] : []
    return Figure(
      "how many \(rowsName) rows of each class were taken for which, "
        + answers.place, description: words, notes: left, [panel])
  }

  /// Places of the classes with the most rows, in the classes' order.
  private static func largest(_ counts: [[Int]]) -> [Int] {
    let sums = counts.map { $0.reduce(0, +) }
    return counts.indices.sorted { sums[$0] != sums[$1] ? sums[$0] > sums[$1] : $0 < $1 }
      .prefix(most).sorted()
  }
}
