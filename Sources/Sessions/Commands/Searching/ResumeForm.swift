// `search resume`: going on with a search, of this session or of an earlier process.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

struct ResumeForm: SearchForm {
  private static let more = Argument.option(
    "trials", .integer(1...100_000), "so many more than were planned")
  private static let number = Argument.optional(
    "N", .integer(1...1_000_000_000), "the number of a search in `search list`")

  let form = Form(
    "resume", "go on with a search, or add trials to it",
    keywords: [Keyword("resume", "go on with a search", aliases: ["continue"])],
    positionals: [number], options: [more, SearchOptions.stop])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let guesses = preparation.state.guesses
    var search = try searchToResume(arguments, &preparation)
    // By its number only where that was asked for: what the session says is not to depend on how many
    // searches there were before it.
    let isLast = !arguments.isGiven(Self.number) && preparation.state.search?.id == search.id
    let asked = isLast ? nil : search.id
    let name = asked.map { "search \($0.number)" } ?? "the last search"
    let missing = search.planned > search.study.firstMissing
    let added = arguments[Self.more] ?? (missing ? 0 : guesses.count)
    guard missing || added > 0 else {
      if arguments.isGiven(Self.number) { return .showing(search, name) }
      throw Diagnostic(
        id: "search-complete",
        message: "\(name) has all its \(search.planned) trials",
        range: arguments.syntax.range, suggestion: "`search resume trials=20` for 20 more")
    }
    if search.halving != nil, added > 0 {
      throw Diagnostic(
        id: "halving-is-planned", message: "a halving search is planned as a whole",
        range: arguments.syntax.range, suggestion: "another `search halving` with more trials")
    }
    if let stop = arguments[SearchOptions.stop], stop < search.study.firstMissing {
      throw Diagnostic(
        id: "stop-is-past",
        message: "\(name) has its first \(search.study.firstMissing) trials already",
        range: arguments.range(of: SearchOptions.stop),
        suggestion: "`stop=\(search.study.firstMissing + 1)`, or leave it out")
    }
    let (planned, overflow) = search.planned.addingReportingOverflow(added)
    guard !overflow, planned <= SearchOptions.mostTrials else {
      throw Diagnostic(
        id: "too-many-trials", message: "a search has at most \(SearchOptions.mostTrials) trials",
        range: arguments.range(of: Self.more))
    }
    search.planned = planned
    if !arguments.isGiven(Self.number) { preparation.remark("Going on with \(name).") }
    let objective = try preparation.objective(of: search, for: name)
    var points: [(number: Int, params: [ParameterAssignment])] = []
    for guess in guesses { points.append(try search.enqueue(guess)) }
    let id = search.id
    // Which one the archive gives changes with time; the session's own it has in any case.
    let isOwn = id != nil && id == preparation.state.search?.id
    let naming: ((String) -> String)? =
      arguments.isGiven(Self.number) || isOwn
      ? nil : id.map { id in { Self.naming(id, in: $0) } }
    return try preparation.running(search, objective, arguments, naming: naming) {
      [points] journal in
      if added > 0 { journal.plan(planned) }
      for (number, params) in points { journal.enqueue(params, as: number) }
    }
  }

  /// `search resume 12 trials=5` of `search resume trials=5`.
  private static func naming(_ id: StudyID, in text: String) -> String {
    guard case .success(let syntax)? = ScriptParser().parse(utf8: Array(text.utf8)).first,
      let keyword = syntax.words.first
    else { return text }
    let bytes = Array(text.utf8)
    return String(decoding: bytes[..<keyword.range.end], as: UTF8.self) + " \(id.number)"
      + String(decoding: bytes[keyword.range.end...], as: UTF8.self)
  }

  /// The one of that number. Without one: the session's last if it is not finished or to be added to, else
  /// the journal's last that is not finished, else the last there is.
  private func searchToResume(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> FinishedSearch {
    let asked = arguments[Self.number]
    let own = preparation.state.search
    let isAddedTo = arguments.isGiven(Self.more) || !preparation.state.guesses.isEmpty
    if let own {
      let goesOn = own.study.firstMissing < own.planned || isAddedTo
      if asked == nil ? goesOn : own.id?.number == asked { return own }
    }
    let journal = preparation.studies
    do throws(StorageError) {
      var id = asked.map { StudyID($0) }
      if id == nil {
        let kept = try journal.studies()
        id = kept.first { !$0.isFinished }?.id ?? (own == nil ? kept.first?.id : nil)
      }
      guard let id else {
        if let own { return own }
        throw StorageError(
          id: "no-search-yet", message: "there has been no search yet",
          suggestion: "`search random trials=20 lr=1e-4..1:log`")
      }
      return try preparation.keptSearch(id)
    } catch {
      throw Diagnostic(error, range: arguments.range(of: Self.number) ?? arguments.syntax.range)
    }
  }
}
