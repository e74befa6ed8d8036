// What the coach says of a run, and what it remembers of having said it.
import NeuralNetwork

/// Something that happened in a run, with its evidence.
package struct CoachNote: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case firstUpdate = "first_update"
    case overfitting
    case penaltyHalf = "penalty_half"
    case oscillation
    case plateau
    case deadUnits = "dead_units"
    case saturatedUnits = "saturated_units"
    case divergence
    case penaltyShare = "penalty_share"
    case zeroWeights = "zero_weights"
    case l2Pull = "l2_pull"
    case adaptiveRates = "adaptive_rates"
    case gradientNoise = "gradient_noise"

    /// Whether it calls for a change; the others are said of healthy runs too.
    package var isWarning: Bool {
      switch self {
      case .overfitting, .penaltyHalf, .oscillation, .plateau, .deadUnits, .saturatedUnits,
        .divergence:
        true
      case .firstUpdate, .penaltyShare, .zeroWeights, .l2Pull, .adaptiveRates, .gradientNoise:
        false
      }
    }
  }

  package var kind: Kind
  /// The epoch after which it was noticed.
  package var epoch: Int
  package var statement: Statement
  /// What the note is about, and how much: without news in these it is not said again.
  var about = ""
  var measure = 0.0
}

/// What was said since the weights were made. A part of the session's state, so that `undo` takes it
/// back too.
package struct CoachMemory: Sendable, Equatable {
  package struct Entry: Sendable, Equatable {
    let epoch: Int
    let about: String
    let measure: Double
  }

  private var entries: [CoachNote.Kind: Entry] = [:]

  package init() {}

  subscript(kind: CoachNote.Kind) -> Entry? { entries[kind] }

  mutating func note(_ note: CoachNote) {
    entries[note.kind] = Entry(epoch: note.epoch, about: note.about, measure: note.measure)
  }

  /// So that it may be said again.
  mutating func forget(_ kind: CoachNote.Kind) { entries[kind] = nil }
}
