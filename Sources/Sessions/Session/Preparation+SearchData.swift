// The data of a search that is gone on with.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork

extension Preparation {
  /// The data of a search: those there are, or in a session without any those that its commands make.
  ///
  /// - Parameter name: "search 3", to begin a sentence with.
  /// Errors: `other-data`, and those of the commands.
  mutating func data(
    of source: DataSource, for name: String
  ) throws(Diagnostic) -> PreparedData {
    let script = source.commands.map { "`\($0)`" }.joined(separator: ", ")
    if let data = state.data {
      guard data.training.fingerprint.description == source.fingerprint else {
        throw Diagnostic(
          id: "other-data",
          message: "\(name) was made on other training rows than those of \(shown(data.name))",
          suggestion: "\(script) first, which drops the present weights")
      }
      return data
    }
    assume(
      Assumption(
        subject: .data, command: source.commands.joined(separator: "; "),
        why: "\(name) was made on it"))
    try fromCurrentFolder { (here) throws(Diagnostic) in
      for command in source.commands { try here.run(command) }
    }
    guard let data = state.data, data.training.fingerprint.description == source.fingerprint else {
      throw Diagnostic(
        id: "other-data",
        message: "\(script) does not make the training rows any more that \(name) was made on",
        suggestion: "its finished trials can still be listed: `search list`")
    }
    return data
  }
}
