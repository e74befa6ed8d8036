// Where the rows of a search came from, so that another process can make the same again and see that it did.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork

struct DataSource: Sendable, Equatable {
  /// The commands that make the data; their paths start at the current folder.
  var commands: [String]
  /// The fingerprint of the training rows.
  var fingerprint: String
}

extension SessionState {
  /// Of the data there are; nil without any.
  var dataSource: DataSource? {
    data.map {
      DataSource(
        commands: recipe.map(\.commandFromHere), fingerprint: $0.training.fingerprint.description)
    }
  }

  /// The commands that make a search's data: as they were typed where these data are still there.
  func commands(of source: DataSource?) -> [String] {
    guard let source, source.commands != recipe.map(\.commandFromHere) else { return dataCommands }
    return source.commands
  }
}

extension Preparation {
  /// The data of a search: those there are, or in a session without any those that its commands make.
  ///
  /// - Parameter name: "search 3", to begin a sentence with.
  /// Errors: `other-data`, and those of the commands.
  mutating func data(
    of source: DataSource, for name: String
  ) throws(Diagnostic) -> PreparedData {
    let script = source.commands.map { "`\($0)`" }.joined(separator: ", ")
    let madeNoMore = Diagnostic(
      id: "other-data",
      message: "\(script) does not make the training rows any more that \(name) was made on",
      suggestion: "its finished trials can still be listed: `search list`")
    if let data = state.data {
      guard data.training.fingerprint.description == source.fingerprint else {
        guard source.commands != state.dataSource?.commands else { throw madeNoMore }
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
      throw madeNoMore
    }
    return data
  }
}
