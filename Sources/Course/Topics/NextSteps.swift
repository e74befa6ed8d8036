// What to do after the first training: two commands at most, which change something and were tried where
// they are to bring the loss down.
import Events
import Experiments

extension SessionState {
  package func nextSteps(_ checkStop: StopCheck) throws(Stopped) -> Statement {
    let standing = try standing(checkStop)
    let commands = trials(standing).prefix(1).map(\.command)
    let other = otherSteps.first { !commands.contains($0) }
    let steps = (commands + [other].compactMap(\.self)).map { "`\($0)`" }
    let tried: Statement =
      switch standing {
      case .stuck(let remedy): " (in a trial it ended with a loss of \(remedy.loss, "tried_loss"))"
      case .penalty(let found): " (in a trial it ended with a loss of \(found.loss, "tried_loss"))"
      case .rate(let better, _):
        " (in a trial it ended with a loss of \(better.loss, "tried_loss"))"
      case .broken, .fresh, .atItsBest, .goingOn: ""
      }
    guard let first = steps.first else { return "Try next: `help`." }
    let others = steps.dropFirst().map { ", \($0)" }.joined()
    return "Try next: \(first)\(tried)\(others), or `help`."
  }

  /// What there is to see beside, without what is there already.
  private var otherSteps: [String] {
    let isSpiral = dataCommands.contains { $0.split(separator: " ").dropFirst().first == "spiral" }
    let layers = LayerText.command(hidden ?? [])
    return (layers == "layers 8 8 tanh" ? [] : ["layers 8 8 tanh"])
      + (isSpiral ? [] : ["data spiral"]) + ["explain overfitting"]
  }
}
