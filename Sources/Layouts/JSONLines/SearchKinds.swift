// The kinds of searches and races, and how their closed sets and values are written.
import Events
import HyperparameterSearch

extension JSONLine {
  static let searchKinds: [any EventRecord.Type] = [
    ObjectiveRecord.self, SearchOverviewRecord.self, SearchStartedRecord.self, TrialRecord.self,
    TrialReasonRecord.self, RungRecord.self, SearchEndedRecord.self, TrialsRecord.self,
    TrialAppliedRecord.self, SearchesRecord.self, RepeatsRecord.self, ImportanceRecord.self,
    GuessesRecord.self, CompareStartedRecord.self, CompareTrialRecord.self, ComparedRecord.self,
    RaceStartedRecord.self, RaceRecord.self, RaceStageRecord.self, RaceEndedRecord.self,
    RacerTakenRecord.self,
  ]
}

extension SearchDirection: Codable {}
extension TrialState: Codable {}
extension TrialOrigin: Codable {}
extension Quantity: Codable {}
extension RacePlan.Kind: Codable {}
extension RaceNote.Kind: Codable {}
extension RaceStage.State: Codable {}

/// A number keeps its point, by which it is told from an integer.
extension ParameterValue: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self =
      if let integer = try? container.decode(Int.self) {
        .integer(integer)
      } else if let number = try? container.decode(Double.self) {
        .number(number)
      } else {
        .choice(try container.decode(String.self))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let number): try container.encode(number)
    case .integer(let integer): try container.encode(integer)
    case .choice(let word): try container.encode(word)
    }
  }
}
