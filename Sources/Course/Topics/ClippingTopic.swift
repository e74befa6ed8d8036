// Gradient clipping by length (Pascanu, Mikolov and Bengio, ICML 2013) in the recorded step.
import Events
import Experiments
import Text

extension Topic {
  static let clipping = Topic(
    name: "clipping", aliases: ["clip", "gradient clipping", "max norm", "exploding gradient"],
    title: "Clipping: no gradient longer than this",
    group: .training, summary: "a limit to gradients",
    seeAlso: ["gradient", "lr"],
    idea: [
      """
      The gradient is the slope of the loss for every weight; its length says how steep they are all \
      together. Now and then a batch gives one many times longer than usual, and one such step can undo \
      many. Clipping shortens a gradient that is longer than clip to that length; its direction stays. \
      Shorter ones are left alone.
      """
    ],
    formulas: ["g ← g · min(1, clip / (√Σg² + 0.000001))        Σ over all parameters"],
    now: { $0.clippingNow },
    tryNext: { $0.clippingTrials })
}

extension SessionState {
  fileprivate var clippingNow: [Statement] {
    let head: Statement
    if let clip = settings.training.clip {
      head = "clip is \(clip, "clip", .exact)."
    } else {
      head = "clip is off: gradients are used as they come."
    }
    guard let record = recordedStep else { return [head, needsStep] }
    let length: Statement = """
      In \(stepText(record)) the gradient had the length\(wantsAll ? " √Σg² =" : "") \
      \(record.gradientNorm, "gradient_norm")
      """
    guard let clip = record.settings.clip else { return [head, "\(length)."] }
    if record.clipFactor == 1 {
      return [head, "\(length), within the clip of \(clip, "step_clip", .exact) then in force."]
    }
    return [
      head,
      """
      \(length), more than the clip of \(clip, "step_clip", .exact) then in force. All of it was \
      multiplied by \(clip, "step_clip", .exact) / \(record.gradientNorm, "gradient_norm") = \
      \(record.clipFactor, "factor").
      """,
    ]
  }

  fileprivate var clippingTrials: [TopicReport.Trial] {
    if settings.training.clip != nil {
      return [
        .init(command: "unset clip", why: "gradients as they come; \(thenTrain)"),
        .init(command: "step", why: "the next step, with the gradient's length"),
      ]
    }
    let limit = recordedStep.flatMap { Rungs.below($0.gradientNorm) } ?? 1
    return [
      .init(command: "set clip \(exactText(limit))", why: "shorten longer ones; \(thenTrain)"),
      .init(command: "step", why: "the next step, with the gradient's length"),
    ]
  }
}
