// The hint row in words, its numbers as tables have them, and short enough for a window of 80 columns.
import Experiments
import Presentation
import SessionSupport
import Sessions
import Testing
import Text

@Suite struct LineHintTextTests {
  @Test func numbersReadAsInTables() throws {
    let session = RecordedSession()
    session.run("data circle n=40 seed=3", "layers 3 tanh", "set lr 0.1", "train 2", "set lr 0.03")
    let hint = try #require(session.knowledge.hint(of: "set lr ", at: 7))
    let share = try #require(session.state.epochs.last?.test?.accuracy)
    #expect(
      hint.text.text == "number > 0, now 0.03; tried 0.1 → \(NumberText.percent(share))")
  }

  /// What a setting takes and has now is seen in any window.
  @Test func whatIsMostUsefulStandsFirst() throws {
    let session = RecordedSession()
    for setting in SettingCatalog().all {
      let line = "set \(setting.name) "
      let hint = try #require(session.knowledge.hint(of: line, at: line.utf8.count))
      let row = "\(hint.label): \(hint.text.text)"
      let now = try #require(row.firstRange(of: "now "))
      #expect(row[..<now.upperBound].count < 76, "\(row)")
    }
  }
}
