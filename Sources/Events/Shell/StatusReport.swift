// What `status` says: where a session stands.

package struct StatusReport: Sendable, Equatable {
  package struct Data: Sendable, Equatable {
    package var name: String
    /// Those that are trained on.
    package var trainingRows: Int
    /// Those kept for validation.
    package var validationRows: Int
    package var testRows: Int

    package init(name: String, trainingRows: Int, validationRows: Int = 0, testRows: Int) {
      (self.name, self.trainingRows) = (name, trainingRows)
      (self.validationRows, self.testRows) = (validationRows, testRows)
    }
  }

  package struct Setting: Sendable, Equatable {
    package var name: String
    package var value: String

    package init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  package struct Race: Sendable, Equatable {
    package var racers: Int
    /// The letter of the best, if any is ranked.
    package var winner: String?

    package init(racers: Int, winner: String?) { (self.racers, self.winner) = (racers, winner) }
  }

  package struct Search: Sendable, Equatable {
    package var method: String
    package var trials: Int
    package var planned: Int

    package init(method: String, trials: Int, planned: Int) {
      (self.method, self.trials, self.planned) = (method, trials, planned)
    }
  }

  package var data: Data?
  /// As `layers` takes them; nil while nothing was said of them.
  package var layers: String?
  package var epoch: Int
  /// Rows of the next epoch already done.
  package var rowsDone: Int
  /// The loss on training rows after the last whole epoch, or of the earlier one whose weights were taken
  /// back; penalties included.
  package var loss: Double?
  /// Those that differ from what a session begins with.
  package var settings: [Setting]
  package var race: Race?
  package var search: Search?

  package init(
    data: Data?, layers: String?, epoch: Int, rowsDone: Int, loss: Double?, settings: [Setting],
    race: Race?, search: Search?
  ) {
    self.data = data
    self.layers = layers
    self.epoch = epoch
    self.rowsDone = rowsDone
    self.loss = loss
    self.settings = settings
    self.race = race
    self.search = search
  }
}
