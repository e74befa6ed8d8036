// How a session's training stands, found by trying: what its topics advise follows from it, so that they
// all advise the same.
import Events
import Experiments
import NeuralNetwork
import Text

/// In this order: what comes first hides the rest.
enum Standing {
  /// The last run diverged, or weights are left that an earlier one ruined: a line that goes on.
  case broken(TopicReport.Trial)
  /// No epoch has been trained yet.
  case fresh
  /// Nothing has been learned, for a reason that was found.
  case stuck(PlateauRemedy)
  /// A penalty that dwarfs the loss.
  case penalty(DwarfingPenalty)
  case rate(TriedRates.Better, epochs: Int)
  /// The loss falls no more, and no other rate is better.
  case atItsBest
  /// It falls, or patience has ended the last run, or the network is too large for trying.
  case goingOn
}

extension SessionState {
  func standing(_ checkStop: StopCheck) throws(Stopped) -> Standing {
    if isBroken { return .broken(remedy == nil ? try anewTrial(checkStop) : trainTrial) }
    guard let data, let training, training.epoch > 0 else { return .fresh }
    if let dwarfing = try dwarfingPenalty(checkStop) { return .penalty(dwarfing) }
    let settings = settings.training
    let ruin = try WeightsInRuin(
      training, examples: trainedExamples(data), loss: data.loss(settings), settings: settings,
      kernels: .best, checkStop: checkStop)
    if ruin != nil { return .broken(try anewTrial(checkStop)) }
    if hasSpentPatience || network?.interrupted != nil { return .goingOn }
    guard let tried = TriedRates(self) else { return .goingOn }
    if hasLearnedNothing, let remedy = try tried.remedyOfStart(hidden ?? [], checkStop) {
      return .stuck(remedy)
    }
    // Settings may have been others on the way.
    if let better = try tried.better(checkStop),
      better.loss < epochs.last?.training.loss ?? .infinity
    {
      return .rate(better, epochs: tried.epochs)
    }
    return isStill ? .atItsBest : .goingOn
  }

  private var hasLearnedNothing: Bool {
    guard epochs.count >= 8, let first = epochs.first else { return false }
    return epochs.lowestTrainingLoss > 0.98 * first.training.loss
  }

  /// Whether the lowest loss of the later half of the epochs of the same settings, at most 20, is hardly
  /// below that before.
  private var isStill: Bool {
    let epochs = epochs.steady
    let window = min(20, epochs.count / 2)
    guard window >= 5 else { return false }
    func lowest(_ epochs: Slice<EpochHistory>) -> Double {
      epochs.reduce(.infinity) { min($0, $1.training.loss) }
    }
    return lowest(epochs.suffix(window)) > 0.995 * lowest(epochs.suffix(2 * window).prefix(window))
  }

  /// A line that begins again from the initial weights and goes well.
  private func anewTrial(_ checkStop: StopCheck) throws(Stopped) -> TopicReport.Trial {
    guard let present = SideTraining(self) else { return trainTrial }
    let epochs = 20
    let choice = try DivergenceRemedy(
      training: present.fresh(epochs: epochs, checkStop), epochs: epochs
    ).choose(settings.training.changesAnew, checkStop)
    guard let choice else { return .init(command: "reset", why: "back to the initial weights") }
    return .init(
      command: "\(choice.text); train",
      why: choice.isTried ? Self.triedText : "from the initial weights (not tried)")
  }

  static var triedText: String { "stayed finite in a trial" }

  /// What the topics on how training goes advise first.
  func standingTrials(_ checkStop: StopCheck) throws(Stopped) -> [TopicReport.Trial] {
    trials(try standing(checkStop))
  }

  func trials(_ standing: Standing) -> [TopicReport.Trial] {
    switch standing {
    case .broken(let trial): return [trial]
    case .fresh, .goingOn: return [trainTrial]
    case .stuck(let remedy):
      return [.init(command: remedy.line, why: "learns: a lower loss in a trial")]
    case .penalty(let dwarfing): return [dwarfing.trial]
    case .rate(let better, let epochs):
      let rate = exactText(better.rate)
      let direction = better.rate > settings.training.learningRate ? "longer" : "shorter"
      return [
        .init(
          command: "set lr \(rate); reset; train \(epochs)",
          why: "\(direction) steps: a lower loss in a trial")
      ]
    case .atItsBest:
      let isLinear = hidden?.allSatisfy { $0.activation == .linear } ?? true
      return [
        isLinear
          ? .init(
            command: "layer 8 tanh",
            why: "curves: a linear network has come to its best\(layerCost)")
          : moreUnits("no other lr helped")
      ]
    }
  }
}
