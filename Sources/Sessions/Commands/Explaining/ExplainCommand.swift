// `explain`: the notions of the course, each a screen in this session's numbers.
import CommandLanguage
import Course
import Events
import Experiments
import NeuralNetwork

struct ExplainCommand: Command {
  enum FormID: String { case list, step, gradient, topic }

  static let topic = Argument.rest("TOPIC", .topic, "what to explain, in one word or more")

  let signature = CommandSignature(
    "explain", summary: "a notion in your numbers",
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
      "Each topic gives the idea, what it comes to in this session, and what to try; after "
        + "`set explain full` its formulas too. `set explain off|brief|full` also chooses what is said "
        + "while training.",
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

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if let form = ExplainPasses.FormID(rawValue: arguments.formID) {
      return try ExplainPasses(arguments: arguments).prepare(form, &preparation)
    }
    switch try arguments.form(FormID.self) {
    case .list:
      return .say(.topics(TopicCatalog().summaries))
    case .step:
      return try explainingStep(arguments, preparation)
    case .gradient:
      return try checkingGradients(arguments, &preparation)
    case .topic:
      let topic = try arguments.require(Self.topic)
      if topic.name == Topic.gradient.name {
        return try checkingGradients(arguments, &preparation)
      }
      return topic.work
    }
  }

  /// Rows that the check takes as one batch; more would tell no more.
  private static let checkedRows = 100

  private func checkingGradients(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data = preparation.dataOrAssumed()
    let training = try preparation.trainingOrFresh(with: .gradients, for: arguments)
    let loss = try preparation.loss(for: data)
    let weights = try preparation.state.rows(of: data).training.classWeights
    return Work { performance in
      Topic.gradient.work.perform(performance)
      let rows = min(Self.checkedRows, data.training.count)
      let checked = performance.whole { checkStop throws(Stopped) in
        try checkGradient(
          examples: data.training.subset(Array(0..<rows)).weighing(weights), loss: loss,
          settings: performance.state.settings.training, state: training,
          kernels: performance.kernels, checkStop: checkStop)
      }
      guard let checked else { return }
      guard let layers = checked else {
        return performance.emit(
          .hint("The loss is not a finite number, so it has no slope to check; try `reset`."))
      }
      let names = ParameterNames(data: data, shape: training.shape)
      performance.emit(
        .gradientCheck(
          GradientCheckReport(
            rows: rows, epoch: training.epoch,
            layers: layers.map { GradientCheckReport.Layer($0, training.shape, names) })))
    }
  }

  private func explainingStep(
    _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Work {
    let network = try preparation.network(with: .gradients, for: arguments)
    guard let record = network.lastStep, let data = preparation.state.data else {
      throw .noStepYet(arguments)
    }
    return .say(.step(StepReport(record, data: data, preparation.state.settings.explain)))
  }
}

extension Topic {
  /// Says it in the state's numbers.
  var work: Work {
    Work { performance in
      let report = performance.whole { checkStop throws(Stopped) in
        try self.report(in: performance.state, checkStop: checkStop)
      }
      if let report { performance.emit(.topic(report)) }
    }
  }
}
