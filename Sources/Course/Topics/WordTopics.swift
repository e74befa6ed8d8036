// Words for what many numbers come to, on five numbers of the session: the median, quartiles, the standard
// deviation and the standard error.
import Events
import Experiments
import Numerics

extension Topic {
  static let median = Topic(
    name: "median", aliases: ["middle value"],
    title: "Median: the one in the middle",
    group: .words, summary: "the middle one",
    seeAlso: ["quartile", "deviation"],
    idea: [
      """
      Let numbers line up by size, as people by height: the median is the one in the middle. A giant \
      who joins the line lifts the mean a lot and the median hardly at all, so the median says what is \
      usual.
      """
    ],
    formulas: [], now: { $0.medianNow },
    tryNext: {
      [.init(command: "explain quartile", why: "the same line, cut into four")]
        + $0.searchTrial(
          "search random trials=5 epochs=2 lr=1e-3..1:log",
          why: "its last lines name the best trial and the median one")
        + [.init(command: "explain deviation", why: "how far numbers lie apart")]
    })

  static let quartile = Topic(
    name: "quartile", aliases: ["quartiles", "quarter"],
    title: "Quartile: a line of numbers cut into quarters",
    group: .words, summary: "a quarter's end",
    seeAlso: ["median", "deviation"],
    idea: [
      """
      Let numbers line up by size, as people by height, and cut the line into four parts of as many \
      each. The three cuts are the quartiles, and the one in the middle is the median. Between the first and \
      the third stands the middle half of them: the closer these two are, the more alike that half is.
      """
    ],
    formulas: [], now: { $0.quartileNow },
    tryNext: { _ in
      [
        .init(command: "explain median", why: "the cut in the middle"),
        .init(command: "explain deviation", why: "another way to say how alike they are"),
      ]
    })

  static let standardDeviation = Topic(
    name: "deviation", aliases: ["sd", "standard deviation", "spread"],
    title: "Standard deviation: how far from the mean numbers usually lie",
    group: .words, summary: "usual distance",
    seeAlso: ["standard-error", "standardization", "quartile"],
    idea: [
      """
      Take the mean of some numbers for their home. The standard deviation (sd) says about how far they \
      usually are from home. Where they gather round it as people's heights do, two in three are within one \
      sd of it, and 95 of 100 within two.
      """
    ],
    formulas: ["sd = square root of the mean of (number - mean)²"],
    now: { $0.deviationNow },
    tryNext: { _ in
      [
        .init(command: "explain standardization", why: "why inputs get an sd of 1"),
        .init(command: "explain standard-error", why: "how far a mean itself may be off"),
      ]
    })

  static let standardError = Topic(
    name: "standard-error", aliases: ["se", "error of the mean", "plus minus"],
    title: "Standard error: how far a mean of few may be off",
    group: .words, summary: "a mean's doubt",
    seeAlso: ["deviation", "generalization", "noise"],
    idea: [
      """
      The mean of some rows is a guess at the mean of all rows there could be; other rows would have \
      given another. The standard error says about how far such guesses usually are from the truth. From four \
      times as many rows it is about half as large. With 30 rows or more the truth is \
      within two of them in about 95 of 100 cases; what differs by less than two may differ by luck.
      """
    ],
    formulas: ["standard error = sd / square root of (number of rows - 1)"],
    now: { $0.standardErrorNow },
    tryNext: { _ in
      [
        .init(command: "explain generalization", why: "the standard error of an accuracy"),
        .init(command: "explain deviation", why: "the sd in the formula"),
      ]
    })
}

/// Numbers that stand for themselves.
private struct Numbers {
  let sorted: [Double]
  let mean: Double
  let sd: Double

  init(_ values: some Collection<Double>) {
    sorted = values.sorted()
    let count = Double(sorted.count)
    let mean = sorted.reduce(0, +) / count
    self.mean = mean
    sd = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
  }

  var standardError: Double { sd / Double(sorted.count - 1).squareRoot() }

  var median: Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// "-1, 0.5 and 2", by size.
  var list: Statement {
    var text: Statement = ""
    for (place, value) in sorted.enumerated() {
      let link = place == 0 ? "" : place == sorted.count - 1 ? " and " : ", "
      text = "\(text)\(link)\(value, "number_\(place + 1)")"
    }
    return text
  }
}

extension SessionState {
  /// The first input, of five training rows and of all.
  private var firstInputs: (name: String, five: Numbers, all: Numbers)? {
    guard let data, data.training.count >= 5, data.training.inputCount > 0 else { return nil }
    let rows = data.training
    let values = (0..<rows.count).map { Double(rows.inputs(ofRow: $0).first ?? 0) }
    return ("Input 1", Numbers(values.prefix(5)), Numbers(values))
  }

  private var needsFiveRows: Statement {
    data == nil
      ? "There is no data yet: `data circle` makes some."
      : "There are fewer than five training rows: more would bring numbers to line up."
  }

  fileprivate var medianNow: [Statement] {
    guard let (name, five, all) = firstInputs else { return [needsFiveRows] }
    return [
      """
      \(name) of the first five training rows, by size: \(five.list). The one in the middle, \
      \(five.median, "median"), is the median; their mean is \(five.mean, "mean").
      """,
      """
      Of all \(all.sorted.count, "rows") training rows the median is \(all.median, "median_of_all") and \
      the mean \(all.mean, "mean_of_all").
      """,
    ]
  }

  fileprivate var quartileNow: [Statement] {
    guard let (name, five, _) = firstInputs else { return [needsFiveRows] }
    return [
      """
      \(name) of the first five training rows, by size: \(five.list). The quartiles are the second, \
      the third and the fourth: the middle half lies from \(five.sorted[1], "first_quartile") to \
      \(five.sorted[3], "third_quartile").
      """
    ]
  }

  fileprivate var deviationNow: [Statement] {
    guard let (name, five, all) = firstInputs else { return [needsFiveRows] }
    let near = all.sorted.count { abs($0 - all.mean) <= all.sd }
    return [
      """
      \(name) of the first five training rows, by size: \(five.list). Their mean is \
      \(five.mean, "mean"), their sd \(five.sd, "sd").
      """,
      """
      Of all \(all.sorted.count, "rows") training rows the mean is \(all.mean, "mean_of_all") and the sd \
      \(all.sd, "sd_of_all"): \(near, "near_rows") of them are no farther than that from the mean.
      """,
    ]
  }

  fileprivate var standardErrorNow: [Statement] {
    guard let (name, five, all) = firstInputs else { return [needsFiveRows] }
    return [
      """
      \(name) has a mean of \(five.mean, "mean") over the first five training rows, with a standard error \
      of \(five.standardError, "standard_error").
      """,
      """
      Over all \(all.sorted.count, "rows") training rows the mean is \(all.mean, "mean_of_all"), with a \
      standard error of \(all.standardError, "standard_error_of_all").
      """,
    ]
  }
}
