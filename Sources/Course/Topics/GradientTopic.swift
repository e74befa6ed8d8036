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
      The gradient holds one number for each parameter: by how much the loss rises when that \
      parameter grows by a little, divided by that little. It points uphill, so optimizers step the \
      other way; where it is all 0, they stand still.
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
    return [
      """
      In \(stepText(record)), over \(rows), the gradient of all \
      \(record.shape.parameterCount, "parameters") parameters had length √Σg² = \
      \(record.gradientNorm, "gradient_norm").
      """,
      """
      Its largest part was \(g, "largest_gradient"), of \(name): growing that parameter by 0.001 \
      would have changed the loss\(isProximal ? " without L1" : ""), \
      \(isProximal ? record.loss - record.l1Penalty : record.loss, "loss"), by about 0.001 × g = \
      \(0.001 * g, "expected_change", .signed).
      """,
    ]
  }

  fileprivate var gradientTrials: [TopicReport.Trial] {
    [
      .init(command: "step", why: "what the optimizer makes of the next one"),
      .init(command: "explain backpropagation", why: "how all of it is found at once"),
    ]
  }
}
