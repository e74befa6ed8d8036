// What a kind of model can be asked for. Commands ask here before they take the model for what they need, so
// that a kind without it is refused by all of them in the same words.
import CommandLanguage

package struct ModelKind: Sendable {
  package enum Capability: String, CaseIterable, Sendable {
    /// Numbers that are all of it, to be looked at, judged and saved.
    case weights
    /// Rounds over the training rows, between which training can stop and be judged.
    case epochs
    /// Slopes of the loss, one for each weight.
    case gradients
  }

  /// With its article, to stand in a sentence.
  package let name: String
  package let capabilities: Set<Capability>

  package init(_ name: String, capabilities: Set<Capability>) {
    self.name = name
    self.capabilities = capabilities
  }

  package static let network = ModelKind(
    "a network", capabilities: [.weights, .epochs, .gradients])

  /// Error: `not-for-this-model` where models of this kind do not have what a command needs.
  package func check(
    _ capability: Capability, for command: CommandSyntax
  ) throws(Diagnostic) {
    guard !capabilities.contains(capability) else { return }
    throw Diagnostic(
      id: "not-for-this-model",
      message: "\(shown(command.text)) needs \(capability.rawValue), which \(name) does not have",
      range: command.name.range, suggestion: "`layers 8 tanh` first, which takes a network instead")
  }
}
