// The commands that train a trial of a search again, from an empty session to the same bits.
import CommandLanguage
import Events
import HyperparameterSearch
import NeuralNetwork

extension FinishedSearch {
  /// Commands for a new session; after the last one the test loss is the trial's validation loss. Of
  /// several folds or repeats it is the first training. Empty where nothing is trained.
  ///
  /// - Parameters:
  ///   - commands: those that make the data.
  ///   - rows: how many a trial that was cut was trained on; nil where they are not there any more.
  package func script(
    of report: TrialReport, data commands: [String], rows: Int?, _ settings: SettingCatalog
  ) throws(Diagnostic) -> [String] {
    switch objective {
    case .training(let setup):
      let configuration = try SearchAxis.configuration(
        report.parameters, base: setup.base, settings)
      var division = "data validation seed=\(setup.divisionSeed)"
      if let folds = setup.folds { division += " fold=1 folds=\(folds)" }
      let changed = settings.all.filter { setting in
        !setting.traits.isUsersOwn && !setting.traits.isTrialsOwn
          && setting.read(configuration.settings) != setting.standard
      }
      return commands + configuration.featuresCommand + [division]
        + LayerText.script(configuration.hidden)
        + changed.map { "set \($0.name) \($0.read(configuration.settings))" }
        + ["set seed \(study.trialSeed(report.number))"]
        + [
          Self.training(
            of: report, configuration.epochs ?? setup.epochs, rows: rows,
            configuration.settings.training)
        ]
    case .table: return []
    }
  }

  /// As many epochs as were planned, since a schedule runs over them, ended where the trial was cut
  /// or best. Where `lr` stays as it is, that many alone are the same.
  private static func training(
    of report: TrialReport, _ planned: Int, rows: Int?, _ settings: TrainingSettings
  ) -> String {
    let ended = report.bestEpoch ?? (report.state == .pruned ? report.epochs : nil)
    guard let epochs = ended, epochs < planned else {
      return "train \(planned)"
    }
    guard let rows, rows > 0, settings.schedule != .constant || report.bestEpoch == nil else {
      return "train \(epochs)"
    }
    return "train \(planned) stop=\(epochs * settings.stepsInEpoch(of: rows))"
  }
}

extension TrialConfiguration {
  /// What makes the network see what the trial saw; none where that is what the session's sees.
  package var featuresCommand: [String] {
    features.map { ["features \(Word.source(of: $0))"] } ?? []
  }
}
