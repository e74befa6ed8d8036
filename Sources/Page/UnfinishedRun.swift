// A training that a line from the page ended, and how it goes on when that line has run.
import CommandLanguage
import Experiments

struct UnfinishedRun {
  private let goal: TrainingGoal
  private let epoch: Int
  private let data: [String]
  private let layers: [Int]?
  /// "train", or "train live" of one that is drawn while it goes on.
  private let word: String
  /// What stood behind it in its line.
  private let rest: String

  /// Nil where the state has none.
  ///
  /// - Parameters:
  ///   - line: that it was a command of.
  ///   - command: which one, as typed.
  init?(_ state: SessionState, endedIn line: String = "", at command: String = "") {
    guard let goal = state.network?.interrupted, let training = state.training,
      goal.target > training.epoch
    else { return nil }
    (self.goal, epoch) = (goal, training.epoch)
    data = state.dataCommands
    layers = state.hidden?.map(\.units)
    let isLive = command.split(separator: " ").dropFirst().first == "live"
    word = isLive ? "train live" : "train"
    rest = Self.rest(of: line, behind: command)
  }

  /// What goes on with it after other commands; nil where they have put an end to it, as `reset` does.
  func onward(in state: SessionState) -> String? {
    if let now = UnfinishedRun(state) { return now.goal == goal ? "\(word)\(rest)" : nil }
    // Other data and other layers begin anew: as many epochs are left as there were.
    guard state.dataCommands != data || state.hidden?.map(\.units) != layers,
      state.training == nil
    else { return nil }
    let until = goal.condition.map { " until \($0.text)" } ?? ""
    return "\(word) \(goal.target - epoch)\(until)\(rest)"
  }

  /// With the semicolon before it.
  private static func rest(of line: String, behind command: String) -> String {
    let commands = ScriptParser().parse(line).compactMap { try? $0.get() }
    guard let place = commands.firstIndex(where: { $0.text == command }) else { return "" }
    return commands[(place + 1)...].map { "; \($0.text)" }.joined()
  }
}
