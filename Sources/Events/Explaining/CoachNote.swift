// What the coach says of a run.

/// Something that happened in a run, with its evidence.
package struct CoachNote: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    case firstUpdate = "first_update"
    case overfitting
    case penaltyHalf = "penalty_half"
    case penaltyTooStrong = "penalty_too_strong"
    case oscillation
    case plateau
    case deadUnits = "dead_units"
    case saturatedUnits = "saturated_units"
    case divergence
    case penaltyUnstable = "penalty_unstable"
    case weightsInRuin = "weights_in_ruin"
    case growth
    case penaltyShare = "penalty_share"
    case zeroWeights = "zero_weights"
    case penaltyEffect = "penalty_effect"
    case adaptiveRates = "adaptive_rates"
    case gradientNoise = "gradient_noise"
    case summary

    /// Whether it calls for a change; the others are said of healthy runs too.
    package var isWarning: Bool {
      switch self {
      case .overfitting, .penaltyHalf, .penaltyTooStrong, .oscillation, .plateau, .deadUnits,
        .saturatedUnits, .divergence, .penaltyUnstable, .weightsInRuin, .growth:
        true
      case .firstUpdate, .penaltyShare, .zeroWeights, .penaltyEffect, .adaptiveRates,
        .gradientNoise, .summary:
        false
      }
    }

    /// Whether it is arithmetic that is said to those alone who want all of it.
    package var isArithmetic: Bool {
      switch self {
      case .firstUpdate, .adaptiveRates, .gradientNoise: true
      default: false
      }
    }
  }

  package var kind: Kind
  /// The epoch after which it was noticed.
  package var epoch: Int
  package var statement: Statement
  /// What the note is about, and how much: without news in these it is not said again.
  package var about = ""
  package var measure = 0.0

  package init(
    kind: Kind, epoch: Int, statement: Statement, about: String = "", measure: Double = 0.0
  ) {
    self.kind = kind
    self.epoch = epoch
    self.statement = statement
    self.about = about
    self.measure = measure
  }
}
