// What a kind of model can be asked for. Commands ask before they take the model for what they need, so
// that a kind without it is refused by all of them in the same words.

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
  package let capabilities: [Capability]

  package init(_ name: String, capabilities: some Sequence<Capability>) {
    self.name = name
    self.capabilities = Array(capabilities)
  }

  package static let network = ModelKind(
    "a network", capabilities: [.weights, .epochs, .gradients])
}
