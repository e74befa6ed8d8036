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
      Does momentum help? Train once with it and once without, and let all else be the same: the weights they \
      begin with, the rows, and the order in which these are taken. A race does just that, side by \
      side. Then what differs at the end comes from that one thing, or from luck: another seed tells.
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
