import Events
import Layouts
import Presentation
import TestSupport
import Testing

/// `confusion` as a person reads it: every score recomputed from the counts, within 80 columns.
@Suite struct ConfusionTextTests {
  /// A report on a file with so many classes, after a little training.
  private func report(classes: Int, prefix: String) throws -> ConfusionReport {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.csv"
    let rows = (0..<classes * 12).map { row in
      let kind = row % classes
      return "\(kind * 3 + row % 5),\(row % 7),\(prefix)\(kind)\n"
    }
    try write("a,b,kind\n" + rows.joined(), to: path)
    let events = said([
      "data load \(path) target=kind; layers 8 tanh; set lr 0.3; train 15; confusion"
    ])
    let reports = events.compactMap { if case .confusion(let report) = $0 { report } else { nil } }
    return try #require(reports.first)
  }

  private func lines(_ report: ConfusionReport) -> [String] {
    TerminalText().lines(for: .confusion(report)).map(\.text)
  }

  @Test(arguments: [(3, "k"), (10, "class "), (20, "c"), (20, "a kind with quite a long name ")])
  func scoresFollowFromTheCounts(classes: Int, prefix: String) throws {
    let report = try report(classes: classes, prefix: prefix)
    let lines = lines(report)
    #expect(lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    let head = try #require(lines.firstIndex { $0.contains("precision") })
    var sums = (precision: 0.0, recall: 0.0, f1: 0.0, classes: 0.0)
    for place in 0..<classes {
      let right = Double(report.counts[place][place])
      let actual = Double(report.counts[place].reduce(0, +))
      let predicted = Double(report.counts.map { $0[place] }.reduce(0, +))
      let precision = predicted > 0 ? right / predicted : nil
      let recall = actual > 0 ? right / actual : nil
      let f1 = right > 0 ? 2 / (1 / (right / predicted) + 1 / (right / actual)) : 0
      let cells = lines[head + 1 + place].split(separator: " ").map(String.init)
      #expect(
        cells.suffix(4) == [
          "\(Int(actual))", text(precision), text(recall), text(f1),
        ], "\(lines[head + 1 + place])")
      sums.precision += precision ?? 0
      sums.recall += recall ?? 0
      sums.f1 += f1
      sums.classes += 1
    }
    let macro = lines[head + 1 + classes].split(separator: " ").map(String.init)
    let mean = [sums.precision, sums.recall, sums.f1].map { text($0 / sums.classes) }
    #expect(macro.suffix(3) == mean[...])
    let correct = (0..<classes).map { report.counts[$0][$0] }.reduce(0, +)
    let rows = report.counts.joined().reduce(0, +)
    #expect(
      lines.last
        == "  accuracy \(text(Double(correct) / Double(rows))): \(correct) of \(rows) rows right")
  }

  /// A column with a dash does not average to its last line unless one knows what the dash counts.
  @Test func aScoreWithoutANumberIsAccountedFor() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.csv"
    let rows = (0..<60).map { "\($0 % 7),\($0 % 5),\($0 % 20 == 0 ? "rare" : "often")\n" }
    try write("a,b,kind\n" + rows.joined(), to: path)
    let events = said([
      "data load \(path) target=kind test=0; layers none; set lr 0.1; train 20; confusion"
    ])
    let reports = events.compactMap { if case .confusion(let report) = $0 { report } else { nil } }
    let report = try #require(reports.first)
    let rare = try #require(report.classes.firstIndex(of: "rare"))
    try #require(report.scores[rare].precision == nil)
    #expect(
      lines(report).contains("  Never predicted: rare. The macro average counts `-` there as 0."))
    var clear = report
    clear.counts = [[50, 7], [1, 2]]
    #expect(!lines(clear).contains { $0.contains("Never") })
  }

  private func text(_ share: Double?) -> String { share.map(NumberText.percent) ?? "-" }

  @Test func wideTablesAreSplitAndLoseNothing() throws {
    let report = try report(classes: 20, prefix: "c")
    let lines = lines(report)
    let head = try #require(lines.firstIndex { $0.contains("precision") })
    var rows = [[Int]](repeating: [], count: 20)
    for line in lines[1..<head] where !line.contains("actual") {
      let cells = line.split(separator: " ")
      let place = try #require(report.classes.firstIndex(of: String(cells[0])))
      rows[place] += cells.dropFirst().compactMap { Int($0) }
    }
    #expect(rows == report.counts)
  }
}
