import Events
import Layouts
import Presentation
import Testing

/// `why` as a person reads it.
@Suite struct WhyTextTests {
  private func report(_ commands: [String]) throws -> WhyReport {
    let reports = explained(commands).compactMap {
      if case .why(let report) = $0 { report } else { nil }
    }
    return try #require(reports.last)
  }

  private func text(_ report: WhyReport) -> [String] {
    TerminalText().lines(for: .why(report)).map(\.text)
  }

  @Test func partsStandOnOneScreen() throws {
    let setup = [
      "data moons n=80", "layers 8 6 4 tanh", "set l1 0.001", "set l2 0.01", "train 30",
    ]
    let report = try report(setup + ["set explain full", "why"])
    let lines = text(report)
    #expect(lines.count <= 31 && lines.allSatisfy { $0.count <= 80 }, "\(lines)")
    var brief = report
    brief.showsParts = false
    let short = text(brief)
    #expect(short.count <= 23, "\(short)")
    #expect(short[0].hasPrefix("from epoch 0 to 30 the loss fell by "))
    for name in report.layerNames + ["L1", "L2", "curvature", "together"] {
      #expect(short.contains { $0.contains(name) }, "\(name)")
    }
    // Eight parts, the last ending where it all ends.
    let heads = lines.filter { $0.contains("to epoch") && $0.contains("hidden 1") }
    #expect(heads.count == 1 && report.parts.count == 8)
  }

  /// A number as whole units of its last digit.
  private func units(_ text: Substring) -> (units: Int, decimals: Int)? {
    let digits = text.filter { $0 != "." && $0 != "+" }
    let decimals = text.split(separator: ".").dropFirst().first?.count ?? 0
    return Int(digits).map { ($0, decimals) }
  }

  @Test(arguments: 1...12) func whatIsPrintedAddsUp(seed: Int) throws {
    let setups = [
      ["layers 8 8 tanh", "set lr 1", "train 5"],
      ["layer 4 tanh", "set l2 0.01", "set l1 0.001", "train 3"],
      ["layers 8 6 4 tanh", "set lr 0.0001", "train 1"],
      ["layer 8 relu", "set lr 0.3", "set batch 5", "train 6", "why 4"],
    ]
    let setup = ["set seed \(seed)", "data circle n=80"] + setups[seed % setups.count]
    let report = try report(setup + (setup.last == "why 4" ? [] : ["why"]))
    let lines = text(report).filter { !$0.hasPrefix("    ") }
    let names = report.layerNames + (report.hasL1 ? ["L1", "L2"] : []) + ["curvature", "together"]
    let values = try names.map { name in
      let line = try #require(lines.first { $0.hasPrefix("  \(name) ") }, "\(name): \(lines)")
      let number = try #require(line.split(separator: " ").last)
      return try #require(units(number))
    }
    let decimals = try #require(values.first).decimals
    #expect(values.allSatisfy { $0.decimals == decimals }, "\(lines)")
    let together = try #require(values.last).units
    #expect(values.dropLast().reduce(0) { $0 + $1.units } == together, "\(lines)")
    // And the heading says the same: … fell by …, from … to …
    let words = lines[0].replacing(",", with: "").split(separator: " ")
    let by = try #require(words.firstIndex(of: "by"))
    let (amount, before) = (try #require(units(words[by + 1])), try #require(units(words[by + 3])))
    let after = try #require(units(words[by + 5]))
    #expect(after.units - before.units == together && amount.units == abs(together), "\(lines[0])")
  }

  @Test func anEpochAndItsRowsAreNamed() throws {
    let report = try report(["data iris", "layer 4 tanh", "train 3", "why 2"])
    let lines = text(report)
    #expect(lines[0].hasPrefix("in epoch 2 the loss "))
    #expect(!lines.contains { $0.contains("L1") || $0.contains("L2") })
    let row = try #require(report.fell.first)
    let name = try #require(row.className)
    let shown = "row \(row.number) (class \(name)) \(NumberText.significant(row.before, 3)) → "
    #expect(lines.joined(separator: " ").contains(shown), "\(lines)")
  }

  @Test func whatIsLeftOutIsSaid() throws {
    var report = try report(["data circle n=60", "layer 3 tanh", "train 2", "why"])
    report.rows = 12
    report.weightsEpoch = 1
    let lines = text(report).joined(separator: " ")
    #expect(lines.contains("12 of the \(report.trainingRows) training rows"))
    #expect(lines.contains("went on to epoch 2; the weights of epoch 1 were taken back"))
  }
}
