// The seed: what chance decides here, and one weight that it drew.
import Events
import Experiments
import Numerics

extension Topic {
  static let seed = Topic(
    name: "seed", aliases: ["reproducibility", "random seed", "chance", "repeatable"],
    title: "Seed: chance that can be repeated",
    group: .training, summary: "chance, repeatable",
    seeAlso: ["initialization", "sgd", "validation", "fingerprint"],
    idea: [
      """
      Chance decides the first weights, the order of the rows, and made data such as the circle. All \
      of it is drawn from one number, the seed: the same commands give the very same results again, \
      on any machine. How far results differ between seeds shows how much of a difference is luck, so \
      compare settings on several.
      """
    ],
    formulas: ["a weight's start = (2u - 1) · bound        u drawn evenly from 0 to 1"],
    now: { $0.seedNow },
    tryNext: { _ in
      [
        .init(command: "reset", why: "the same start again; then `train`"),
        .init(command: "reset new", why: "the next seed; then `train` shows how much is luck"),
      ]
    })
}

extension SessionState {
  fileprivate var seedNow: [Statement] {
    let head: Statement = "The seed is \(String(settings.training.seed))."
    guard let training, let data else { return [head, needsStep] }
    let layer = training.shape.layers[0]
    var stream = RandomStream(
      seed: settings.training.seed, purpose: .initialization, index: UInt64(layer.index))
    let u = stream.uniform()
    let bound = settings.training.initializer.bound(for: layer)
    let name = ParameterNames(data: data, shape: training.shape)
      .text(training.shape.parameter(at: 0))
    return [
      head,
      """
      It drew \((2 * u - 1) * bound + 0, "first_weight") for the first weight of all, that of \
      \(name), out of the numbers within \(bound, "bound") of 0. After epoch \(training.epoch, "epoch") \
      that weight is \(training.parameters[0], "first_weight_now").
      """,
    ]
  }
}
