// `status`: where the session stands, in a few lines.
import CommandLanguage
import Events
import Experiments

struct StatusCommand: Command {
  let signature = CommandSignature(
    "status", summary: "where this session stands", area: CommandArea.shell,
    forms: [Form("status", "data, network, training, settings, race and search in a few lines")],
    examples: [
      Example("status", "what there is so far", setup: ["data circle n=60", "train 5"])
    ])

  func prepare(_ arguments: Arguments, _ preparation: inout Preparation) -> Work {
    .say(.status(StatusReport(preparation.state, preparation.settings)))
  }
}

extension StatusReport {
  fileprivate init(_ state: SessionState, _ settings: SettingCatalog) {
    self.init(
      data: state.data.map {
        let trained = state.trainedRowCount ?? $0.training.count
        return Data(
          name: $0.name, trainingRows: trained, validationRows: $0.training.count - trained,
          testRows: $0.test?.count ?? 0)
      },
      layers: state.hidden.map { String(LayerText.command($0).dropFirst("layers ".count)) },
      epoch: state.training?.epoch ?? 0,
      rowsDone: state.training?.rowsDoneInEpoch ?? 0,
      loss: state.reportOfWeights?.training.loss,
      settings: settings.all.filter {
        !$0.id.isPreference && $0.read(state.settings) != $0.standard
      }.map {
        Setting(name: $0.name, value: $0.read(state.settings))
      },
      race: state.race.map { Race(racers: $0.results.count, winner: $0.winner) },
      search: state.search.map {
        Search(method: $0.method, trials: $0.study.trials.count, planned: $0.planned)
      })
  }
}
