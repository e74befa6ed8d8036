// What topics on penalties offer first where one of them dwarfs the loss.
import Events
import Experiments

extension SessionState {
  /// A penalty's topic tries other strengths; where one dwarfs the loss, first that which mends it.
  func mending(
    _ advised: [TopicReport.Trial], _ checkStop: StopCheck
  ) throws(Stopped) -> [TopicReport.Trial] {
    guard let found = try dwarfingPenalty(checkStop) else { return advised }
    let others = advised.filter {
      !$0.command.hasPrefix("set l1 ") && !$0.command.hasPrefix("set l2 ")
    }
    return [found.trial] + others
  }
}

extension DwarfingPenalty {
  var trial: TopicReport.Trial {
    .init(command: line, why: "a weaker penalty: a lower loss in a trial")
  }
}
