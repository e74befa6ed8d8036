// `status`, `history` and `weights` in a window of 80 by 24.
import Events
import Layouts
import Testing
import Text

@Suite struct ShellOutputTests {
  static let long = (1...30).map { "set lr 0.\($0)" }

  @Test(arguments: [
    ["data iris", "layers none", "set l1 0.05", "train 3", "weights"],
    ["data digits", "layers 8 tanh", "weights 1"],
    ["data circle n=60", "layers 12 tanh", "weights"],
    ["data iris", "layers 8 tanh", "weights"],
    ["data cancer", "layers 8 tanh", "weights"],
    ["data cancer", "layers 2 tanh", "set l1 0.05", "train 30", "weights"],
    ["data cancer", "layers none", "set l1 0.05", "set l1mode proximal", "train 20", "weights"],
    ["data circle n=60", "train 2", "race lr=0.1,0.2 epochs=1", "set l2 0.1", "status"],
    long + ["history"],
  ])
  func fitsTheWindow(commands: [String]) throws {
    let events = said(commands)
    let last = try #require(events.last)
    let lines = TerminalText(columns: 80).lines(for: last).map(\.text)
    #expect(lines.count > 1 && lines.count <= 23, "\(lines.joined(separator: "\n"))")
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= 80 })
  }

  /// In two columns the values are as in the report, each beside its name.
  @Test func weightsStandBesideTheirNames() throws {
    let events = said(["data cancer", "layers none", "train 1", "weights"])
    guard case .weights(let report)? = events.last else {
      Issue.record("no weights")
      return
    }
    let text = TerminalText(columns: 80).lines(for: .weights(report)).map(\.text)
      .joined(separator: "\n")
    for weight in report.largest { #expect(text.contains(weight.name)) }
    #expect(text.contains("30 weights of output after 1 epoch"))
  }

  @Test func whatL1HoldsIsMarked() throws {
    let events = said([
      "data cancer", "layers none", "set batch full", "set lr 0.3", "set l1 0.05",
      "set l1mode proximal", "train 60", "weights",
    ])
    guard case .weights(let report)? = events.last else {
      Issue.record("no weights")
      return
    }
    let lines = TerminalText(columns: 80).lines(for: .weights(report)).map(\.text)
    let marked = lines.joined(separator: "\n").split(separator: "0 (L1)").count - 1
    #expect(report.zeroCount > 0 && marked == report.zeroCount)
  }
}
