// Validation: how the rows are divided between training, choosing and the last judgement.
import Datasets
import Events
import Experiments

extension Topic {
  static let validation = Topic(
    name: "validation",
    aliases: ["validation set", "validation rows", "hold out", "split", "watch"],
    title: "Validation: rows kept to choose by",
    group: .data, summary: "rows kept to choose",
    seeAlso: ["generalization", "hyperparameter", "early-stopping"],
    idea: [
      """
      Rows have three parts to play, and no row can play two: some train the network, some choose among \
      trained networks, some judge the one that was chosen. The best of many trials owes part of its score \
      to luck on the very rows that chose it, so those rows cannot judge it.
      """
    ],
    formulas: [
      "training rows     change the weights, step by step",
      "validation rows   choose settings such as lr, and layers",
      "test rows         judge what was chosen",
    ],
    now: { $0.validationNow },
    tryNext: { $0.validationTrials })
}

extension SessionState {
  fileprivate var validationNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle` makes some."] }
    let parts = data.division(
      validationFraction: PreparedData.validationFraction, seed: settings.training.seed)
    let tests: Statement =
      data.test.map { "\($0.count, "test_rows") test rows are left alone" }
      ?? "there are no test rows"
    guard parts.validation.count > 0 else {
      return [
        """
        There are \(data.training.count, "rows") training rows, too few to keep any for validation; \
        \(tests).
        """
      ]
    }
    let watched: Statement =
      switch settings.training.watch {
      case .test:
        """
        After every epoch `train` shows the test rows' figures: rows that one chooses by say less about \
        new ones. \
        `set watch validation` shows validation rows instead.
        """
      case .validation:
        "After every epoch `train` shows the validation rows' figures; `eval` looks at the test rows."
      case .none: "`train` looks at none but training rows; `eval` looks at the test rows."
      }
    var statements: [Statement] = [
      """
      \(trainUses(data)) A search would train on \
      \(parts.kept.count, "search_rows") of them and judge on the other \
      \(parts.validation.count, "validation_rows"); \(tests).
      """
    ]
    if data.test != nil { statements.append(watched) }
    guard let best = bestTrial, let value = best.value else { return statements }
    statements.append(
      """
      The last search's best of \(search?.reports.count ?? 0, "trials") trials had a \
      \(search?.measure.name ?? "value") of \(value, "best_value"): expect a little worse on new rows.
      """)
    return statements
  }

  private func trainUses(_ data: PreparedData) -> Statement {
    let count = data.training.count
    guard keepsValidation, let trained = trainedRowCount, trained < count else {
      return "`train` uses all \(count, "rows") training rows."
    }
    return """
      Of the \(count, "rows") training rows `train` uses \(trained, "trained_rows"); the rest is kept for \
      validation.
      """
  }

  /// The best trial of the last search; nil without any that stayed finite.
  var bestTrial: TrialReport? {
    search.flatMap { found in
      found.study.best.flatMap { best in found.reports.first { $0.number == best.number } }
    }
  }

  fileprivate var validationTrials: [TopicReport.Trial] {
    let trials = searchTrial(
      "search random trials=8 epochs=5 lr=1e-3..1:log",
      why: "eight rates, judged on validation rows")
    if search != nil {
      return trials + [.init(command: "trials", why: "what the last search found")] + enough(trials)
    }
    return trials + [.init(command: "data", why: "how many rows there are")] + enough(trials)
  }

  /// A second command where there are too few rows to search.
  private func enough(_ trials: [TopicReport.Trial]) -> [TopicReport.Trial] {
    trials.isEmpty ? [.init(command: "data circle", why: "more rows\(layerCost)")] : []
  }
}
