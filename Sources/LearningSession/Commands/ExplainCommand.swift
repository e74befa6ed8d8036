// `explain`: the notions of the course, each a screen in this session's numbers.
import CommandLanguage

struct ExplainCommand: Command {
  enum FormID: String { case list, step, topic }

  static let topic = Argument("TOPIC", .named("topic"), "what to explain")

  let signature = CommandSignature(
    "explain", summary: "explain a notion in this session's numbers",
    area: CommandArea.explaining,
    forms: [
      Form(FormID.list, "list the topics"),
      Form(
        FormID.step, "the arithmetic of the last step",
        keywords: [Keyword("step", "the arithmetic of the last step")]),
      Form(FormID.topic, "explain one topic", positionals: [topic]),
    ],
    details: [
      "Each topic gives the idea, the formula, what it comes to in this session, and what to try. "
        + "`set explain off|brief|full` chooses what is said while training."
    ],
    examples: [
      Example("explain", "the topics"),
      Example("explain l2", "what an L2 penalty does to these weights", setup: ["data iris"]),
      Example("explain step", "the last step again", setup: ["data circle n=60", "step"]),
    ])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let topics = TopicCatalog()
    switch try arguments.form(FormID.self) {
    case .list:
      session.emit(.topics(topics.all.map { TopicSummary(name: $0.name, summary: $0.summary) }))
    case .step:
      try explainStep(arguments, session)
    case .topic:
      guard let word = arguments.word(of: Self.topic) else { return }
      session.emit(.topic(try topics.find(word).report(in: session.state)))
    }
  }

  private func explainStep(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    guard let record = session.state.lastStep, let data = session.state.data else {
      throw Diagnostic(
        id: "no-step-yet", message: "no step has been taken yet", range: arguments.syntax.range,
        suggestion: "`step`, which takes one and shows its arithmetic")
    }
    let names = ParameterNames(data: data, shape: record.shape)
    let index = Coach.largestChange(from: record.before, to: record.after)
    session.emit(.step(StepReport(record, parameter: index, names: names)))
  }
}
