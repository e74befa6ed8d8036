// How much memory an old state keeps for itself. States share an array until one of them changes it,
// so only arrays at other places count.
import NeuralNetwork

extension SessionState {
  /// The bytes of the large arrays that this state has and the other one has not.
  package func ownBytes(besides other: SessionState) -> Int {
    let theirs = Set(other.largeArrays.map(\.place))
    return largeArrays.reduce(0) { $0 + (theirs.contains($1.place) ? 0 : $1.bytes) }
  }

  private typealias Place = (place: UnsafeRawPointer?, bytes: Int)

  /// Where the arrays lie that grow with the network or the data.
  private var largeArrays: [Place] {
    var places: [Place] = []
    if let training {
      places.append(Self.place(training.parameters))
      places += Self.places(training.optimizer)
    }
    if let best = earlyStopping?.best {
      places.append(Self.place(best.parameters))
      places += Self.places(best.optimizer)
    }
    if let step = lastStep {
      places += [step.before, step.dataGradient, step.gradient, step.after].map(Self.place)
      places += Self.places(step.optimizerBefore) + Self.places(step.optimizerAfter)
    }
    for examples in [data?.training, data?.test].compactMap(\.self) {
      switch examples.storage {
      case .numbers(let numbers): places.append(Self.place(numbers))
      case .bytes(let bytes, _): places.append(Self.place(bytes))
      }
    }
    return places
  }

  private static func places(_ state: OptimizerState) -> [Place] {
    OptimizerKind.allCases.flatMap(OptimizerState.arrays(of:)).map { place(state[keyPath: $0]) }
  }

  private static func place<Element>(_ array: [Element]) -> Place {
    array.withUnsafeBytes { ($0.baseAddress, $0.count) }
  }
}
