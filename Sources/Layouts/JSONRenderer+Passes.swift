// The members of `forward` and `backward` objects, and where a gradient comes from.
import Events
import JSON

extension JSONRenderer {
  func partsMembers(_ parts: GradientPartsReport?) -> Members {
    guard let parts else { return [] }
    let rows = parts.rows.shown.map { row in
      JSONValue.object([
        ("row", .integer(row.number)), ("input", .float(row.input)), ("delta", .float(row.delta)),
        ("part", .number(row.part)),
      ])
    }
    return [
      ("gradient_parts", .array(rows)), ("other_rows", .integer(parts.rows.others)),
      ("other_parts", .number(parts.rows.othersSum)),
    ]
  }

  func forwardMembers(_ report: ForwardReport) -> Members {
    let inputs = report.inputs.shown.map { input in
      JSONValue.object([("name", .string(input.name)), ("value", .float(input.value))])
    }
    let layers = report.layers.map { layer in
      let units = layer.shown.map { unit in
        JSONValue.object(
          [("name", .string(unit.name)), ("bias", .float(unit.bias))] + terms(unit.terms) + [
            ("z", .float(unit.z)), (layer.isOutput ? "answer" : "a", .float(unit.output)),
          ])
      }
      return JSONValue.object([
        ("name", .string(layer.name)),
        ("activation", activation(layer.activation, outputFor: layer.isOutput ? report.loss : nil)),
        ("units", .array(units)), ("other_units", .integer(layer.others)),
        ("other_outputs", .number(layer.othersOutput)),
      ])
    }
    return exampleMembers(report.example) + [
      ("inputs", .array(inputs)), ("other_inputs", .integer(report.inputs.others)),
      ("layers", .array(layers)), ("loss_function", .string(report.loss.rawValue)),
    ] + (report.target.map(targetMembers) ?? [])
  }

  func backwardMembers(_ report: BackwardReport) -> Members {
    let outputs = report.outputs.shown.map { output in
      JSONValue.object([
        ("name", .string(output.name)), ("answer", .float(output.answer)),
        ("target", .float(output.target)), ("delta", .float(output.delta)),
      ])
    }
    let gradients = report.gradients.map { gradient in
      JSONValue.object([
        ("parameter", .string(gradient.parameter)), ("input", .float(gradient.input)),
        ("delta", .float(gradient.delta)), ("gradient", .float(gradient.gradient)),
      ])
    }
    return exampleMembers(report.example) + [("loss_function", .string(report.loss.rawValue))]
      + targetMembers(report.target) + [
        ("outputs", .array(outputs)), ("other_outputs", .integer(report.outputs.others)),
        ("other_deltas", .number(report.outputs.othersSum)),
        ("layers", .array(report.layers.map(layer))), ("gradients", .array(gradients)),
        ("sgd_step", report.step.map(step) ?? .null),
      ]
  }

  private func layer(_ layer: BackwardReport.Layer) -> JSONValue {
    let units = layer.units.shown.map { unit in
      JSONValue.object(
        [("name", .string(unit.name))] + terms(unit.terms) + [
          ("sum", .number(unit.sum)), ("z", .float(unit.z)), ("a", .float(unit.output)),
          ("slope", .float(unit.slope)), ("delta", .float(unit.delta)),
        ])
    }
    return .object([
      ("name", .string(layer.name)), ("activation", .string(layer.activation.rawValue)),
      ("units", .array(units)), ("other_units", .integer(layer.units.others)),
      ("other_deltas", .number(layer.units.othersSum)),
    ])
  }

  private func step(_ step: BackwardReport.Step) -> JSONValue {
    .object([
      ("lr", .number(step.learningRate)), ("parameter", .string(step.parameter)),
      ("before", .float(step.before)), ("gradient", .float(step.gradient)),
      ("after", .float(step.after)), ("loss_before", .number(step.lossBefore)),
      ("loss_after", .number(step.lossAfter)),
    ])
  }

  private func terms(_ sum: ShortenedSum<WeightedTerm>) -> Members {
    let shown = sum.shown.map { term in
      JSONValue.object([
        ("name", .string(term.name)), ("weight", .float(term.weight)),
        ("value", .float(term.value)), ("product", .number(term.product)),
      ])
    }
    return [
      ("terms", .array(shown)), ("other_terms", .integer(sum.others)),
      ("other_sum", .number(sum.othersSum)),
    ]
  }

  private func exampleMembers(_ example: ExplainedExample) -> Members {
    [
      ("rows", .string(example.source.rawValue)),
      ("row", example.row.map(JSONValue.integer) ?? .null), ("step", .integer(example.step)),
      ("epoch", .integer(example.epoch)),
    ]
  }

  private func targetMembers(_ target: ExplainedTarget) -> Members {
    let members: Members = [
      ("class", target.className.map(JSONValue.string) ?? .null),
      ("target", .number(target.value)), ("answer", .number(target.answer)),
      ("loss", .number(target.loss)),
    ]
    guard let original = target.original else { return members }
    return members + [
      ("original_prediction", .number(original.predicted)),
      ("original_target", .number(original.target)),
    ]
  }
}
