// The members of the objects of a search: its plan, its trials, its end.
import Events
import HyperparameterSearch
import JSON

extension JSONRenderer {
  func planMembers(_ plan: SearchPlan) -> Members {
    let axes = plan.axes.map { axis in
      JSONValue.object([
        ("name", .string(axis.name)), ("space", .string(axis.domain)),
        ("distinct_values", axis.distinctValues.map(JSONValue.integer) ?? .null),
      ])
    }
    var members: Members = [
      ("method", .string(plan.method)), ("trials", .integer(plan.trials.upperBound)),
      ("done", .integer(plan.done)),
      ("grid_size", plan.gridSize.map(JSONValue.integer) ?? .null),
      ("brackets", .strings(plan.brackets)),
      ("wave", plan.waveSize.map(JSONValue.integer) ?? .null),
      ("objective", .string(plan.objective)),
      ("direction", .string(plan.measure.direction.rawValue)), ("seed", .unsigned(plan.seed)),
    ]
    if let training = plan.training {
      members += [
        ("epochs", .integer(training.epochs)), ("training_rows", .integer(training.trainingRows)),
        ("validation_rows", .integer(training.validationRows)),
        ("folds", training.folds.map(JSONValue.integer) ?? .null),
        ("repeats", .integer(training.repeats)),
      ]
    }
    return members + [
      ("space", .array(axes)),
      ("notes", .array(plan.notes.map { .object(statementMembers($0)) })),
    ]
  }

  func trialMembers(_ report: TrialReport) -> Members {
    let trial = report.trial
    var members: Members = [
      ("trial", .integer(trial.number)), ("params", params(trial.params)),
      ("value", JSONValue.optional(trial.value)), ("state", .string(trial.state.rawValue)),
    ]
    if let error = trial.standardError { members.append(("standard_error", .number(error))) }
    members += trial.metrics.map { ($0.name, .number($0.value)) }
    members += [
      ("best_so_far", .bool(report.isBestSoFar)), ("origin", .string(trial.origin.rawValue)),
    ]
    if !trial.curve.isEmpty {
      members.append(
        (
          "curve",
          .array(
            trial.curve.map {
              .object([("epoch", .integer($0.epoch)), ("value", .number($0.value))])
            })
        ))
    }
    if let prediction = trial.prediction {
      members += predictionMembers(prediction)
      members.append(("z", JSONValue.optional(report.zScore)))
    }
    return members
  }

  func detailMembers(_ details: TrialDetails) -> Members {
    trialMembers(details.trial) + [
      ("commands", .strings(details.commands)), ("script", .strings(details.script)),
      ("runs", .integer(details.runs)),
      ("statements", .array(details.statements.map { .object(statementMembers($0)) })),
    ]
  }

  private func predictionMembers(_ prediction: Prediction) -> Members {
    [
      ("predicted", .number(prediction.mean)), ("sd", .number(prediction.sd)),
      ("noise_sd", .number(prediction.noise)),
      ("log_ei", .number(prediction.logEI)), ("exploit", .number(prediction.exploit)),
      ("explore", .number(prediction.explore)), ("incumbent", .number(prediction.incumbent)),
      ("nearest_trial", prediction.nearestTrial.map(JSONValue.integer) ?? .null),
      ("nearest_distance", JSONValue.optional(prediction.nearestDistance)),
      ("lengthscales", .array(prediction.model.lengthscales.map(JSONValue.number))),
      ("output_scale", .number(prediction.model.outputScale)),
      ("noise", .number(prediction.model.noise)),
    ]
  }

  func rungMembers(_ rung: RungReport) -> Members {
    func numbers(_ numbers: [Int]) -> JSONValue { .array(numbers.map(JSONValue.integer)) }
    return [
      ("bracket", rung.bracket.map(JSONValue.integer) ?? .null), ("rung", .integer(rung.rung)),
      ("rungs", .integer(rung.rungs)), ("epochs", .integer(rung.epochs)),
      ("trials", numbers(rung.trials)), ("kept", numbers(rung.kept)), ("cut", numbers(rung.cut)),
      ("diverged", numbers(rung.diverged)), ("threshold", JSONValue.optional(rung.threshold)),
    ]
  }

  func reasonMembers(_ reason: TrialReason) -> Members {
    [
      ("trial", .integer(reason.number)),
      ("statements", .array(reason.statements.map { .object(statementMembers($0)) })),
    ]
  }

  private func params(_ params: [ParameterAssignment]) -> JSONValue {
    .object(params.map { ($0.name, value($0.value)) })
  }

  private func value(_ value: ParameterValue) -> JSONValue {
    switch value {
    case .number(let number): .number(number)
    case .integer(let integer): .integer(integer)
    case .choice(let word): .string(word)
    }
  }

  func searchEndMembers(_ end: SearchEnd) -> Members {
    [
      ("method", .string(end.method)), ("finished", .integer(end.finished)),
      ("planned", .integer(end.planned)), ("diverged", .integer(end.diverged)),
      ("failed", .integer(end.failed)), ("interrupted", .bool(end.interrupted)),
      ("exhausted", .bool(end.exhausted)),
      ("best", end.best.map { .object(trialMembers($0)) } ?? .null),
      ("median_value", JSONValue.optional(end.median)),
      ("standing", end.standing.map { .object(statementMembers($0)) } ?? .null),
      ("notes", .array(end.notes.map { .object(statementMembers($0)) })),
    ]
  }

  func tableMembers(_ table: TrialTable) -> Members {
    [
      ("method", .string(table.method)), ("total", .integer(table.total)),
      ("trials", .array(table.trials.map { .object(trialMembers($0)) })),
    ]
  }

  func appliedMembers(_ applied: TrialApplied) -> Members {
    [
      ("trial", .integer(applied.trial.number)), ("commands", .strings(applied.commands)),
      ("epochs", applied.epochs.map(JSONValue.integer) ?? .null),
      ("keeps_validation_rows", .bool(applied.keepsRows)),
    ]
  }

  func repeatMembers(_ report: RepeatReport) -> Members {
    let rows = report.rows.map { row in
      JSONValue.object([
        ("trial", .integer(row.trial.number)), ("params", params(row.trial.parameters)),
        ("value", JSONValue.optional(row.trial.value)),
        ("values", .array(row.values.map { JSONValue.optional($0) })),
        ("mean", JSONValue.optional(row.mean)),
        ("standard_error", JSONValue.optional(row.standardError)),
      ])
    }
    return [
      ("seeds", .integer(report.seeds)), ("trials", .array(rows)),
      ("notes", .array(report.notes.map { .object(statementMembers($0)) })),
    ]
  }

  func importanceMembers(_ report: ImportanceReport) -> Members {
    func shares(_ shares: [FANOVA.Share]) -> JSONValue {
      .array(
        shares.map { share in
          .object([
            ("axes", .strings(share.axes)), ("share", .number(share.mean)),
            ("sd", .number(share.deviation)),
          ])
        })
    }
    return [
      ("method", .string("fanova")), ("search", .string(report.method)),
      ("trials", .integer(report.trials)), ("trees", .integer(report.trees)),
      ("shares", shares(report.shares)), ("interactions", shares(report.interactions)),
    ]
  }

  func overviewMembers(_ overview: SearchOverview) -> Members {
    [
      ("space", .strings(overview.axes)),
      ("common", .array(overview.common.map { .object(statementMembers($0)) })),
      (
        "methods",
        .array(
          overview.methods.map {
            .object([("command", .string($0.name))] + statementMembers($0.what))
          })
      ),
    ]
  }

  func studyMembers(_ list: StudyList) -> Members {
    let studies = list.studies.map { study in
      JSONValue.object([
        ("search", .integer(study.id.number)),
        ("created", study.created.map(JSONValue.string) ?? .null),
        ("method", .string(study.sampler)), ("space", .strings(study.axes)),
        ("planned", .integer(study.plannedTrials)), ("trials", .integer(study.recordedTrials)),
        ("finished", .bool(study.isFinished)),
      ])
    }
    return [("searches", .array(studies))]
  }
}
