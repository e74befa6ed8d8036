// Comparing runs: one thing changed, everything else the same.
import Events
import Experiments

extension Topic {
  static let race = Topic(
    name: "race",
    aliases: ["races", "compare", "comparing runs", "comparison", "what if", "ablation"],
    title: "Race: runs that differ in one thing",
    group: .searching, summary: "runs side by side",
    seeAlso: ["hyperparameter", "seed", "validation", "grid"],
    idea: [
      """
      Two runs can only be compared where all but one thing is the same: the weights they begin with, \
      the rows, and the order of the batches. A race trains side by side on just these terms, and \
      what differs at the end comes from the one thing; another seed tells whether it was luck.
      """
    ],
    formulas: ["difference = loss of one - loss of the other, on rows neither was trained on"],
    now: { $0.raceNow },
    tryNext: { $0.raceTrials })
}

extension SessionState {
  fileprivate var raceNow: [Statement] {
    let settings = settings.training
    let now: Statement = """
      Now lr is \(settings.learningRate, "lr", .exact), the optimizer \(settings.optimizer.rawValue)
      """
    return [
      """
      \(now). All racers of a race begin with the weights of seed \(String(settings.seed)); `help race` \
      tells all that can be compared.
      """
    ]
  }

  fileprivate var raceTrials: [TopicReport.Trial] {
    [
      .init(command: "race sgd momentum adam epochs=5", why: "three optimizers"),
      .init(command: "race batch=10,full epochs=5", why: "small batches against one of all rows"),
    ]
  }
}
