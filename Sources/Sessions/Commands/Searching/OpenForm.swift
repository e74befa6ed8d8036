// `search open`: what is there of a search, whatever the session's data. Nothing is trained.
import CommandLanguage
import Events
import Experiments
import HyperparameterSearch

struct OpenForm: SearchForm {
  private static let kept = Argument(
    "N", .integer(1...1_000_000_000).described(candidates: { $0.names("search") }),
    "the number of a search in `search list`")

  let form = Form(
    "open", "look at a search that is kept",
    keywords: [Keyword("open", "look at a search that is kept")], positionals: [kept])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let id = StudyID(try arguments.require(Self.kept))
    let name = "search \(id.number)"
    if let search = preparation.state.search, search.id == id { return .showing(search, name) }
    do throws(StorageError) {
      return .showing(try preparation.keptSearch(id), name)
    } catch {
      throw Diagnostic(error, range: arguments.range(of: Self.kept))
    }
  }
}

extension Work {
  /// Makes a search the session's last, to be looked at and added to.
  static func showing(_ search: FinishedSearch, _ name: String) -> Work {
    Work { performance in
      performance.update { $0.search = search }
      performance.emit(.trials(search.table(by: .value, top: 10)))
      let done = search.study.trials.count
      let next: Statement =
        if search.study.firstMissing < search.planned {
          "`search resume` goes on"
        } else if search.halving == nil {
          "`search resume trials=20` adds 20"
        } else {
          "`use best` takes its best"
        }
      performance.emit(
        .hint(
          """
          \(name) has \(done, "trials") of \(search.planned, "planned") \
          \(search.planned == 1 ? "trial" : "trials"); \(next).
          """))
    }
  }
}
