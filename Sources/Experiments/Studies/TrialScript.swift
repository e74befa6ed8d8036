// The commands that train a trial of a search again, from an empty session to the same bits.
import CommandLanguage
import Events

extension FinishedSearch {
  /// Commands for a new session; after the last one the test loss is the trial's validation loss, of a
  /// trial that was cut after so many epochs as it had. Of several folds or repeats it is the first
  /// training. Empty where nothing is trained.
  ///
  /// - Parameter commands: those that make the data.
  package func script(
    of report: TrialReport, data commands: [String], _ settings: SettingCatalog
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
      return commands + [division] + LayerText.script(configuration.hidden)
        + changed.map { "set \($0.name) \($0.read(configuration.settings))" }
        + ["set seed \(study.trialSeed(report.number))", "train \(setup.epochs)"]
    case .table: return []
    }
  }
}
