import CommandLanguage
import Course
import Lessons
import SessionSupport
import Sessions
import TestSupport
import Testing

/// The registry: what every command declares is true.
@Suite struct CommandCatalogTests {
  static let catalog = CommandCatalog.withLessons()

  static let examples: [(command: String, example: Example)] = catalog.commands.flatMap { command in
    command.signature.examples.map { (command.signature.name, $0) }
  }

  @Test(arguments: examples.indices)
  func exampleRuns(index: Int) {
    let (name, example) = Self.examples[index]
    let session = RecordedSession(threads: 2, mayWrite: true)
    // Files are written where they do no harm.
    let folder = TemporaryFolder()
    let elsewhere = { (line: String) in
      line.replacing("net.", with: folder.path + "/net.").replacing(
        "parts.csv", with: folder.path + "/parts.csv")
    }
    for line in example.setup { session.run(elsewhere(line)) }
    let outcome = session.run(elsewhere(example.command))
    #expect(
      outcome != .failed,
      "\(name): `\(example.command)` failed: \(session.diagnostic?.message ?? "")")
    #expect(outcome == .quit || !session.events.isEmpty, "`\(example.command)` says nothing")
  }

  @Test func namesAreUnique() {
    let names = Self.catalog.commands.flatMap { [$0.signature.name] + $0.signature.aliases }
    #expect(Set(names).count == names.count)
  }

  @Test func everyCommandIsDocumentedAndListed() {
    let session = RecordedSession()
    // Those that mean something in a lesson alone are in the help of `lesson`.
    let listed = ["help", "help lesson"].flatMap { command -> [String] in
      session.run(command)
      guard case .help(let page)? = session.events.last else { return [] }
      return page.sections.flatMap(\.rows).map(\.name)
    }
    for command in Self.catalog.commands {
      let signature = command.signature
      #expect(listed.contains(signature.name), "`help` does not list \(signature.name)")
      #expect(!signature.summary.isEmpty)
      #expect(!signature.examples.isEmpty, "\(signature.name) has no example")
      #expect(!signature.forms.isEmpty)
      for form in signature.forms {
        let names = (form.positionals + form.options).map(\.name)
        #expect(Set(names).count == names.count, "\(signature.name): one name for two arguments")
      }
      #expect(session.run("help \(signature.name)") == .done)
    }
  }

  @Test func everySettingAndTopicHasHelp() {
    let session = RecordedSession()
    for setting in session.session.settings.all {
      #expect(session.run("help \(setting.name)") == .done)
      #expect(session.run("set \(setting.name)") == .done)
      if let topic = setting.topic { #expect(session.run("explain \(topic)") == .done) }
    }
    for topic in TopicCatalog().all {
      #expect(session.run("explain \(topic.name)") == .done)
      #expect(session.run("help \(topic.name)") == .done)
    }
  }

  /// Every example of `help` is accepted as typed with its settings' own default put back.
  @Test func settingsAcceptTheirDefaults() {
    let session = RecordedSession()
    for setting in session.session.settings.all {
      #expect(session.run("set \(setting.name) \(setting.standard)") == .done, "\(setting.name)")
      #expect(session.run("unset \(setting.name)") == .done)
      #expect(setting.read(session.state.settings) == setting.standard)
    }
  }
}
