// How much memory an old state keeps for itself. States share an array until one of them changes it,
// so only arrays at other places count.
import HyperparameterSearch

extension SessionState {
  /// The bytes of the large arrays that this state has and the other one has not, each counted once.
  package func ownBytes(besides other: SessionState) -> Int {
    var (arrays, others) = (largeArrays, other.largeArrays)
    // Of a search that both have, the trials, which may be very many, need not be looked through.
    let (trials, otherTrials) = (search?.study.trials ?? [], other.search?.study.trials ?? [])
    if LargeArray(trials).place != LargeArray(otherTrials).place {
      arrays += LargeArray.all(of: trials)
      others += LargeArray.all(of: otherTrials)
    }
    var seen = Set(others.map(\.place))
    var bytes = arrays.reduce(0) { $0 + (seen.insert($1.place).inserted ? $1.bytes : 0) }
    var counted = other.networks.map(\.epochs)
    for epochs in networks.map(\.epochs) {
      bytes += epochs.ownBytes(besides: counted)
      counted.append(epochs)
    }
    return bytes
  }

  /// The network as it is, if the model is one, and those to which `what if` and `use` would take it.
  private var networks: [NetworkModel] {
    let results = race?.results ?? []
    let positions =
      [lastTrain?.begin].compactMap(\.self)
      + results.flatMap { [$0.end, $0.lastTrain?.begin].compactMap(\.self) }
    return ([network] + positions.map(\.model.network)).compactMap(\.self)
  }

  /// Where the arrays lie that grow with the network, the data or a table of results.
  private var largeArrays: [LargeArray] {
    var arrays = networks.flatMap(\.largeArrays)
    let data = [data, search?.rows?.data].compactMap(\.self)
    arrays += data.flatMap(\.keptNumbers).map { LargeArray($0) }
    if case .rows(let rows)? = network?.rowHistory.before {
      arrays += [rows.training, rows.validation, rows.test].map { LargeArray($0.values) }
    }
    for examples in data.flatMap({ [$0.training, $0.test] }).compactMap(\.self) {
      switch examples.storage {
      case .numbers(let numbers): arrays.append(LargeArray(numbers))
      case .bytes(let bytes, _): arrays.append(LargeArray(bytes))
      }
    }
    if let table { arrays.append(table.footprint) }
    return arrays
  }
}

extension NetworkModel {
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
