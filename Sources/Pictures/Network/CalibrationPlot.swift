// `plot calibration`: how often the network is right where it says so many percent.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

struct CalibrationPlot: Plot {
  let name = "calibration"
  let summary = "how often it is right where it says so many percent"
  let example = Example(
    "plot calibration", "whether 90% means 90%",
    setup: ["data moons n=200 noise=0.3", "layers 4", "train 20"])

  /// With fewer rows a frequency says little.
  private static let fewRows = 10

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let judged = try preparation.judgedClasses(for: arguments)
    let (answers, examples) = (preparation.answers(of: judged), judged.examples)
    let reliability = try preparation.whole { checkStop throws(Stopped) in
      try answers.evaluator(rows: examples.count).calibration(
        examples, parameters: answers.training.parameters, checkStop: checkStop)
    }
    guard reliability.rows > 0 else { throw .notFinite(arguments, preparation.state) }
    return Self.figure(reliability, answers, rowsName: judged.rowsName)
  }

  private static func figure(
    _ reliability: Calibration, _ answers: NetworkAnswers, rowsName: String
  ) -> Figure {
    let data = answers.data
    let isOfTwo = data.classNames.count == 2
    let event = isOfTwo ? "share of \(data.nameOfClass(1))" : "share that is right"
    let given = isOfTwo ? "probability of \(data.nameOfClass(1))" : "probability of its answer"
    let filled = reliability.bins.filter { $0.rows > 0 }
    func series(_ bins: [Calibration.Bin], isHollow: Bool) -> Mark {
      .points(
        Series(
          isHollow ? "fewer than \(fewRows) rows" : "\(fewRows) rows or more", .series(0),
          letter: isHollow ? "o" : "#", x: bins.map(\.predicted), y: bins.map(\.observed),
          isHollow: isHollow))
    }
    var marks: [Mark] = [
      .line(Series("as it should be", .muted, letter: "", x: [0, 1], y: [0, 1]))
    ]
    let few = filled.filter { $0.rows < fewRows }
    let many = filled.filter { $0.rows >= fewRows }
    if !many.isEmpty { marks.append(series(many, isHollow: false)) }
    if !few.isEmpty { marks.append(series(few, isHollow: true)) }
    let curve = Panel(
      "what came true", x: PanelAxis(given, low: 0, high: 1), y: PanelAxis(event, low: 0, high: 1),
      aspect: 1, marks: marks)
    let bars = Series(
      x: reliability.bins.map(\.low), y: reliability.bins.map { Double($0.rows) },
      other: reliability.bins.map(\.high))
    let counts = Panel(
      "rows in each tenth", x: PanelAxis(given, low: 0, high: 1), y: PanelAxis("rows"), aspect: 1,
      marks: [.bars(bars)])
    return Figure(
      "predicted probability and what came true, \(rowsName) rows, "
        + answers.place, description: words(reliability, isOfTwo ? data.nameOfClass(1) : nil),
      height: 13, [curve, counts])
  }

  private static func words(_ reliability: Calibration, _ second: String?) -> String {
    let points = NumberText.fixed(100 * reliability.error, 1)
    let what =
      second.map { "the probability that the network gave \($0)" }
      ?? "how sure the network was of its answer"
    var words = "Rows are grouped by \(what), in ten steps of 10%. "
    if let bin = reliability.bins.max(by: { $0.rows < $1.rows }) {
      let share = NumberText.percent(bin.observed)
      let (low, high) = (NumberText.fixed(100 * bin.low, 0), NumberText.fixed(100 * bin.high, 0))
      words +=
        "The fullest, from \(low)% to \(high)%, has \(counted(bin.rows, "row")): on average the network said "
        + "\(NumberText.percent(bin.predicted)), and \(share) "
        + (second.map { "are \($0). " } ?? "are right. ")
    }
    words +=
      "What it said and what came true are \(points) percentage points apart, on average over "
      + "\(counted(reliability.rows, "row"))."
    if second == nil, abs(reliability.excess) >= 0.02 {
      words += reliability.excess > 0 ? " It is too sure of itself." : " It is not sure enough."
    }
    return words
  }
}
