// `explain`: the notions of the course, each a screen in this session's numbers.
import CommandLanguage
import NeuralNetwork

struct ExplainCommand: Command {
  enum FormID: String { case list, step, gradient, topic }

  static let topic = Argument.rest("TOPIC", .topic, "what to explain, in one word or more")

  let signature = CommandSignature(
    "explain", summary: "explain a notion in this session's numbers",
    area: CommandArea.explaining,
    forms: [
      Form(FormID.list, "list the topics"),
      Form(
        FormID.step, "the arithmetic of the last step",
        keywords: [Keyword("step", "the arithmetic of the last step")]),
      Form(
        FormID.gradient, "the gradient, and a check of it against differences of the loss",
        keywords: [Keyword("gradient", "check the gradients against differences of the loss")]),
      Form(FormID.topic, "explain one topic", positionals: [topic]),
    ] + ExplainPasses.forms,
    details: [
      "Each topic gives the idea, the formula, what it comes to in this session, and what to try. "
        + "`set explain off|brief|full` chooses what is said while training.",
      "`explain gradient` moves single weights a little both ways, computes the loss in double "
        + "precision, and compares its slope with the gradient that training uses.",
    ] + ExplainPasses.details,
    examples: [
      Example("explain", "the topics"),
      Example("explain l2", "what an L2 penalty does to these weights", setup: ["data iris"]),
      Example("explain weight decay", "a topic by another of its names"),
      Example("explain step", "the last step again", setup: ["data circle n=60", "step"]),
      Example("explain gradient", "are the gradients right", setup: ["data iris", "layer 4 tanh"]),
    ] + ExplainPasses.examples)

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    if let form = ExplainPasses.FormID(rawValue: arguments.formID) {
      return try ExplainPasses(arguments: arguments, session: session).run(form)
    }
    switch try arguments.form(FormID.self) {
    case .list:
      session.emit(.topics(TopicCatalog().summaries))
    case .step:
      try explainStep(arguments, session)
    case .gradient:
      try checkGradients(arguments, session)
    case .topic:
      let topic = try arguments.require(Self.topic)
      if topic.name == Topic.gradient.name { return try checkGradients(arguments, session) }
      session.emit(.topic(topic.report(in: session.state)))
    }
  }

  /// Rows that the check takes as one batch; more would tell no more.
  private static let checkedRows = 100

  private func checkGradients(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    let data = try session.dataOrAssumed()
    let training = try session.trainingOrFresh()
    session.emit(.topic(Topic.gradient.report(in: session.state)))
    let rows = min(Self.checkedRows, data.training.count)
    let layers = checkGradient(
      examples: data.training.subset(Array(0..<rows)), loss: try session.loss(for: data),
      settings: session.state.settings.training, state: training,
      kernels: session.environment.kernels)
    guard let layers else {
      throw Diagnostic(
        id: "loss-not-finite", message: "the loss is not a finite number, so it has no slope",
        range: arguments.syntax.range, suggestion: "`reset`")
    }
    let names = ParameterNames(data: data, shape: training.shape)
    session.emit(
      .gradientCheck(
        GradientCheckReport(
          rows: rows, epoch: training.epoch,
          layers: layers.map { GradientCheckReport.Layer($0, training.shape, names) })))
  }

  private func explainStep(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) {
    guard let record = session.state.lastStep, let data = session.state.data else {
      throw .noStepYet(arguments)
    }
    session.emit(.step(StepReport(record, data: data)))
  }
}
