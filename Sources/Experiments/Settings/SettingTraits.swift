// What a setting is to others: whether searches and races may vary it, what another value can change
// in a run, and what follows when it changes while a session has data and weights.
import CommandLanguage

package struct SettingTraits: Sendable {
  /// Where values of one setting are compared with each other.
  package enum Comparison: Sendable { case search, race }

  /// Why values cannot be compared.
  struct Obstacle: Sendable {
    let comparisons: Set<Comparison>
    let why: String

    static func anywhere(_ why: String) -> Obstacle {
      Obstacle(comparisons: [.search, .race], why: why)
    }
    static func inSearches(_ why: String) -> Obstacle {
      Obstacle(comparisons: [.search], why: why)
    }
    static func inRaces(_ why: String) -> Obstacle { Obstacle(comparisons: [.race], why: why) }
  }

  /// What another value can change in a run, as far as a race gives reasons.
  package enum Effect: Sendable { case firstStep, stepCount, steadiness, penalty }

  /// What follows from a change in a session.
  package enum Consequence: Sendable {
    /// Training goes on with the new value.
    case nothing
    case batches
    /// The targets have to fit it, and it may want an output layer of another size.
    case loss
    /// Other rows are trained on.
    case trainedRows
    case initialWeights
    /// Initial weights too.
    case randomNumbers

    package var changesInitialWeights: Bool { self == .initialWeights || self == .randomNumbers }
  }

  /// Whether it is how the user likes to work and no part of what is trained; see `withUsersOwn`.
  package var isUsersOwn = false
  /// Whether every trial of a search has a value of its own.
  package var isTrialsOwn = false
  var obstacles: [Obstacle] = []
  /// Spaces to search; none where the values themselves are best offered.
  var spaces: [Candidate] = []
  /// Values that make a race; nil where the first two that are offered do.
  var raceValues: String?
  /// Whether a search varies it when nothing is said.
  package var isUsuallySearched = false
  /// Whether its values say what it is, as adam does.
  package var isNamedByValue = false
  /// Whether its numbers are whole ones.
  var isWhole = false
  /// Whether it takes `a=1,b=2`.
  package var takesPairs = false
  /// It plays no part while all of these are 0.
  var needsOneOf: [SettingID] = []
  package var effects: Set<Effect> = []
  package var consequence = Consequence.nothing

  /// Why a comparison must not vary it; nil where it may.
  package func obstacle(to comparison: Comparison) -> String? {
    obstacles.first { $0.comparisons.contains(comparison) }?.why
  }
}
