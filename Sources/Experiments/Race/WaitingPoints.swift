// Where the racers of a race wait for each other. Stopped, all are where they last waited, so `stop=` counts
// by these epochs; and only there is known how all of them stand.

struct WaitingPoints {
  /// Ascending.
  let epochs: [Int]

  /// Every epoch at first, then one at most a sixteenth later than the one before where epochs are short;
  /// and whatever these are, each fifth of the race, or after 1, 2, 5, 10, … epochs where nobody knows which
  /// will be the last: who looks at a race now and then finds all racers at such an epoch.
  ///
  /// - Parameter stop: the epoch at which it ends as if its user had ended it there; nil for none.
  init(of courses: [TrainingCourse], stop: Int?) {
    let (start, goal) = (courses[0].start.epoch, courses[0].goal)
    let cost = courses.map {
      $0.state.settings.training.epochCost(rows: $0.rows.training.count, of: $0.start.shape)
    }.reduce(1) { max($0, $1) }
    let last = min(goal.target, stop ?? .max)
    var next = 1
    epochs = (start + 1..<max(start, last) + 1).filter { epoch in
      let done = epoch - start
      if done == next {
        next += max(1, min(done / 16, TrainingWork.mostBeside / cost))
        return true
      }
      return epoch == last
        || (goal.condition == nil
          ? Self.isFifth(done, of: goal.target - start) : Self.isRound(done))
    }
  }

  private static func isFifth(_ done: Int, of total: Int) -> Bool {
    done * 5 / total != (done - 1) * 5 / total
  }

  private static func isRound(_ done: Int) -> Bool {
    var digits = done
    while digits > 9, digits % 10 == 0 { digits /= 10 }
    return [1, 2, 5].contains(digits)
  }
}
