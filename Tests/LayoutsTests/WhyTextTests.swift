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
    let fall = NumberText.significant(-report.whole.change)
    #expect(short[0].hasPrefix("from epoch 0 to 30 the loss fell by \(fall), from "))
    for (name, value) in zip(report.layerNames, report.whole.layers) {
      #expect(short.contains { $0.contains(name) && $0.hasSuffix(NumberText.signed(value, 3)) })
    }
    for (name, value) in [
      ("L1", report.whole.l1), ("L2", report.whole.l2), ("curvature", report.whole.curvature),
      ("together", report.whole.change),
    ] {
      #expect(short.contains { $0.contains(name) && $0.hasSuffix(NumberText.signed(value, 3)) })
    }
    // Eight parts, the last ending where it all ends.
    let heads = lines.filter { $0.contains("to epoch") && $0.contains("hidden 1") }
    #expect(heads.count == 1 && report.parts.count == 8)
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
