// `help`: all commands, or everything about one command, setting or topic, made from what they
// declare.
import CommandLanguage
import Course
import Events
import Experiments

struct HelpCommand: Command {
  static let topic = Argument.optional("TOPIC", .named("help"), "a command, setting or topic")

  let signature = CommandSignature(
    "help", aliases: ["?"], summary: "more about one of these",
    area: CommandArea.shell,
    forms: [Form("help", "help on everything, or on one thing", positionals: [topic])],
    details: [
      "Words are separated by blanks, options are `key=value`, `;` separates commands, `#` begins a "
        + "comment, and a `\\` at the end of a line goes on with the next.",
      "Everyday words are understood too: `learning rate 0.1`, `train 5 epochs`, `what is adam`.",
    ],
    examples: [
      Example("help", "all commands"), Example("help train", "one command"),
      Example("help lr", "one setting"), Example("train ?", "the same as `help train`"),
    ])

  /// What is read about commands belongs to no experiment.
  var isCell: Bool { false }
  var checkWhileTyped: TypingCheck { .ofWords }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    guard let word = arguments.word(of: Self.topic) else {
      return .say(.help(HelpPages.overview(preparation.catalog)))
    }
    if let signature = preparation.catalog.table.signature(named: word.text) {
      return .say(.help(HelpPages.page(for: signature, in: preparation.catalog)))
    }
    if let setting = try? preparation.settings.find(word) {
      return .say(.help(HelpPages.page(for: setting, in: preparation.state.settings)))
    }
    if let topic = TopicCatalog().named(word.text) {
      return topic.work
    }
    if let signature = try? preparation.catalog.table.find(word) {
      return .say(.help(HelpPages.page(for: signature, in: preparation.catalog)))
    }
    throw Diagnostic.unknownName(
      word, kind: "help topic",
      among: preparation.catalog.commands.map(\.signature.name)
        + preparation.settings.all.map(\.name)
        + TopicCatalog().all.map(\.name))
  }
}

enum HelpPages {
  static func overview(_ catalog: CommandCatalog) -> HelpPage {
    let sections = CommandArea.together.map { areas in
      HelpPage.Section(
        title: areas.filter { $0 != CommandArea.inLesson }.joined(separator: ", "),
        rows: areas.flatMap { area in
          area == CommandArea.inLesson ? [wordsOfLessons] : rows(catalog, area)
        })
    }
    let start = HelpPage.Section(
      title: "",
      paragraphs: [
        "Start with `train`; `help NAME` says more, Tab completes, `undo` takes back."
      ])
    return HelpPage(
      topic: "help", title: "descent: tune, regularize and train neural networks, line by line",
      usage: [], sections: [start] + sections, isList: true)
  }

  /// They mean something in a lesson alone, and are too many for the list of all commands.
  private static let wordsOfLessons = HelpPage.Row(
    name: "next …", summary: "in lessons: help lesson")

  private static func rows(_ catalog: CommandCatalog, _ area: String) -> [HelpPage.Row] {
    catalog.commands.map(\.signature).filter { $0.area == area }
      .map { HelpPage.Row(name: $0.name, summary: $0.summary) }
  }

  static func page(for signature: CommandSignature, in catalog: CommandCatalog) -> HelpPage {
    var sections: [HelpPage.Section] = []
    if !signature.details.isEmpty {
      sections.append(HelpPage.Section(title: "", paragraphs: signature.details))
    }
    let arguments = signature.forms.flatMap { form in
      form.keywords.map { HelpPage.Row(name: $0.name, summary: $0.summary) }
        + form.positionals.map { HelpPage.Row(name: $0.name, summary: text(of: $0)) }
        + (form.options + [form.openOption].compactMap { $0 })
        .map { HelpPage.Row(name: "\($0.name)=", summary: text(of: $0)) }
    }
    if !arguments.isEmpty {
      sections.append(HelpPage.Section(title: "arguments", rows: arguments.withoutRepeats()))
    }
    if signature.area == CommandArea.lessons {
      let words = rows(catalog, CommandArea.inLesson)
      if !words.isEmpty {
        sections.append(HelpPage.Section(title: CommandArea.inLesson, rows: words))
      }
    }
    sections.append(
      HelpPage.Section(
        title: "examples",
        rows: signature.examples.map { HelpPage.Row(name: $0.command, summary: $0.note) }))
    return HelpPage(
      topic: signature.name, title: "\(signature.name): \(signature.summary)",
      usage: signature.usage, sections: sections)
  }

  static func page(for setting: Setting, in settings: SessionSettings) -> HelpPage {
    var rows = [
      HelpPage.Row(name: "accepts", summary: setting.accepts),
      HelpPage.Row(name: "default", summary: setting.standard),
      HelpPage.Row(name: "now", summary: setting.read(settings)),
    ]
    if let topic = setting.topic {
      rows.append(HelpPage.Row(name: "explained by", summary: "explain \(topic)"))
    }
    return HelpPage(
      topic: setting.name, title: "\(setting.name), \(setting.title): \(setting.meaning)",
      usage: ["set \(setting.name) VALUE"], sections: [HelpPage.Section(title: "", rows: rows)])
  }

  private static func text(of argument: AnyArgument) -> String {
    let choices =
      argument.alternatives.isEmpty
      ? argument.label : argument.alternatives.joined(separator: ", ")
    return "\(argument.summary): \(choices)"
  }
}

extension [HelpPage.Row] {
  fileprivate func withoutRepeats() -> [HelpPage.Row] {
    var seen: Set<String> = []
    return filter { seen.insert($0.name).inserted }
  }
}
