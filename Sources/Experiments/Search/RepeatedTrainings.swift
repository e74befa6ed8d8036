// Trainings of given points with given seeds, side by side.
import Events
import HyperparameterSearch

extension TrainingObjective {
  /// The value of each training, nil for one that diverged; nil when it was stopped.
  package func values(
    of runs: [(params: [ParameterAssignment], seed: UInt64)], in context: ExperimentContext
  ) -> [Double?]? {
    let shouldStop = context.shouldStop
    let largest = runs.map { memoryNeed($0.params) }.max() ?? 0
    var values: [Double?] = []
    var isWhole = true
    runTrials(
      0..<runs.count, threads: context.memory.threads(upTo: context.threads, each: largest),
      body: { place in
        evaluate(
          runs[place].params, seeds: [runs[place].seed], shouldStop: shouldStop, watch: { _ in })
      },
      deliver: { _, outcome in
        isWhole = isWhole && outcome != nil
        values.append(outcome?.value)
        context.show(
          ProgressReport(
            activity: .searching, done: Double(values.count), total: Double(runs.count),
            position: values.count, lastPosition: runs.count, unit: "trainings",
            latest: outcome?.value))
      },
      shouldStop: shouldStop)
    return isWhole && values.count == runs.count ? values : nil
  }
}
