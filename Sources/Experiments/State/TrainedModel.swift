// The model a session has, of one kind or another; so far there are networks.

package enum TrainedModel: Sendable {
  case network(NetworkModel)

  package var kind: ModelKind {
    switch self {
    case .network: .network
    }
  }

  package var network: NetworkModel {
    get {
      switch self {
      case .network(let network): network
      }
    }
    _modify {
      // Held here as well while it is changed, its weights would be copied.
      var network = self.network
      self = .network(NetworkModel())
      defer { self = .network(network) }
      yield &network
    }
  }

  /// Forgets all that training has made of it.
  mutating func forgetTraining() { network.forgetTraining() }
}
