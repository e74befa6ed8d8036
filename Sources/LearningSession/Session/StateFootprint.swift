// How much memory an old state keeps for itself. States share an array until one of them changes it,
// so only arrays at other places count.
import NeuralNetwork

extension SessionState {
  /// The bytes of the large arrays that this state has and the other one has not, each counted once.
  package func ownBytes(besides other: SessionState) -> Int {
    var seen = Set(other.largeArrays.map(\.place))
    var bytes = largeArrays.reduce(0) { $0 + (seen.insert($1.place).inserted ? $1.bytes : 0) }
    var counted = other.positions.map(\.epochs)
    for epochs in positions.map(\.epochs) {
      bytes += epochs.ownBytes(besides: counted)
      counted.append(epochs)
    }
    return bytes
  }

  /// Where training is, and the places to which `what if` and `use` would take it.
  private var positions: [TrainingPosition] {
    let results = race?.results ?? []
    return [TrainingPosition(self)] + [lastTrain?.begin].compactMap(\.self)
      + results.flatMap { [$0.end, $0.lastTrain?.begin].compactMap(\.self) }
  }

  /// Where the arrays lie that grow with the network or the data.
  private var largeArrays: [LargeArray] {
    var arrays = positions.flatMap(\.largeArrays)
    arrays += (data?.keptNumbers ?? []).map { LargeArray($0) }
    if case .rows(let rows) = rowHistory.before {
      arrays += [rows.training, rows.validation, rows.test].map { LargeArray($0.values) }
    }
    for examples in [data?.training, data?.test].compactMap(\.self) {
      switch examples.storage {
      case .numbers(let numbers): arrays.append(LargeArray(numbers))
      case .bytes(let bytes, _): arrays.append(LargeArray(bytes))
      }
    }
    return arrays
  }
}

extension TrainingPosition {
  fileprivate var largeArrays: [LargeArray] {
    var arrays: [LargeArray] = []
    if let training {
      arrays.append(LargeArray(training.parameters))
      arrays += LargeArray.all(of: training.optimizer)
    }
    if let best = earlyStopping?.best {
      arrays.append(LargeArray(best.parameters))
      arrays += LargeArray.all(of: best.optimizer)
    }
    if let step = lastStep {
      arrays += [step.before, step.dataGradient, step.gradient, step.after].map { LargeArray($0) }
      arrays += LargeArray.all(of: step.optimizerBefore) + LargeArray.all(of: step.optimizerAfter)
    }
    return arrays
  }
}

/// Where an array lies, and how large it is. The place is for comparing only.
private struct LargeArray {
  let place: UnsafeRawPointer?
  let bytes: Int

  init<Element>(_ array: [Element]) {
    (place, bytes) = array.withUnsafeBytes { ($0.baseAddress, $0.count) }
  }

  static func all(of state: OptimizerState) -> [LargeArray] {
    OptimizerKind.allCases.flatMap { state[$0].slots }.map { LargeArray($0) }
  }
}
