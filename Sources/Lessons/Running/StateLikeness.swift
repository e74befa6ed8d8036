// Whether two states are the same to a lesson, and if not, how they differ, in words.
import Events
import Experiments
import NeuralNetwork

extension SessionState {
  /// The same data, network, settings and weights to the bit, and as many trials and races.
  func isLike(_ other: SessionState) -> Bool {
    effective == other.effective && hasSameData(as: other)
      && (hidden ?? []) == (other.hidden ?? []) && hasSameResults(as: other)
  }

  /// Its settings, with all rows in a batch called so.
  private var effective: TrainingSettings {
    var settings = settings.training
    if settings.batchSize.rows(of: .max) >= trainedRowCount ?? .max { settings.batchSize = .full }
    return settings
  }

  /// Whether nothing was trained or searched between them.
  func hasSameResults(as other: SessionState) -> Bool {
    training?.stepCount == other.training?.stepCount && training?.epoch == other.training?.epoch
      && training?.parameters == other.training?.parameters
      && search?.study.trials.count == other.search?.study.trials.count
      && search?.best?.trial.value == other.search?.best?.trial.value
      && race?.winner == other.race?.winner
      && race?.results.map(\.racer.name) == other.race?.results.map(\.racer.name)
  }

  private func hasSameData(as other: SessionState) -> Bool {
    dataCommands == other.dataCommands
      || data?.training.fingerprint == other.data?.training.fingerprint
        && data?.test?.fingerprint == other.data?.test?.fingerprint
  }

  /// A sentence for each thing in which another state is not as this one.
  ///
  /// - Parameter commands: what these are about is left out.
  func differences(to other: SessionState, besides commands: [String]) -> [String] {
    let typed = commands.compactMap(TypedCommand.init)
    func isNamed(_ names: String...) -> Bool { typed.contains { names.contains($0.name) } }
    // They bring settings, layers or data of their own.
    if isNamed("use", "lesson", "rerun", "model") { return [] }
    var found = isNamed("data", "features") ? [] : [differenceOfData(to: other)].compactMap(\.self)
    if (hidden ?? []) != (other.hidden ?? []), !isNamed("layer", "layers") {
      let layers = other.hidden ?? []
      let text = layers.map { "\($0.units) \($0.activation.rawValue)" }.joined(separator: ", ")
      found.append("The hidden layers are now \(layers.isEmpty ? "none" : text).")
    }
    let settings = settings.withUsersOwn(of: other.settings)
    for setting in SettingCatalog().all {
      let (before, after) = (setting.read(settings), setting.read(other.settings))
      let isSet = typed.contains { command in
        ["set", "unset"].contains(command.name)
          && command.arguments.contains {
            $0 == setting.name || $0.hasPrefix(setting.name + "=")
          }
      }
      if before != after, !isSet {
        found.append("\(setting.name) is now \(after), it was \(before).")
      }
    }
    return found
  }

  func differenceOfData(to other: SessionState) -> String? {
    guard !hasSameData(as: other), let data = other.data else { return nil }
    guard self.data?.name == data.name else { return "The data are now \(data.name)." }
    return "The data are others now: \(other.dataCommands.joined(separator: "; "))."
  }
}
