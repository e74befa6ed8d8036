// The parts into which `why` divides a change of the loss, and one of the moves that they are made of.
import Events
import Experiments

extension Topic {
  static let why = Topic(
    name: "why", aliases: ["parts", "parts of the loss", "change of the loss", "promise"],
    title: "Why: what a change of the loss came from",
    group: .training, summary: "parts of a change",
    seeAlso: ["loss", "gradient", "curvature", "layers"],
    idea: [
      """
      The command why divides what the last train did to the loss. Each step moves every weight a \
      little. Before it, each weight has a slope: a tiny move of this weight alone changes the loss by slope \
      times move. That is what a move promises. A layer's part is the sum of all that the moves of its \
      weights and biases promised; L1 and L2 have parts of their own.
      """,
      """
      A slope holds for tiny moves only, as the loss is no straight line: while a weight moves, the slope \
      changes. What came otherwise than promised is the part called curvature. All parts together are the \
      change of the loss.
      """,
    ],
    formulas: [
      "change = sum over the steps of (slope · move over all weights) + curvature",
      "slope: the gradient of the loss of all training rows where the step began",
    ],
    now: { $0.whyNow },
    tryNext: { $0.whyTrials })
}

extension SessionState {
  fileprivate var whyNow: [Statement] {
    guard let traced = tracedParameter else { return [needsStep] }
    let slope = Double(traced.trace.dataGradient)
    let move = Double(traced.trace.after) - Double(traced.trace.before)
    guard slope.isFinite, move.isFinite else { return [needsStep] }
    return [
      """
      In \(stepText(traced.record)) \(traced.name) moved farthest, by \(move, "move", .signed). On that \
      step's rows its slope was \(slope, "slope", .signed), so the move promised to change their loss by \
      \(slope * move, "promise", .signed).
      """
    ]
  }

  fileprivate var whyTrials: [TopicReport.Trial] {
    let loss = TopicReport.Trial(command: "explain loss", why: "the number that is divided")
    guard (try? LossLedger(of: self, epoch: nil)) != nil else { return [trainTrial, loss] }
    return [.init(command: "why", why: "the parts of what the last training did"), loss]
  }
}
