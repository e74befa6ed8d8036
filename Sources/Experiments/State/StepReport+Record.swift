// A recorded step as it is reported.
import Datasets
import Events
import NeuralNetwork

extension StepReport {
  /// The step of the parameter that it moved most.
  package init(_ record: StepRecord, data: PreparedData, _ level: ExplainLevel) {
    self.init(
      record, parameter: record.mostMoved, names: ParameterNames(data: data, shape: record.shape),
      level)
  }

  package init(
    _ record: StepRecord, parameter index: Int, names: ParameterNames, _ level: ExplainLevel
  ) {
    let trace = record.trace(index)
    self.init(
      step: record.step, epoch: record.epoch, batch: record.batch,
      batchesInEpoch: record.batchesInEpoch, rows: record.batchSize, loss: record.loss,
      dataLoss: record.dataLoss, l1Penalty: record.l1Penalty, l2Penalty: record.l2Penalty,
      gradientNorm: record.gradientNorm, settings: record.settings,
      scheduleFactor: record.scheduleFactor, parameter: names.text(trace.name), trace: trace,
      isInSymbols: level == .full)
  }
}

extension StepRecord {
  /// Flat index of the parameter that the step moved most.
  package var mostMoved: Int {
    var best = 0
    var largest: Float = -1
    for index in before.indices where abs(after[index] - before[index]) > largest {
      largest = abs(after[index] - before[index])
      best = index
    }
    return best
  }
}
