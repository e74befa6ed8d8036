// The kept sessions in a window.
import Events
import Layouts
import Testing
import Text

@Suite struct SessionListTests {
  private static func session(
    _ number: Int, _ status: SessionSummary.Status, landmarks: [String]
  ) -> SessionSummary {
    SessionSummary(
      number: number, status: status, began: status == .damaged ? nil : 1_700_000_000,
      clock: status == .damaged ? "" : "2026-11-14 23:13", commands: 12345, landmarks: landmarks)
  }

  private static let long = "data load somewhere/else/in/a/long/path/rows.csv target=kind"
  private static let all = [
    session(104, .present, landmarks: []), session(103, .open, landmarks: [long, "train 50"]),
    session(102, .finished, landmarks: ["data xor", "train 50"]),
    session(2, .cutOff, landmarks: [long]), session(1, .damaged, landmarks: []),
  ]

  private static func lines(_ list: SessionList, columns: Int = 80) -> [String] {
    TerminalText(columns: columns).lines(for: .sessions(list)).map(\.text)
  }

  @Test(arguments: [40, 60, 80, 200]) func eachHasALine(columns: Int) {
    let lines = Self.lines(SessionList(Self.all), columns: columns)
    #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= columns })
    for session in Self.all {
      #expect(lines.filter { $0.split(separator: " ").first == "\(session.number)" }.count == 1)
    }
  }

  @Test func eachCanBeToldFromTheOthers() {
    let lines = Self.lines(SessionList(Self.all))
    for (number, words) in [
      (104, ["this one"]), (103, ["open", "data load somewhere"]),
      (102, ["2026-11-14 23:13", "12345", "finished", "data xor … train 50"]),
      (2, ["cut off"]), (1, ["damaged"]),
    ] {
      let line = lines.first { $0.split(separator: " ").first == "\(number)" } ?? ""
      for word in words { #expect(line.contains(word), "\(line)") }
    }
  }

  @Test func whatIsDeletedIsNamed() {
    let lines = Self.lines(SessionList([Self.all[2], Self.all[4]], areDeleted: true))
    #expect(
      lines == [
        "deleted session 102 of 2026-11-14 23:13, 12345 commands: data xor … train 50",
        "deleted session 1, which could not be read",
      ])
    #expect(Self.lines(SessionList([], areDeleted: true)) == ["There is none to delete."])
    #expect(Self.lines(SessionList([])) == ["No session is kept yet."])
  }
}
