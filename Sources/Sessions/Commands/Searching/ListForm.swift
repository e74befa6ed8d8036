// `search list`: the searches that are kept.
import CommandLanguage
import Events
import HyperparameterSearch

struct ListForm: SearchForm {
  let form = Form(
    "list", "list the searches that are kept",
    keywords: [Keyword("list", "the searches that are kept")])

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let journal = preparation.studies
    do throws(StorageError) {
      return .say(.studies(StudyList(studies: try journal.studies(), failure: journal.failure)))
    } catch {
      throw Diagnostic(error, range: arguments.syntax.range)
    }
  }
}
