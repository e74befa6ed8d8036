// Where the rows at hand came from.

extension SessionState {
  /// Of the data there are; nil without any.
  package var dataSource: DataSource? {
    data.map {
      DataSource(
        commands: recipe.map(\.commandFromHere),
        fingerprint: $0.trainingAsChosen.fingerprint.description)
    }
  }

  /// The commands that make a search's data: as they were typed where these data are still there.
  package func commands(of source: DataSource?) -> [String] {
    guard let source, source.commands != recipe.map(\.commandFromHere) else { return dataCommands }
    return source.commands
  }
}
