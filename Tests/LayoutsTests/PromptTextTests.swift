// The prompt with the state of the session, in windows of many widths.
import Layouts
import Testing

struct PromptTextTests {
  private let trained: PromptText = {
    var text = PromptText(number: 7)
    (text.data, text.shape, text.epochs, text.score) = ("digits", [64, 16, 10], 120, "98.0%")
    return text
  }()

  private func shown(_ text: PromptText, _ columns: Int, isUnicode: Bool = true) -> String {
    let parts = text.parts(columns: columns, isUnicode: isUnicode)
    return parts.state + parts.name
  }

  @Test(arguments: [
    (100, "digits 64-16-10 · ep 120 · 98.0% [7] descent> "),
    (80, "digits 64-16-10 · ep 120 · 98.0% [7]> "), (62, "digits · ep 120 · 98.0% [7]> "),
    (55, "ep 120 · 98.0% [7]> "), (45, "98.0% [7]> "), (40, "[7] descent> "),
    (10, "[7] descent> "),
  ])
  func whatHasNoRoomGoes(columns: Int, text: String) {
    #expect(shown(trained, columns) == text)
  }

  /// Half of the window, and 32 columns, are for typing wherever something of the state is shown.
  @Test func thereIsRoomToType() {
    for columns in 1...200 {
      let parts = trained.parts(columns: columns, isUnicode: true)
      if parts.state.isEmpty { continue }
      #expect(parts.width * 2 <= columns && columns - parts.width >= 32, "\(columns)")
    }
  }

  @Test func nothingIsSaidOfWhatThereIsNot() {
    #expect(shown(PromptText(number: 1), 80) == "[1] descent> ")
    var text = PromptText(number: 2)
    text.data = "xor"
    #expect(shown(text, 80) == "xor [2] descent> ")
    text.shape = [2, 4, 1]
    #expect(shown(text, 80) == "xor 2-4-1 [2] descent> ")
    text.isSaving = false
    #expect(shown(text, 80) == "xor 2-4-1 [2] descent (not saving)> ")
    #expect(shown(text, 70) == "xor 2-4-1 [2] (not saving)> ")
    // A name that would steer the terminal, and a long one.
    text.data = "a\u{1B}[2J.csv"
    #expect(!shown(text, 200).contains("\u{1B}"))
    text.data = "measurements-of-2024.csv"
    #expect(shown(text, 200).hasPrefix("measurements-... 2-4-1 "))
  }

  @Test func withoutUnicodeItIsASCII() {
    var text = trained
    text.score = "R² 0.512"
    #expect(shown(text, 120, isUnicode: false).allSatisfy { $0.isASCII })
    #expect(shown(text, 120, isUnicode: false).hasPrefix("digits 64-16-10 | ep 120 | R2 0.512 [7]"))
  }

  @Test func theTitleSaysWhatIsWorkedOn() {
    #expect(trained.title(isUnicode: true) == "descent – digits 64-16-10")
    #expect(trained.title(isUnicode: false) == "descent - digits 64-16-10")
    #expect(PromptText(number: 1).title(isUnicode: true) == "descent")
  }
}
