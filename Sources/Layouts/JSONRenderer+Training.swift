// The members of training, evaluation and explanation objects.
import Events
import JSON
import NeuralNetwork
import Presentation

extension JSONRenderer {
  func networkMembers(_ report: NetworkReport) -> Members {
    let layers = report.layers.map { layer in
      JSONValue.object([
        ("units", .integer(layer.units)),
        ("activation", activation(layer.activation, outputFor: layer.isOutput ? report.loss : nil)),
        ("inputs", layer.inputs.map(JSONValue.integer) ?? .null),
        ("parameters", layer.parameters.map(JSONValue.integer) ?? .null),
        ("dropout", .number(layer.dropout)), ("output", .bool(layer.isOutput)),
      ])
    }
    return [
      ("layers", .array(layers)),
      ("parameters", report.parameterCount.map(JSONValue.integer) ?? .null),
      ("loss", report.loss.map { .string($0.rawValue) } ?? .null),
      ("epoch", .integer(report.epoch)), ("epochs_lost", .integer(report.epochsLost)),
    ]
  }

  /// What squashes a layer's sums; at the output that belongs to the loss.
  func activation(_ hidden: Activation, outputFor loss: Loss?) -> JSONValue {
    switch loss {
    case .logistic: .string("logistic")
    case .softmaxCrossEntropy: .string("softmax")
    case .squaredError, .absoluteError, .huber, nil: .string(hidden.rawValue)
    }
  }

  func setting(_ report: SettingReport) -> JSONValue {
    .object([
      ("name", .string(report.name)), ("value", .string(report.value)),
      ("default", .string(report.standard)), ("title", .string(report.title)),
      ("accepts", .string(report.accepts)), ("meaning", .string(report.meaning)),
    ])
  }

  func startMembers(_ start: TrainingStart) -> Members {
    [
      ("from_epoch", .integer(start.fromEpoch)), ("to_epoch", .integer(start.toEpoch)),
      ("rows", .integer(start.rows)), ("train_rows", .integer(start.figureRows)),
      ("inputs", .integer(start.shape.inputs)),
      ("hidden", .array(start.shape.hidden.map { .integer($0.units) })),
      ("outputs", .integer(start.shape.outputs)), ("loss", .string(start.loss.rawValue)),
      ("optimizer", .string(start.settings.optimizer.rawValue)),
      ("lr", .number(start.settings.learningRate)),
      ("batch", .string(start.settings.batchSize.text)),
      ("validation_rows", .integer(start.validationRows)),
      ("until", start.condition.map(JSONValue.string) ?? .null),
    ]
  }

  func epochMembers(_ report: EpochReport) -> Members {
    Quantity.allCases.compactMap { quantity in
      if quantity == .epoch { return (quantity.rawValue, .integer(report.epoch)) }
      return quantity.value(in: report).map { (quantity.rawValue, .number($0)) }
    } + [("train_rows", .integer(report.training.rows))]
  }

  func evaluationMembers(_ report: EvaluationReport) -> Members {
    var members = epochMembers(report.epoch)
    members += [
      ("test_rows_trained_on", .integer(report.testRowsSeenBefore)),
      ("rows_done", .integer(report.place.rowsDone)),
      ("weights_epoch", report.place.weightsEpoch.map(JSONValue.integer) ?? .null),
    ]
    guard !report.loss.isClassification else { return members }
    return members + [
      ("loss_in", .string(lossUnit(report))), ("mae_in", .string("the target's own units")),
    ]
  }

  func endMembers(_ end: TrainingEnd) -> Members {
    var members: Members = [
      ("epoch", .integer(end.epoch)), ("rows_done_in_epoch", .integer(end.rowsDoneInEpoch)),
      ("steps", .integer(end.steps)), ("fingerprint", .string(end.fingerprint.description)),
    ]
    switch end.reason {
    case .finished: members.append(("reason", .string("finished")))
    case .conditionReached: members.append(("reason", .string("condition")))
    case .patienceSpent: members.append(("reason", .string("patience")))
    case .interrupted: members.append(("reason", .string("interrupted")))
    case .diverged(let divergence):
      members += [
        ("reason", .string("diverged")), ("what", .string(divergence.kind.rawValue)),
        ("at_step", .integer(divergence.step)), ("in_epoch", .integer(divergence.epoch)),
        ("last_finite_loss", JSONValue.optional(divergence.lastFiniteLoss)),
        ("gradient_norm", JSONValue.optional(divergence.gradientNorm)),
      ]
      if let diagnosis = end.diagnosis {
        members += [
          ("cause", .string(diagnosis.causeName)),
          ("explanation", .object(statementMembers(diagnosis.statement))),
          ("try", .string(diagnosis.remedy)),
        ]
      }
    }
    if let course = end.validation {
      members += [
        ("patience", .integer(course.patience)),
        ("best_validation_loss", JSONValue.optional(course.bestLoss)),
        ("best_epoch", course.bestEpoch.map(JSONValue.integer) ?? .null),
        ("epochs_since_best", .integer(course.epochsSinceBest)),
        ("best_restored", .bool(course.isRestored)),
      ]
    }
    return members
  }

  func conditionMembers(_ report: ConditionReport) -> Members {
    let parts = report.parts.map { part in
      JSONValue.object([
        ("quantity", .string(part.quantity)), ("relation", .string(part.relation.rawValue)),
        ("number", .number(part.number)), ("value", JSONValue.optional(part.value)),
      ])
    }
    return [
      ("condition", .string(report.condition)), ("reached", .bool(report.isReached)),
      ("epoch", .integer(report.epoch)),
      ("limit", report.limit.map(JSONValue.integer) ?? .null), ("parts", .array(parts)),
    ]
  }

  func stepMembers(_ report: StepReport) -> Members {
    let trace = report.trace
    let head: Members = [
      ("step", .integer(report.step)), ("epoch", .integer(report.epoch)),
      ("batch", .integer(report.batch)), ("rows", .integer(report.rows)),
      ("loss", .number(report.loss)), ("data_loss", .number(report.dataLoss)),
      ("l1_penalty", .number(report.l1Penalty)), ("l2_penalty", .number(report.l2Penalty)),
      ("gradient_norm", .number(report.gradientNorm)),
      ("optimizer", .string(report.settings.optimizer.rawValue)),
      ("lr", .number(report.settings.learningRate)),
      ("schedule_factor", .number(report.scheduleFactor)),
      ("parameter", .string(report.parameter)), ("before", .float(trace.before)),
      ("data_gradient", .float(trace.dataGradient)), ("l1_gradient", .float(trace.l1Gradient)),
      ("l2_gradient", .float(trace.l2Gradient)), ("gradient", .float(trace.gradient)),
      ("l1_share", .number(report.penaltyShares.l1)),
      ("l2_share", .number(report.penaltyShares.l2)),
    ]
    let clipping: Members =
      trace.clipFactor == 1
      ? []
      : [
        ("clip_factor", .float(trace.clipFactor)), ("clipped_gradient", .float(trace.usedGradient)),
      ]
    return head + clipping + optimizerMembers(trace.optimizer) + proximalMembers(trace.proximal)
      + [
        ("plain_update", .float(report.plainUpdate)), ("update", .float(trace.update)),
        ("after", .float(trace.after)),
      ] + partsMembers(report.gradientParts)
  }

  private func proximalMembers(_ trace: ProximalTrace?) -> Members {
    guard let trace else { return [] }
    return [
      ("optimizer_update", .float(trace.optimizerUpdate)), ("stepped", .float(trace.stepped)),
      ("l1_threshold", .float(trace.threshold)), ("l1_shrinkage", .float(trace.shrinkage)),
    ]
  }

  private func optimizerMembers(_ trace: OptimizerTrace) -> Members {
    trace.quantities.map { quantity in
      switch quantity.value {
      case .float(let value): (quantity.name, .float(value))
      case .number(let value): (quantity.name, .number(value))
      case .integer(let value): (quantity.name, .integer(value))
      }
    }
  }

  /// Precision, recall and F1 of a class; null where there is nothing to divide by.
  func scores(_ scores: ClassScores) -> JSONValue {
    .object([
      ("precision", JSONValue.optional(scores.precision)),
      ("recall", JSONValue.optional(scores.recall)), ("f1", JSONValue.optional(scores.f1)),
      ("support", .integer(scores.support)),
    ])
  }

  func statementMembers(_ statement: Statement) -> Members {
    var seen: Set<String> = []
    let values = statement.values.filter { seen.insert($0.name).inserted }
    return [
      ("text", .string(statement.text)),
      ("values", .object(values.map { ($0.name, .number($0.value)) })),
    ]
  }

  func gradientMembers(_ report: GradientCheckReport) -> Members {
    let layers = report.layers.map { layer in
      JSONValue.object([
        ("name", .string(layer.name)), ("compared", .integer(layer.compared)),
        ("skipped", .integer(layer.skipped)), ("worst_error", .number(layer.worstError)),
        ("worst", layer.worst.map(JSONValue.string) ?? .null),
        ("gradient", JSONValue.optional(layer.gradient)),
        ("slope", JSONValue.optional(layer.slope)),
      ])
    }
    return [
      ("rows", .integer(report.rows)), ("epoch", .integer(report.epoch)),
      ("layers", .array(layers)),
    ]
  }

  func summary(_ topic: TopicSummary) -> JSONValue {
    .object([
      ("name", .string(topic.name)), ("group", .string(topic.group.rawValue)),
      ("summary", .string(topic.summary)),
    ])
  }

  func topicMembers(_ report: TopicReport) -> Members {
    [
      ("name", .string(report.name)), ("title", .string(report.title)),
      ("idea", .strings(report.idea.map(\.text))), ("formulas", .strings(report.formulas)),
      ("now", .array(report.now.map { .object(statementMembers($0)) })),
      (
        "try_next",
        .array(
          report.tryNext.map {
            .object([("command", .string($0.command)), ("why", .string($0.why))])
          })
      ),
      ("see_also", .strings(report.seeAlso)),
    ]
  }
}
