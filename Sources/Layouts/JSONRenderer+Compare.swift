// The members of the objects of a comparison of searchers: its plan, its trials, what each reached.
import Events
import HyperparameterSearch
import JSON

extension JSONRenderer {
  func comparePlanMembers(_ plan: ComparePlan) -> Members {
    var members: Members = [
      ("searchers", .array(plan.searchers.map { .object(searcherMembers($0)) })),
      ("trials", .integer(plan.trials)), ("runs", .integer(plan.seeds.count)),
      ("seeds", .array(plan.seeds.map(JSONValue.unsigned))), ("space", .strings(plan.axes)),
      ("measure", .string(plan.measure.name)),
      ("direction", .string(plan.measure.direction.rawValue)), ("wave", .integer(plan.waveSize)),
    ]
    if let training = plan.training {
      members += [
        ("epochs", .integer(training.epochs)), ("training_rows", .integer(training.trainingRows)),
        ("validation_rows", .integer(training.validationRows)),
        ("folds", training.folds.map(JSONValue.integer) ?? .null),
      ]
    }
    return members + [("notes", .array(plan.notes.map { .object(statementMembers($0)) }))]
  }

  private func searcherMembers(_ searcher: ComparePlan.Searcher) -> Members {
    [
      ("letter", .string(searcher.letter)), ("searcher", .string(searcher.name)),
      ("trials_of_a_run", .integer(searcher.trials)),
    ]
  }

  func compareTrialMembers(_ trial: CompareTrial) -> Members {
    [
      ("searcher", .string(trial.searcher.name)), ("run", .integer(trial.run)),
      ("seed", .unsigned(trial.seed)),
    ] + trialMembers(trial.report)
  }

  func compareMembers(_ report: CompareReport) -> Members {
    func numbers(_ values: [Double?]) -> JSONValue { .array(values.map { JSONValue.optional($0) }) }
    let rows = report.rows.map { row in
      JSONValue.object(
        searcherMembers(row.searcher) + [
          ("bests", numbers(row.bests)), ("median", JSONValue.optional(row.final.median)),
          ("low_quartile", JSONValue.optional(row.final.low)),
          ("high_quartile", JSONValue.optional(row.final.high)),
          ("mean", JSONValue.optional(row.mean)),
          ("standard_error", JSONValue.optional(row.standardError)),
          (
            "trials_to_reference",
            .array(row.trialsToReference.map { $0.map(JSONValue.integer) ?? .null })
          ), ("median_trials_to_reference", JSONValue.optional(row.medianTrialsToReference)),
          ("runs_better", .integer(row.wins)), ("runs_equal", .integer(row.ties)),
          ("best_so_far_median", numbers(row.curve.map(\.median))),
          ("best_so_far_low_quartile", numbers(row.curve.map(\.low))),
          ("best_so_far_high_quartile", numbers(row.curve.map(\.high))),
        ])
    }
    return [
      ("reference", .string(report.plan.searchers[report.reference].name)),
      ("searchers", .array(rows)),
      ("ranking", .strings(report.ranking.map { report.plan.searchers[$0].name })),
      ("best_possible", JSONValue.optional(report.bestPossible)),
      ("verdict", .array(report.verdict.map { .object(statementMembers($0)) })),
    ]
  }
}
