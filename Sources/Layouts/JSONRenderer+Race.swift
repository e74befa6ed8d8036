// The members of the objects of a race: `race_started`, a `race` for each racer and epoch, a `race_stage`
// wherever all wait, `race_ended` with the outcome of each and the verdict.
import Events
import JSON
import NeuralNetwork

extension JSONRenderer {
  func racePlanMembers(_ plan: RacePlan) -> Members {
    [
      ("kind", .string(plan.kind.rawValue)), ("from_epoch", .integer(plan.fromEpoch)),
      ("to_epoch", .integer(plan.toEpoch)),
      ("condition", plan.condition.map(JSONValue.string) ?? .null),
      ("training_rows", .integer(plan.rows)), ("train_rows", .integer(plan.figureRows)),
      ("validation_rows", .integer(plan.validationRows)), ("seed", .unsigned(plan.seed)),
      ("same_start", .bool(plan.hasSameStart)), ("ranked_by", .string(plan.judge.rawValue)),
      ("racers", .array(plan.racers.map { .object(racerMembers($0)) })),
    ]
  }

  func racerMembers(_ racer: Racer) -> Members {
    [
      ("racer", .string(racer.letter)), ("name", .string(racer.name)),
      ("params", .object(racer.parameters.map { ($0.name, .string($0.value)) })),
    ]
  }

  func raceStageMembers(_ stage: RaceStage) -> Members {
    let standings = stage.standings.map { standing in
      JSONValue.object([
        ("racer", .string(standing.racer)), ("loss", JSONValue.optional(standing.loss)),
        ("state", .string(standing.state.rawValue)),
      ])
    }
    return [("epoch", .integer(stage.epoch)), ("standings", .array(standings))]
  }

  func raceEndMembers(_ end: RaceEnd) -> Members {
    let verdict = end.verdict.map {
      JSONValue.object([("kind", .string($0.kind.rawValue))] + statementMembers($0.statement))
    }
    return [
      ("kind", .string(end.plan.kind.rawValue)), ("interrupted", .bool(end.isInterrupted)),
      ("ranked_by", .string(end.plan.judge.rawValue)),
      ("winner", end.winner.map { .string($0.racer.letter) } ?? .null),
      ("racers", .array(end.finishes.map { .object(finishMembers($0)) })),
      ("verdict", .array(verdict)),
    ]
  }

  private func finishMembers(_ finish: RaceFinish) -> Members {
    let state: Members =
      switch finish.reason {
      case .finished: [("state", .string("finished"))]
      case .conditionReached: [("state", .string("condition"))]
      case .patienceSpent: [("state", .string("patience"))]
      case .interrupted: [("state", .string("interrupted"))]
      case .diverged(let divergence):
        [
          ("state", .string("diverged")), ("at_step", .integer(divergence.step)),
          ("in_epoch", .integer(divergence.epoch)),
        ]
      }
    return racerMembers(finish.racer) + [("place", finish.place.map(JSONValue.integer) ?? .null)]
      + state + epochMembers(finish.report) + [
        ("steps", .integer(finish.steps)), ("parameters", .integer(finish.parameters)),
        ("rises", .integer(finish.rises)), ("sum_of_squares", .number(finish.squares)),
        ("sum_of_magnitudes", .number(finish.magnitudes)), ("zeros", .integer(finish.zeros)),
        ("first_step_mean_gradient", JSONValue.optional(finish.firstStep?.gradient)),
        ("first_step_mean_move", JSONValue.optional(finish.firstStep?.move)),
        ("fingerprint", .string(finish.fingerprint.description)),
      ]
  }

  func takenMembers(_ taken: RacerTaken) -> Members {
    racerMembers(taken.racer) + [
      ("epoch", .integer(taken.epoch)), ("rows_done_in_epoch", .integer(taken.rowsDoneInEpoch)),
      ("weights_epoch", .integer(taken.weightsEpoch)), ("commands", .strings(taken.commands)),
      ("fingerprint", .string(taken.fingerprint.description)),
    ]
  }
}
