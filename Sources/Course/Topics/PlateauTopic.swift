// Plateaus: a loss that has stopped falling.
import Events
import Experiments
import Text

extension Topic {
  static let plateau = Topic(
    name: "plateau", aliases: ["plateaus", "stuck", "stagnation", "saddle point", "local minimum"],
    title: "Plateau: a loss that has stopped falling",
    group: .training, summary: "no longer falls",
    seeAlso: ["lr", "underfitting", "initialization", "sigmoid"],
    idea: [
      """
      Training goes downhill on the loss, and on flat ground it hardly moves, though lower ground \
      may lie beyond. So it is where all units do the same, or where their outputs no longer follow \
      their sums. A learning rate that is too low looks alike. Or there is nothing left to gain, and the network \
      is as good as it can be. Other weights to start from, or more units, tell which. The screen speaks of \
      a plateau where a loss that had fallen fell by less than 0.5% in 20 epochs.
      """
    ],
    formulas: ["fall = (lowest loss before - lowest loss lately) / lowest loss before"],
    measured: { state, _ in state.plateauNow },
    tried: { state, checkStop throws(Stopped) in try state.plateauTrials(checkStop) })
}

extension SessionState {
  fileprivate var plateauNow: [Statement] {
    let epochs = epochs.steady
    let window = min(20, epochs.count / 2)
    guard window > 0 else {
      return [
        epochs.isEmpty
          ? needsEpoch
          : "One epoch with the same settings tells nothing of how the loss goes: `train` takes more."
      ]
    }
    func lowest(_ epochs: Slice<EpochHistory>) -> Double {
      epochs.reduce(.infinity) { min($0, $1.training.loss) }
    }
    let isOfAll = epochs.count == self.epochs.count
    let before = lowest(epochs.suffix(2 * window).prefix(window))
    let now = lowest(epochs.suffix(window))
    let change: Statement =
      if before <= 0 {
        ""
      } else if now > before {
        ", a rise of \((now - before) / before, "rise", .percent)"
      } else {
        ", a fall of \((before - now) / before, "fall", .percent)"
      }
    return [
      """
      The lowest training loss of the last \(window, "window") \(window == 1 ? "epoch" : "epochs") is \
      \(now, "lowest"), that of as many before \(before, "lowest_before")\(change)\
      \(isOfAll ? "" : ": only epochs with the settings of the last are compared").
      """
    ]
  }

  fileprivate func plateauTrials(_ checkStop: StopCheck) throws(Stopped) -> [TopicReport.Trial] {
    let first = try standingTrials(checkStop)
    var others = [moreUnits()]
    // Zeros are the same whatever they are drawn with.
    others.append(
      settings.training.initializer == .zeros
        ? .init(command: "set init auto; reset", why: "units that are not alike; then `train`")
        : .init(command: "reset new", why: "other weights to start from; then `train`"))
    return Array((first + others.filter { $0.command != first.first?.command }).prefix(3))
  }
}
