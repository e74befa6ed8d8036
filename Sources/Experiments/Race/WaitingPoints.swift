// Where the racers of a race wait for each other. Stopped, all are where they last waited, so `stop=` counts
// by these epochs; and only there is known how all of them stand.
import Events

struct WaitingPoints {
  /// Ascending.
  let epochs: [Int]

  /// Every epoch at first, then one at most a sixteenth later than the one before where epochs are short;
  /// and whatever these are, those that stand for all of the race: who looks at it now and then finds all
  /// racers there.
  ///
  /// - Parameter stop: the epoch at which it ends as if its user had ended it there; nil for none.
  init(of courses: [TrainingCourse], in plan: RacePlan, stop: Int?) {
    let most = courses.map {
      $0.state.settings.training.epochsBeside(rows: $0.rows.training.count, of: $0.start.shape)
    }.reduce(TrainingWork.mostBeside) { min($0, $1) }
    let start = plan.fromEpoch
    let last = min(plan.toEpoch, stop ?? .max)
    var next = 1
    epochs = (start + 1..<max(start, last) + 1).filter { epoch in
      let done = epoch - start
      if done == next {
        next += max(1, min(done / 16, most))
        return true
      }
      return epoch == last || plan.spacing.contains(done)
    }
  }
}
