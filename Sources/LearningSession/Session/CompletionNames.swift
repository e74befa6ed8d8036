// The names only a session knows, for completion: settings and their values, columns, topics, trials,
// lessons, and what a search can vary.
import CommandLanguage

extension Session {
  package func names(_ space: NameSpace) -> [Candidate] {
    switch space.name {
    case "setting":
      return settings.all.map { Candidate($0.name, "\($0.title), now \($0.read(state.settings))") }
    case "setting-value":
      guard let name = space.member, let setting = settings.all.first(where: { $0.name == name })
      else { return [] }
      let choices = setting.candidates(CompletionContext())
      if !choices.isEmpty { return choices }
      return [Candidate(setting.standard, "the default; \(setting.accepts)")]
    case "column": return state.data?.columns.map { Candidate($0.name, "a column") } ?? []
    case "topic": return TopicCatalog().all.map { Candidate($0.name, $0.summary) }
    case "help":
      return catalog.commands.map { Candidate($0.signature.name, $0.signature.summary) }
        + settings.all.map { Candidate($0.name, "setting: \($0.title)") }
    case "trial":
      return state.search?.reports.map { Candidate(String($0.number), $0.completionText) } ?? []
    case "axis": return SearchAxis.candidates(settings)
    case "axis-value": return SearchAxis.valueCandidates(space.member ?? "", settings)
    case "lesson":
      return LessonLibrary(folders: environment.lessonFolders).summaries()
        .map { Candidate($0.name, $0.title) }
    default: return []
    }
  }
}

extension TrialReport {
  fileprivate var completionText: String {
    value.map { "validation loss \(Float($0))" } ?? state.rawValue
  }
}
