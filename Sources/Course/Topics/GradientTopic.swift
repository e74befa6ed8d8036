// The gradient of the recorded step: its length, and its largest part.
import Events
import Experiments

extension Topic {
  package static let gradient = Topic(
    name: "gradient",
    aliases: ["gradients", "slope", "derivative", "gradient check", "numerical gradient"],
    title: "Gradient: how the loss changes with every parameter",
    group: .training, summary: "slope of the loss",
    seeAlso: ["backpropagation", "gd", "clipping", "loss"],
    idea: [
      """
      Make one weight a little larger and see how the loss changes. Its change, divided by that of the \
      weight, is the slope of the loss there: the gradient of that weight. If it is above 0 the loss \
      rises with the weight, so an optimizer makes the weight smaller; below 0, larger. The gradient of \
      the network is all these numbers together, one for every weight and bias.
      """
    ],
    formulas: [
      "g of p = ∂loss/∂p, close to (loss(p + h) - loss(p - h)) / 2h for a small h"
    ],
    now: { $0.gradientNow },
    tryNext: { $0.gradientTrials })
}

extension SessionState {
  fileprivate var gradientNow: [Statement] {
    guard let record = recordedStep, let data else { return [needsStep] }
    var largest = 0
    for index in record.gradient.indices
    where abs(record.gradient[index]) > abs(record.gradient[largest]) {
      largest = index
    }
    let name = ParameterNames(data: data, shape: record.shape)
      .text(record.shape.parameter(at: largest))
    let g = Double(record.gradient[largest])
    // Proximal L1 has its own part in a step, outside the gradient.
    let isProximal = record.settings.l1Mode == .proximal && record.settings.l1 > 0
    let rows: Statement =
      "\(record.batchSize, "step_rows") \(record.batchSize == 1 ? "row" : "rows")"
    let length: Statement = """
      The length of the whole gradient was √Σg² = \(record.gradientNorm, "gradient_norm").
      """
    return [
      """
      In \(stepText(record)), over \(rows), each of the \(record.shape.parameterCount, "parameters") \
      weights and biases had its gradient. The largest was \(g, "largest_gradient"), of \(name).
      """,
      """
      Growing that one by 0.001 would have changed the loss\(isProximal ? " without L1" : ""), \
      \(isProximal ? record.loss - record.l1Penalty : record.loss, "loss"), by about 0.001 × gradient = \
      \(0.001 * g, "expected_change", .signed).
      """,
    ] + (wantsAll ? [length] : [])
  }

  fileprivate var gradientTrials: [TopicReport.Trial] {
    [
      .init(command: "step", why: "what the optimizer makes of the next one"),
      .init(command: "explain backpropagation", why: "how all of it is found at once"),
    ]
  }
}
