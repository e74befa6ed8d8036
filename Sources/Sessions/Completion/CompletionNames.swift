// The names only a session knows, for completion: settings and their values, columns, topics, trials, and
// what a search can vary.
import CommandLanguage
import Course
import Datasets
import Events
import Experiments
import Files
import HyperparameterSearch
import Text

extension Session {
  package func names(_ space: NameSpace) -> [Candidate] {
    switch space.name {
    case "setting":
      return settings.all.map { Candidate($0.name, "\($0.title), now \($0.read(state.settings))") }
    case "setting-value":
      guard let name = space.member,
        let setting = try? settings.find(Word(name, range: SourceRange(at: 0)))
      else { return [] }
      let choices = setting.candidates(CompletionContext(names: names))
      if !choices.isEmpty { return choices }
      return [
        Candidate(setting.standard, "the default; \(setting.accepts)", isShownOnly: true)
      ]
    case "file-column":
      let names = (try? csvColumnNames(path: file(ofColumns: space.member ?? ""))) ?? []
      return names.map { Candidate($0, "a column of the file") }
    case "input":
      return state.data?.plainInputNames.map { Candidate($0, "an input") } ?? []
    case "hidden-unit":
      return (state.hidden ?? []).enumerated().flatMap { index, layer in
        (1...max(1, min(layer.units, 64))).map {
          Candidate("\(index + 1).\($0)", "unit \($0) of hidden layer \(index + 1)")
        }
      }
    case "example-value": return exampleValues(column: space.member.flatMap { Int($0) } ?? 0)
    case "layer-number", "weight-source", "weight-unit": return parameterNames(space)
    case "training-row": return rowNumbers(state.data?.training, "training")
    case "test-row": return rowNumbers(state.data?.test, "test")
    case "class-weight":
      return state.data?.classNames.map {
        Candidate("\(Word.source(of: $0))=", "a class and its weight", appendsSpace: false)
      } ?? []
    case "quantity":
      return RunKind(state).quantities.map { Candidate($0.rawValue, $0.summary) }
    case "topic": return TopicCatalog().all.map { Candidate($0.name, $0.summary) }
    case "help":
      return catalog.commands.map { Candidate($0.signature.name, $0.signature.summary) }
        + settings.all.map { Candidate($0.name, "setting: \($0.title)") }
    case "trial":
      return state.search?.reports.map { Candidate(String($0.number), $0.completionText) } ?? []
    case "varied":
      let axes = state.search?.study.space.axes.filter { $0.domain.varies } ?? []
      return axes.map { Candidate($0.name, "what the last search varied") }
    case "search":
      let studies = (try? environment.studies.studies()) ?? []
      return studies.map { Candidate(String($0.id.number), $0.completionText) }
    case "axis": return state.table?.candidates ?? SearchAxis.candidates(settings)
    case "axis-ending":
      return state.table == nil ? SearchAxis.endingCandidates(space.member ?? "") : []
    case "axis-value" where state.table != nil:
      return state.table?.valueCandidates(space.member ?? "") ?? []
    case "axis-value" where space.member?.lowercased() == SearchAxis.features:
      return featureNames
    case "feature": return featureNames
    case "axis-value": return SearchAxis.valueCandidates(space.member ?? "", settings)
    case "racer":
      return state.race?.results.map { Candidate($0.racer.letter, $0.racer.name) } ?? []
    case "race-setting":
      return SearchAxis.Architecture.allCases.map {
        Candidate($0.rawValue, $0.summary, kind: .option)
      }
        + settings.comparable(in: .race).map {
          Candidate($0.name, $0.title, kind: .option)
        }
    case "race-value":
      if space.member.flatMap(SearchAxis.Architecture.init) == .activation {
        return SearchAxis.valueCandidates(
          SearchAxis.Architecture.activation.rawValue, settings)
      }
      return names(NameSpace("setting-value", member: space.member))
    default: return []
    }
  }
}

extension Session {
  /// What the network can see of the data.
  private var featureNames: [Candidate] {
    guard let data = state.data, !data.hasTwoNumbers else {
      return InputFeature.allCases.map { Candidate($0.rawValue, $0.summary) }
    }
    let names = data.columns.map(\.name)
    let all = names.contains(SeenInputs.everything) ? [] : [SeenInputs.everything]
    return all.map { Candidate($0, "every column") }
      + names.map { Candidate($0, "a column of \(data.name)") }
      + names.map { Candidate("-\($0)", "all but this one") }
  }

  /// The file whose columns are meant: that of a shipped data set, or one that the user names.
  private func file(ofColumns source: String) -> String {
    guard let set = NamedDataset(rawValue: source.lowercased()) else {
      return TextFile.expanded(source)
    }
    let paths = environment.lessonFolders.map { "\($0)/data/\(set.fileName)" }
    return paths.first(where: TextFile.exists) ?? source
  }

  /// What the next value of an example may be: a category, or a number such as the column's mean.
  private func exampleValues(column index: Int) -> [Candidate] {
    guard let data = state.data, data.columns.indices.contains(index) else { return [] }
    let column = data.columns[index]
    switch column.kind {
    case .category(let names):
      return names.map { Candidate($0, "a category of \(column.name)") }
    case .number:
      let first = data.columns[..<index].reduce(0) { $0 + $1.inputNames.count }
      guard let scale = data.standardization else {
        return [Candidate("0", column.name, isShownOnly: true)]
      }
      let mean = (scale.means[first] * 100).rounded() / 100
      return [
        Candidate(exactText(mean), "about the mean of \(column.name)", isShownOnly: true)
      ]
    }
  }
}

extension StudySummary {
  fileprivate var completionText: String {
    "\(method), \(recordedTrials) of \(plannedTrials) trials of \(axes.joined(separator: " "))"
  }
}

extension TrialReport {
  fileprivate var completionText: String {
    value.map { "\(measure.name) \(Float($0))" } ?? state.rawValue
  }
}
