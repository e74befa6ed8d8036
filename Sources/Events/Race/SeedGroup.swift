// Racers that differ in nothing but the seed, summed up: what a setting comes to whatever the luck.
import HyperparameterSearch

package struct SeedGroup: Sendable, Equatable {
  /// Of one loss over the seeds.
  package struct Average: Sendable, Equatable {
    package var mean: Double
    package var standardError: Double
  }

  /// "lr 0.3": what the racers have in common and the others do not.
  package var name: String
  package var parameters: [Racer.Parameter]
  package var letters: [String]
  /// Of the judging loss; nil where one of them diverged.
  package var judged: Average?
  /// Nil without test rows.
  package var tested: Average?

  /// The best first. Empty where the racers differ only in the seed, or not in it, and where a setting ran
  /// with one seed only.
  package static func all(of plan: RacePlan, _ finishes: [RaceFinish]) -> [SeedGroup] {
    var members: [(parameters: [Racer.Parameter], finishes: [RaceFinish])] = []
    for finish in finishes {
      guard finish.racer.parameters.contains(where: { $0.name == plan.luck }) else { return [] }
      let others = finish.racer.parameters.filter { $0.name != plan.luck }
      if let place = members.firstIndex(where: { $0.parameters == others }) {
        members[place].finishes.append(finish)
      } else {
        members.append((others, [finish]))
      }
    }
    guard members.count > 1, members.allSatisfy({ $0.finishes.count > 1 }) else { return [] }
    let groups = members.map { SeedGroup($0.parameters, $0.finishes, plan) }
    return groups.enumerated().sorted { left, right in
      let (a, b) = (
        left.element.judged?.mean ?? .infinity, right.element.judged?.mean ?? .infinity
      )
      return a != b ? a < b : left.offset < right.offset
    }.map(\.element)
  }

  private init(_ parameters: [Racer.Parameter], _ finishes: [RaceFinish], _ plan: RacePlan) {
    self.parameters = parameters
    letters = finishes.map(\.racer.letter)
    // A racer's name has a part for each of its parameters.
    let racer = finishes[0].racer
    name = zip(racer.parameters, racer.name.splitAtCommas)
      .filter { $0.0.name != plan.luck }.map(\.1).joined(separator: ", ")
    let isWhole = finishes.allSatisfy { $0.place != nil }
    judged = isWhole ? Self.average(finishes.map { plan.judge.value(in: $0.report) }) : nil
    tested = isWhole ? Self.average(finishes.map { $0.report.test?.dataLoss }) : nil
  }

  private static func average(_ values: [Double?]) -> Average? {
    let known = values.compactMap(\.self)
    guard known.count == values.count, let error = Statistics.standardError(of: known) else {
      return nil
    }
    return Average(mean: known.reduce(0, +) / Double(known.count), standardError: error)
  }
}

extension String {
  /// The parts of "lr 0.3, seed 1".
  fileprivate var splitAtCommas: [String] {
    var parts = [""]
    for character in self {
      if character == "," {
        parts.append("")
      } else if character != " " || !parts[parts.count - 1].isEmpty {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}

extension RaceEnd {
  /// The settings raced with several seeds each.
  package var groups: [SeedGroup] { isInterrupted ? [] : SeedGroup.all(of: plan, finishes) }
}
