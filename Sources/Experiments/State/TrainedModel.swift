// The model a session has: its kind, which says what it can be asked for, and the network where it is one.
// So far it always is.
import CommandLanguage

package struct TrainedModel: Sendable {
  package let kind: ModelKind
  /// Nil for a model of another kind.
  package var network: NetworkModel?

  package init(kind: ModelKind, network: NetworkModel?) {
    self.kind = kind
    self.network = network
  }

  package static func network(_ network: NetworkModel) -> TrainedModel {
    TrainedModel(kind: .network, network: network)
  }

  /// The network, for a command that needs of it what not every kind of model has.
  /// Error: `not-for-this-model`.
  package func network(
    with capability: ModelKind.Capability, for command: CommandSyntax
  ) throws(Diagnostic) -> NetworkModel {
    guard kind.capabilities.contains(capability) else {
      throw kind.refusal(
        of: command, "needs \(capability.rawValue), which \(kind.name) does not have")
    }
    guard let network else {
      throw kind.refusal(of: command, "is for networks, and the model is \(kind.name)")
    }
    return network
  }

  /// Forgets all that training has made of it.
  mutating func forgetTraining() { network?.forgetTraining() }
}

extension ModelKind {
  fileprivate func refusal(of command: CommandSyntax, _ reason: String) -> Diagnostic {
    Diagnostic(
      id: "not-for-this-model", message: "\(shown(command.text)) \(reason)",
      range: command.name.range, suggestion: "`layers 8 tanh` first, which takes a network instead")
  }
}
