// Proximal L1 draws each parameter toward 0 by l1 times the rate of the optimizer's step. Where an
// optimizer has no such rate the two are refused together, before anything is trained.
import CommandLanguage
import NeuralNetwork

extension TrainingSettings {
  /// Why proximal L1 is not for the optimizer; nil where it is.
  package var reasonAgainstProximal: String? {
    guard case .none(let why) = optimizer.rule.rate(self, number: 1, unitVelocity: 1) else {
      return nil
    }
    return why
  }

  /// Error: `no-proximal-step`.
  package func checkProximal(_ range: SourceRange) throws(Diagnostic) {
    guard l1Mode == .proximal, let why = reasonAgainstProximal else { return }
    throw Diagnostic(
      id: "no-proximal-step",
      message: "`l1mode proximal` draws weights to 0 by l1 times the rate of a step, which "
        + "\(optimizer.rawValue) does not have: \(why)",
      range: range, suggestion: "`set l1mode subgradient`, or an optimizer such as adamw")
  }
}
