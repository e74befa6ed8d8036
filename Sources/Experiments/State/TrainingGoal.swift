// How far a run of training goes: to an epoch, or until a condition holds. An interrupted run leaves
// its goal behind, so that `train` alone goes on.
import CommandLanguage
import Events

package struct TrainingGoal: Sendable, Equatable {
  /// The epoch at which it ends at the latest; a schedule runs over the epochs up to it.
  package var target: Int
  /// Without its places: it is kept when its line is gone.
  package let condition: Condition?

  package init(target: Int, condition: Condition? = nil) {
    self.target = target
    self.condition = condition?.withoutPlaces
  }

  package static func == (left: TrainingGoal, right: TrainingGoal) -> Bool {
    left.target == right.target && left.condition?.text == right.condition?.text
  }
}

extension Condition {
  /// Whether test rows decide when it holds.
  package var looksAtTest: Bool {
    comparisons.contains { $0.name.lowercased.hasPrefix("test_") }
  }

  /// Whether it asks for figures that are computed only then.
  package var wantsFigures: Bool {
    comparisons.contains { Quantity(rawValue: $0.name.lowercased)?.figure != nil }
  }

  /// Names it all, or says which quantity there is none of.
  package func check(_ kind: RunKind) throws(Diagnostic) {
    for comparison in comparisons {
      let quantity = try kind.quantity(comparison.name)
      let isShare =
        [.trainAccuracy, .validationAccuracy, .testAccuracy].contains(quantity)
        || quantity.figure?.isShare ?? false
      // Whoever writes 95 means percent.
      if isShare, !(0...1).contains(comparison.number) {
        throw Diagnostic(
          id: "out-of-range",
          message: "\(shown(comparison.numberWord.text)) is not a share from 0 to 1",
          range: comparison.numberWord.range,
          suggestion: (0...100).contains(comparison.number)
            && !comparison.isPercent
            ? "`\(comparison.numberWord.text)%`" : nil)
      }
    }
  }

  /// The comparisons that an epoch's figures make the condition hold by; nil when it does not hold.
  package func reasons(in report: EpochReport) -> [Comparison]? {
    reasons { comparison in
      guard let value = comparison.value(in: report) else { return false }
      return comparison.relation.holds(value, comparison.number)
    }
  }

  /// The first epoch after `start` at which the epoch count alone makes it hold, if the other
  /// figures all do (`others`) or none does. Nil when there is none within the most epochs there are.
  package func firstEpoch(after start: Int, others: Bool) -> Int? {
    // Comparisons with the epoch change only at these, so the first time it holds is one of them.
    var turns = [start + 1]
    for comparison in comparisons where comparison.isAboutEpoch {
      for turn in [comparison.number.rounded(.up), comparison.number.rounded(.down) + 1] {
        guard let epoch = Int(exactly: turn), epoch > start,
          epoch - start <= TrainingLimits.mostEpochs
        else { continue }
        turns.append(epoch)
      }
    }
    return turns.sorted().first { epoch in
      reasons { comparison in
        comparison.isAboutEpoch
          ? comparison.relation.holds(Double(epoch), comparison.number) : others
      } != nil
    }
  }
}

extension Comparison {
  func value(in report: EpochReport) -> Double? {
    Quantity(rawValue: name.lowercased)?.value(in: report)
  }

  fileprivate var isAboutEpoch: Bool { name.lowercased == Quantity.epoch.rawValue }
}
