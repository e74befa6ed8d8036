// What someone should know who goes on from a model file: where the rows, the network's task or the settings
// are other than they were.
import Events
import Experiments
import NeuralNetwork
import Text

struct ModelNotes {
  let file: ModelDescription
  let contents: ModelFile.Contents
  /// The rows as they were before they were prepared for the model, and after.
  let own: PreparedData
  let data: PreparedData
  let history: RowHistory
  let preparation: Preparation

  private var settings: SessionSettings { preparation.state.settings }

  var all: [ModelLoaded.Note] {
    var notes = rowNotes
    let now = data.loss(settings.training).rawValue
    if let loss = file.loss, loss != now { notes.append(.loss(saved: loss, now: now)) }
    for setting in preparation.settings.ofTraining {
      let now = setting.read(settings)
      guard let saved = file.settings.first(where: { $0.name == setting.name })?.value,
        saved != now
      else { continue }
      notes.append(.setting(name: setting.name, saved: saved, now: now))
    }
    if !contents.hasOptimizerState, settings.training.optimizer.remembers {
      notes.append(.noOptimizerState)
    }
    if contents.nonFiniteCount > 0 { notes.append(.notFinite(count: contents.nonFiniteCount)) }
    return notes
  }

  private var rowNotes: [ModelLoaded.Note] {
    var notes: [ModelLoaded.Note] = []
    let rows = data.training.count
    if let name = file.data, let saved = file.trainingRows, name != data.name || saved != rows {
      notes.append(.data(saved: name, savedRows: saved, now: data.name, nowRows: rows))
    }
    guard let model = file.preparation else {
      // A file that does not say what its data is does not know of features either.
      if file.data != nil, data.columns.count == 2, file.features != data.featureText {
        let plain = InputFeature.plain.map(\.rawValue).joined(separator: " ")
        notes.append(.features(saved: file.features ?? plain, now: data.featureText ?? plain))
      }
      return notes + [.noPreparation]
    }
    if model != own.preparation {
      notes.append(
        .prepared(isReordered: own.columns.map(\.name) != data.columns.map(\.name)))
    }
    return notes + historyNotes
  }

  private var historyNotes: [ModelLoaded.Note] {
    let testRows = data.test?.count ?? 0
    let seen = history.seenBefore
    switch history.before {
    case .nothing: return []
    case .unknown: return [.rowsNotKnown]
    case .rows where seen.test > 0:
      return [.testRowsTrainedOn(count: seen.test, of: testRows, split: splitCommand)]
    case .rows(let rows) where seen.training == 0 && !rows.training.isEmpty:
      return [.newRows(count: data.training.count + testRows)]
    case .rows: return []
    }
  }

  /// The command that divides the same data as they were divided; nil where it would change nothing.
  private var splitCommand: String? {
    guard let seed = file.splitSeed, let share = file.testFraction, let split = data.split,
      file.data == data.name, split.seed != seed || split.testFraction != share,
      let command = preparation.state.dataCommands.first
    else { return nil }
    let words = command.split(separator: " ").filter {
      !$0.hasPrefix("seed=") && (split.testFraction == share || !$0.hasPrefix("test="))
    }
    let test = split.testFraction == share ? [] : ["test=\(exactText(share))"]
    return (words.map(String.init) + test + ["seed=\(seed)"]).joined(separator: " ")
  }
}
