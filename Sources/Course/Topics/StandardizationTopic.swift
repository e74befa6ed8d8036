// Standardization: one input's scale, and one value on it. LeCun, Bottou, Orr and Müller, "Efficient
// BackProp", 1998.
import Datasets
import Events
import Experiments

extension Topic {
  static let standardization = Topic(
    name: "standardization",
    aliases: [
      "standardize", "normalization", "normalize", "scaling", "z-score", "feature scaling",
    ],
    title: "Standardization: all inputs on one scale",
    group: .data, summary: "inputs on one scale",
    seeAlso: ["lr", "initialization", "deviation"],
    idea: [
      """
      One input may be counted in thousands and another in ones. The first then sways the network a \
      thousand times as much, and no single learning rate suits the weights of both. So each input is put \
      on one scale: less its mean, divided by its standard deviation, which is about how far it usually \
      lies from the mean. Both come from the training rows alone: test rows must stay unseen.
      """
    ],
    formulas: ["standardized = (value - mean) / sd"],
    now: { $0.standardizationNow },
    tryNext: { $0.standardizationTrials })
}

extension SessionState {
  fileprivate var standardizationNow: [Statement] {
    guard let data else { return ["There is no data yet: `data iris` has some to standardize."] }
    let name = data.inputNames[0]
    guard let scale = data.standardization, data.features == nil,
      data.columns.first?.kind == .number
    else {
      let measured = Standardization.Scale(
        of: (0..<data.training.count).map { Double(data.training.inputs(ofRow: $0)[0]) })
      let why: Statement =
        data.standardization == nil
        ? "These data are as they came"
        : "The first input is not a standardized column by itself"
      return [
        """
        \(why): over the training rows \(name) has mean \(measured.mean, "input_mean") and standard \
        deviation \(measured.deviation, "input_sd").
        """
      ]
    }
    let first = Double(data.training.inputs(ofRow: 0)[0])
    return [
      """
      \(data.isPreparedByModel ? "Among the rows that the loaded model was trained on " : "")\
      \(name) has mean \(scale.means[0], "mean") and standard deviation \
      \(scale.deviations[0], "sd")\(isShared(data) ? ", as all inputs together have" : "").
      """,
      """
      In training row 1 it is \(data.originalInput(Float(first), at: 0), "value"): \
      (\(data.originalInput(Float(first), at: 0), "value") - \(scale.means[0], "mean")) / \
      \(scale.deviations[0], "sd") = \(first, "standardized").
      """,
    ]
      + (scale.target.map { target in
        [
          """
          The target too: mean \(target.mean, "target_mean"), standard deviation \
          \(target.deviation, "target_sd"), so a squared error of 1 is \
          \(target.deviation * target.deviation, "target_variance") in its own units.
          """
        ]
      } ?? [])
  }

  private func isShared(_ data: PreparedData) -> Bool {
    data.notes.contains { if case .sharedScale = $0 { true } else { false } }
  }

  fileprivate var standardizationTrials: [TopicReport.Trial] {
    // Data that the chosen loss can be trained on.
    let set = settings.training.loss.loss?.isClassification == false ? "diabetes" : "cancer"
    return [
      .init(
        command: "data \(set) standardize=off", why: "inputs as they are\(layerCost); then `train`"),
      .init(command: "data \(set)", why: "the same, standardized\(layerCost); then `train`"),
      .init(command: "data", why: "each column with its mean and sd"),
    ]
  }
}
