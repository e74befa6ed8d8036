// How the learning rate changes during a run: a function of how much of the planned epochs is done,
// so an interrupted run that is taken up again steps as if it had never stopped.
import Numerics

/// The epochs that a run of training was asked for, counted like `TrainingState.epoch`. Each run has
/// a plan of its own: `train 20` twice runs the schedule twice, the second time from full rate (a warm
/// restart: Loshchilov and Hutter, "SGDR", ICLR 2017). Going on after an interruption keeps the plan.
package struct TrainingPlan: Equatable, Sendable {
  /// Epochs completed when the run began.
  package let start: Int
  /// Epochs completed when it is to end.
  package let end: Int

  package init(start: Int, end: Int) {
    self.start = start
    self.end = end
  }
}

/// What multiplies the learning rate. Outside any plan, such as in single steps after a run, it is 1.
package enum Schedule: String, CaseIterable, Sendable {
  case constant
  /// A tenth from half of the plan on, a hundredth from three quarters on (as He, Zhang, Ren and Sun,
  /// CVPR 2016, trained).
  case step
  /// ½(1 + cos πt), t being the share of the plan done before the step: from 1 down to 0 (SGDR).
  case cosine
  /// Rises in equal steps over the first tenth of the plan, then 1 (Goyal and others, 2017).
  case warmup

  /// - Parameters:
  ///   - epoch: epochs completed before the step.
  ///   - rowsBefore: the epoch's rows used before the step.
  ///   - rowsAfter: and after it.
  ///   - rows: rows in an epoch.
  package func factor(
    plan: TrainingPlan?, epoch: Int, rowsBefore: Int, rowsAfter: Int, rows: Int
  ) -> Double {
    guard self != .constant, let plan, epoch >= plan.start, epoch < plan.end else { return 1 }
    let done = Double(epoch - plan.start)
    let planned = Double(plan.end - plan.start)
    switch self {
    case .constant:
      return 1
    case .step:
      return 2 * done < planned ? 1 : 4 * done < 3 * planned ? 0.1 : 0.01
    case .cosine:
      let share = (done + Double(rowsBefore) / Double(rows)) / planned
      return 0.5 * (1 + PortableMath.cos(.pi * share))
    case .warmup:
      return min(1, 10 * (done + Double(rowsAfter) / Double(rows)) / planned)
    }
  }
}
