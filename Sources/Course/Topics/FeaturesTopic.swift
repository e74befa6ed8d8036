// Features: numbers made of the inputs, in place of which the network sees them.
import Datasets
import Events
import Experiments

extension Topic {
  static let features = Topic(
    name: "features", aliases: ["feature", "feature engineering", "inputs", "input"],
    title: "Features: what the network sees of the inputs",
    group: .data, summary: "what a network sees",
    seeAlso: ["layers", "standardization"],
    idea: [
      """
      A network sees the numbers that it is given, its inputs. Sometimes numbers made of them tell more: \
      whether a point lies inside a circle follows from its two coordinates squared and added, \
      and from neither alone. Such made numbers are called features. With the right ones a network needs \
      few units or no hidden layer; without them its hidden layers have to find the like by training.
      """
    ],
    formulas: ["inside a circle of radius r: x1² + x2² < r²"],
    now: { $0.featuresNow },
    tryNext: { $0.featuresTrials })
}

extension SessionState {
  fileprivate var featuresNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle` makes some."] }
    let names = data.inputNames.prefix(4).joined(separator: ", ")
    let more = data.inputNames.count > 4 ? " and so on" : ""
    let kind = data.features == nil ? "as they are in the data" : "made of the data's two"
    return [
      "The network sees \(data.inputNames.count, "inputs") inputs, \(kind): \(names)\(more)."
    ]
  }

  fileprivate var featuresTrials: [TopicReport.Trial] {
    // Data that the chosen loss can be trained on.
    let isNumber = settings.training.loss.loss?.isClassification == false
    return [
      .init(
        command: isNumber ? "data plane" : "data circle",
        why: "two inputs\(layerCost); then `features x1^2 x2^2`"),
      .init(command: "features", why: "what the network sees now"),
    ]
  }
}
