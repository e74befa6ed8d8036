// The trials of a search in an order, and one of them by its number.
import CommandLanguage
import Events

extension TrialOrder {
  package var summary: String {
    switch self {
    case .value: "the best value first"
    case .number: "in the order tried"
    case .score: "by the figure beside the value"
    }
  }
}

extension FinishedSearch {
  package func table(by order: TrialOrder, top: Int) -> TrialTable {
    let sorted = sorted(by: order)
    return TrialTable(
      method: method, measure: measure, trials: Array(sorted.prefix(top)),
      total: sorted.count, order: order, axes: study.space.axes.map(\.name),
      runs: objective.runs, variesEpochs: halving != nil || study.space.hasPatience)
  }

  /// Trials without a value last; equals in the order of their numbers.
  func sorted(by order: TrialOrder) -> [TrialReport] {
    func isBefore(_ left: Double?, _ right: Double?, smallFirst: Bool) -> Bool? {
      guard left != right else { return nil }
      guard let left, let right else { return left != nil }
      return smallFirst ? left < right : left > right
    }
    return reports.sorted { left, right in
      let isBefore =
        switch order {
        case .number: Bool?.none
        case .value:
          isBefore(left.value, right.value, smallFirst: measure.direction == .minimize)
        case .score: isBefore(left.score, right.score, smallFirst: measure.score == .loss)
        }
      return isBefore ?? (left.number < right.number)
    }
  }

  package func trial(_ number: Int, range: SourceRange?) throws(Diagnostic) -> TrialReport {
    if let report = reports.first(where: { $0.number == number }) { return report }
    throw Diagnostic(
      id: "no-such-trial", message: "there is no trial \(number)", range: range,
      suggestion: "there are 0 to \(max(0, reports.count - 1))")
  }

  package func configuration(
    of report: TrialReport, _ settings: SettingCatalog
  ) throws(Diagnostic) -> TrialConfiguration {
    switch objective {
    case .training(let setup):
      return try SearchAxis.configuration(report.parameters, base: setup.base, settings)
    case .table(let table): throw noNetwork(of: report, in: table)
    }
  }
}
