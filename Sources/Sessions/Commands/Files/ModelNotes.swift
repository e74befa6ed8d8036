// What someone should know who goes on from a model file: where the rows, the network's task or the settings
// are other than they were.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Text

struct ModelNotes {
  @Boxed private(set) var file: ModelDescription
  @Boxed private(set) var contents: ModelFile.Contents
  /// The rows as they were before they were prepared for the model, and after.
  @Boxed private(set) var own: PreparedData
  @Boxed private(set) var data: PreparedData
  let history: RowHistory
  /// That loads the file.
  let command: String
  let preparation: Preparation

  private var settings: SessionSettings { preparation.state.settings }

  var all: [ModelLoaded.Note] {
    var notes = rowNotes
    let now = data.loss(settings.training).rawValue
    if let loss = file.loss, loss != now { notes.append(.loss(saved: loss, now: now)) }
    notes += settingNotes
    if !contents.hasOptimizerState, settings.training.optimizer.remembers {
      notes.append(.noOptimizerState)
    }
    if contents.nonFiniteCount > 0 { notes.append(.notFinite(count: contents.nonFiniteCount)) }
    return notes
  }

  /// In an order in which they can be typed: `set optimizer lion` is refused while L1 is proximal.
  private var settingNotes: [ModelLoaded.Note] {
    var (first, later): ([ModelLoaded.Note], [ModelLoaded.Note]) = ([], [])
    for setting in preparation.settings.ofTraining {
      guard let text = file.settings.first(where: { $0.name == setting.name })?.value else {
        continue
      }
      var changed = settings
      guard let note = note(on: setting, saved: text, &changed) else { continue }
      let isPossible = (try? changed.training.checkProximal(SourceRange(at: 0))) != nil
      if isPossible { first.append(note) } else { later.append(note) }
    }
    return first + later
  }

  /// Of a setting that is not as the file says; only what can be typed is advised.
  private func note(
    on setting: Setting, saved text: String, _ changed: inout SessionSettings
  ) -> ModelLoaded.Note? {
    let now = setting.read(settings)
    guard (try? setting.write(&changed, Word(text, range: SourceRange(at: 0)))) != nil else {
      return .settingUnreadable(
        name: setting.name, saved: String(text.prefix(60)), accepts: setting.accepts, now: now)
    }
    // A loss for other targets has a note of its own.
    let loss = try? changed.training.loss.loss(for: data.training.targets)
    let outputs = data.outputCount(settings.training)
    let isFitting = loss?.outputs(for: data.training.targets) == outputs
    guard setting.traits.consequence != .loss || isFitting else { return nil }
    let saved = setting.read(changed)
    return saved == now ? nil : .setting(name: setting.name, saved: saved, now: now)
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
      return [.testRowsTrainedOn(count: seen.test, of: testRows, split: splitCommands)]
    case .rows(let rows) where seen.training == 0 && !rows.training.isEmpty:
      return [.newRows(count: data.training.count + testRows)]
    case .rows: return []
    }
  }

  /// The commands that divide the same data as they were divided and load the file again; none where they
  /// would change nothing, or are not known to.
  private var splitCommands: [String] {
    guard let seed = file.splitSeed, let share = file.testFraction, let split = data.split,
      file.data == data.name, let again = preparation.dataCommand,
      let divisions = DataCommand().divisions(in: file.division)
    else { return [] }
    let isDividedFurther = again.isDividedFurther || !divisions.isEmpty
    var options: [(name: String, value: String)] = []
    if !history.seenBefore.areAll, !isDividedFurther {
      // Other rows are divided in another way, whatever the seed.
      guard let missing = file.missing, missing != .refuse, missing != data.missing else {
        return []
      }
      options.append(("missing", missing.rawValue))
    }
    if split.testFraction != share { options.append(("test", exactText(share))) }
    if split.seed != seed { options.append(("seed", String(seed))) }
    guard !options.isEmpty || isDividedFurther, let text = again.with(options) else { return [] }
    return [text] + divisions + [command]
  }
}
