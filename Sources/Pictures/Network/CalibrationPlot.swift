// `plot calibration`: how often the network is right where it says so many percent.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation
import Sessions
import Text

/// Rows by the probability they were given, in ten bins of equal width.
package struct Reliability: Equatable {
  package struct Bin: Equatable {
    package let low: Double
    package let high: Double
    package fileprivate(set) var rows = 0
    /// Rows of which it was true.
    package fileprivate(set) var hits = 0
    fileprivate var sum = 0.0

    package var predicted: Double { sum / Double(max(1, rows)) }
    package var frequency: Double { Double(hits) / Double(max(1, rows)) }
  }

  package private(set) var bins = (0..<10).map {
    Bin(low: Double($0) / 10, high: Double($0 + 1) / 10)
  }

  package init() {}

  /// What is no number is left out.
  package mutating func add(_ probability: Double, isTrue: Bool) {
    guard (0...1).contains(probability) else { return }
    let place = min(bins.count - 1, Int(probability * Double(bins.count)))
    bins[place].rows += 1
    bins[place].hits += isTrue ? 1 : 0
    bins[place].sum += probability
  }

  package var rows: Int { bins.reduce(0) { $0 + $1.rows } }

  /// How far probability and frequency are apart, each bin counting by its rows: the expected calibration
  /// error.
  package var error: Double {
    bins.reduce(0) { $0 + Double($1.rows) * abs($1.predicted - $1.frequency) }
      / Double(max(1, rows))
  }

  /// By how much it promises more than comes true; negative for less.
  package var excess: Double {
    bins.reduce(0) { $0 + $1.sum - Double($1.hits) } / Double(max(1, rows))
  }
}

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
      Self.reliability(try answers.outputs(of: examples, checkStop), examples, answers)
    }
    guard reliability.rows > 0 else { throw .notFinite(arguments, preparation.state) }
    return Self.figure(reliability, answers, rowsName: judged.rowsName)
  }

  /// Of two classes by the probability of the second, of more by that of the class a row is taken for.
  private static func reliability(
    _ outputs: [Float], _ examples: Examples, _ answers: NetworkAnswers
  ) -> Reliability {
    var reliability = Reliability()
    for row in 0..<examples.count {
      guard let label = PreparedData.label(examples.targets, row) else { continue }
      let verdict = answers.verdict(outputs, row: row)
      if answers.data.classNames.count == 2 {
        let second = verdict.place == 1 ? verdict.probability : 1 - verdict.probability
        reliability.add(second, isTrue: label == 1)
      } else {
        reliability.add(verdict.probability, isTrue: label == verdict.place)
      }
    }
    return reliability
  }

  private static func figure(
    _ reliability: Reliability, _ answers: NetworkAnswers, rowsName: String
  ) -> Figure {
    let data = answers.data
    let isOfTwo = data.classNames.count == 2
    let event = isOfTwo ? "share of \(data.nameOfClass(1))" : "share that is right"
    let given = isOfTwo ? "probability of \(data.nameOfClass(1))" : "probability of its answer"
    let filled = reliability.bins.filter { $0.rows > 0 }
    func series(_ bins: [Reliability.Bin], isHollow: Bool) -> Mark {
      .points(
        Series(
          isHollow ? "fewer than \(fewRows) rows" : "\(fewRows) rows or more", .series(0),
          letter: isHollow ? "o" : "#", x: bins.map(\.predicted), y: bins.map(\.frequency),
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

  private static func words(_ reliability: Reliability, _ second: String?) -> String {
    let points = NumberText.fixed(100 * reliability.error, 1)
    let what =
      second.map { "the probability that the network gave \($0)" }
      ?? "how sure the network was of its answer"
    var words = "Rows are grouped by \(what), in ten steps of 10%. "
    if let bin = reliability.bins.max(by: { $0.rows < $1.rows }) {
      let share = NumberText.percent(bin.frequency)
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
