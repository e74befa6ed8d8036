// What a race begins with and what it has left: of each racer what a training has left.
import Datasets
import Events
import NeuralNetwork

extension PreparedRace {
  /// Nil where a racer has no weights.
  package func remains(of race: FinishedRace) -> [UInt8]? {
    var writer = CheckpointWriter()
    for (entrant, result) in zip(entrants, race.results) {
      guard let begin = begin(of: entrant) else { return nil }
      var after = begin.state
      result.end.restore(in: &after)
      guard begin.write(after, to: &writer) else { return nil }
      writer.write(result.weightsEpoch)
      writer.write(result.wasInterrupted)
    }
    writer.write(race.winner) { $0.write($1) }
    writer.write(race.testLead) {
      $0.write($1.racer)
      $0.write($1.winner)
      $0.write($1.difference)
    }
    return writer.bytes
  }

  package func race(with bytes: [UInt8]) throws(UnreadableCheckpoint) -> FinishedRace {
    var reader = CheckpointReader(bytes)
    var results: [FinishedRace.Result] = []
    for entrant in entrants {
      guard let begin = begin(of: entrant) else { throw UnreadableCheckpoint() }
      let after = try begin.state(reading: &reader)
      results.append(
        FinishedRace.Result(
          racer: entrant.racer, end: TrainingPosition(after), weightsEpoch: try reader.integer(),
          lastTrain: after.lastTrain, wasInterrupted: try reader.bool()))
    }
    let winner = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      try reader.text()
    }
    let lead = try reader.optional { (reader) throws(UnreadableCheckpoint) in
      TestLead(
        racer: try reader.text(), winner: try reader.text(),
        difference: try reader.pairedDifference())
    }
    guard reader.isAtEnd else { throw UnreadableCheckpoint() }
    return FinishedRace(kind: kind, results: results, winner: winner, testLead: lead)
  }

  /// Nil if it was stopped.
  private func begin(of entrant: Entrant) -> TrainingBegin? {
    let state = entrant.stateOnTrack
    guard
      let start = try? state.startOfRace(on: data, checkStop: { () throws(Stopped) in })
    else { return nil }
    return TrainingBegin(state, rows: rows, start: start, goal: goal)
  }
}

extension Entrant {
  /// With which it is trained.
  var stateOnTrack: SessionState {
    var state = state
    state.race = nil
    return state
  }
}

extension SessionState {
  /// The weights there are, or initial ones.
  func startOfRace(
    on data: PreparedData, checkStop: StopCheck
  ) throws(Stopped) -> TrainingState {
    if let training { return training }
    let shape = NetworkShape(
      inputs: data.training.inputCount, hidden: hidden ?? [],
      outputs: data.outputCount(settings.training))
    return try TrainingState(
      shape: shape, seed: settings.training.seed, initializer: settings.training.initializer,
      checkStop: checkStop)
  }
}
