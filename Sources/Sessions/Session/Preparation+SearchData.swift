// The data of a search that is gone on with.
import CommandLanguage
import Datasets
import Events
import Experiments

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
      guard data.trainingAsChosen.fingerprint.description == source.fingerprint else {
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
    guard let data = state.data, data.trainingAsChosen.fingerprint.description == source.fingerprint
    else {
      throw madeNoMore
    }
    return data
  }

  /// How many rows a trial that was cut was trained on, its data made again where others are there; nil
  /// of other trials, and where the data cannot be made.
  func rowCount(of report: TrialReport, in search: FinishedSearch) -> Int? {
    guard report.state == .pruned, case .training(let setup) = search.objective else { return nil }
    var data = state.data
    if let source = search.source,
      data?.trainingAsChosen.fingerprint.description != source.fingerprint
    {
      var other = self
      other.make { $0 = SessionState() }
      data = try? other.data(of: source, for: "the search")
    }
    return (try? data?.validationRows(seed: setup.divisionSeed))?.kept.count
  }
}
