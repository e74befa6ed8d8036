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

  /// Whether there are rows here, and a search was made on others.
  func isOnOtherRows(than search: FinishedSearch) -> Bool {
    guard let data = state.data, let source = search.source else { return false }
    return data.trainingAsChosen.fingerprint.description != source.fingerprint
  }

  /// The data of a search that trains, as they were when it began. Errors: those of `data(of:for:)`.
  mutating func data(of search: FinishedSearch, for name: String) throws(Diagnostic) -> PreparedData
  {
    if let rows = search.rows { return rows.data }
    guard let source = search.source else { return dataOrAssumed() }
    return try data(of: source, for: name)
  }

  /// What the network is to see as a trial did, of the rows of its search; nil of a search that does not choose.
  /// Errors: those of `data(of:for:)`.
  mutating func seeing(
    as configuration: TrialConfiguration, in search: FinishedSearch
  ) throws(Diagnostic) -> (data: PreparedData, rows: SearchRows, step: DataStep?)? {
    guard search.study.space.variesFeatures else { return nil }
    let data = try data(of: search, for: "the search")
    guard let rows = search.rows ?? state.rows else { return nil }
    guard let features = configuration.features else { return (data, rows, nil) }
    do throws(DataError) {
      let seen = try data.choice(named: [features])
      let step = configuration.featuresCommand.first.map {
        DataStep(kind: .init(seen), command: $0)
      }
      return (try data.seeing(seen), rows, step)
    } catch {
      throw Diagnostic(error, range: nil)
    }
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
      data = try? search.rows?.data ?? other.data(of: source, for: "the search")
    }
    return (try? data?.validationRows(seed: setup.divisionSeed))?.kept.count
  }
}
