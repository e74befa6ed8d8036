// The learning rate of the steps of a training: those taken, as the epochs' settings and plans had them, and those
// to come, as the present ones have them.
import Experiments
import NeuralNetwork

struct RateCourse {
  struct Part {
    /// Epochs that were completed before a step, and the step's rate.
    var epochs: [Double] = []
    var rates: [Double] = []
  }

  private(set) var done = Part()
  private(set) var planned = Part()

  /// About so many steps are looked at, evenly chosen: more than a picture has columns.
  private static let most = 1000

  /// - Parameters:
  ///   - rows: that an epoch takes.
  ///   - next: the settings of the epochs to come, and the plan they are part of.
  init(
    _ history: EpochHistory, rows: Int, next: (settings: TrainingSettings, plan: TrainingPlan)
  ) {
    let reached = history.last?.epoch ?? next.plan.start
    let left = max(0, next.plan.end - reached)
    let each = max(1, Self.most / max(1, history.count + left))
    let every = max(1, history.count / Self.most)
    for (place, stretch) in history.stretches.enumerated() {
      let isLast = place + 1 == history.stretches.count
      let end = isLast ? history.count : history.stretches[place + 1].start
      for index in stride(from: stretch.start, to: end, by: every) {
        done.add(
          epoch: history[index].epoch - 1, rows, stretch.settings, stretch.plan, most: each)
      }
      if end > stretch.start { done.addLast(history[end - 1].epoch - 1, rows, stretch) }
    }
    for epoch in stride(from: reached, to: next.plan.end, by: max(1, left / Self.most)) {
      planned.add(epoch: epoch, rows, next.settings, next.plan, most: each)
    }
    if left > 0 {
      planned.add(
        epoch: next.plan.end - 1, rows, next.settings, next.plan, most: 1, isLast: true)
    }
  }
}

extension RateCourse.Part {
  /// Some of the steps of an epoch, the first among them.
  ///
  /// - Parameter epoch: how many are completed before it.
  fileprivate mutating func add(
    epoch: Int, _ rows: Int, _ settings: TrainingSettings, _ plan: TrainingPlan?, most: Int,
    isLast: Bool = false
  ) {
    let (size, steps) = (settings.stepRows(of: rows), settings.stepsInEpoch(of: rows))
    let shown = min(most, steps)
    for number in 0..<shown {
      let step = isLast ? steps - 1 : number * steps / shown
      let (before, after) = (step * size, min(rows, (step + 1) * size))
      let factor = settings.schedule.factor(
        plan: plan, epoch: epoch, rowsBefore: before, rowsAfter: after, rows: max(1, rows))
      let place = Double(epoch) + Double(before) / Double(max(1, rows))
      // Of an epoch of one step the first is the last.
      if epochs.last == place { continue }
      epochs.append(place)
      rates.append(settings.learningRate * factor)
    }
  }

  /// The last step of a stretch of epochs.
  fileprivate mutating func addLast(_ epoch: Int, _ rows: Int, _ stretch: EpochHistory.Stretch) {
    add(epoch: epoch, rows, stretch.settings, stretch.plan, most: 1, isLast: true)
  }
}
