// Where a session stands, and what was typed in it.
import Events
import JSON

struct StatusRecord: EventRecord {
  static let type = "status"
  struct Data: Codable {
    let name: String
    let trainingRows: Int
    let validationRows: Int
    let testRows: Int
  }
  struct Setting: Codable {
    let name: String
    let value: String
  }
  struct Race: Codable {
    let racers: Int
    @Nullable var winner: String?
  }
  struct Search: Codable {
    let method: String
    let trials: Int
    let planned: Int
  }
  @Nullable var data: Data?
  @Nullable var layers: String?
  let epoch: Int
  let rowsDone: Int
  @Nullable var loss: Double?
  let settings: [Setting]
  @Nullable var race: Race?
  @Nullable var search: Search?
}

extension StatusRecord {
  init(_ report: StatusReport) {
    self.init(
      data: report.data.map {
        Data(
          name: $0.name, trainingRows: $0.trainingRows, validationRows: $0.validationRows,
          testRows: $0.testRows)
      },
      layers: report.layers, epoch: report.epoch, rowsDone: report.rowsDone, loss: report.loss,
      settings: report.settings.map { Setting(name: $0.name, value: $0.value) },
      race: report.race.map { Race(racers: $0.racers, winner: $0.winner) },
      search: report.search.map {
        Search(method: $0.method, trials: $0.trials, planned: $0.planned)
      })
  }
}

struct HistoryRecord: EventRecord {
  static let type = "history"
  struct Entry: Codable {
    let number: Int
    let command: String
  }
  @Nullable var pattern: String?
  let count: Int
  let latest: [Entry]
}

extension HistoryRecord {
  init(_ report: HistoryReport) {
    self.init(
      pattern: report.pattern, count: report.count,
      latest: report.latest.map { Entry(number: $0.number, command: $0.command) })
  }
}

struct ClearedRecord: EventRecord {
  static let type = "cleared"
}
