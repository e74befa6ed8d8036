import CommandLanguage
import Synchronization
import Testing

/// The forms of a command are made for whom asks, and once.
@Suite struct DeferredFormsTests {
  @Test func formsAreMadeWhenFirstAskedFor() throws {
    let made = Counter()
    let signature = CommandSignature(
      "go", summary: "go somewhere", area: "shell", forms: made.counting([Form("go", "go")]))
    let table = CommandTable([signature])
    let found = try #require(table.signature(named: "go"))
    #expect(made.count == 0)
    #expect(found.usage == ["go"])
    #expect(signature.forms.map(\.id) == ["go"])
    #expect(made.count == 1)
  }
}

private final class Counter: Sendable {
  private let value = Mutex(0)

  var count: Int { value.withLock { $0 } }

  func counting(_ forms: [Form]) -> [Form] {
    value.withLock { $0 += 1 }
    return forms
  }
}
