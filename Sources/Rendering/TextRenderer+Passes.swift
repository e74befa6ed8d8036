// `explain forward` and `explain backward` as text: the formulas of each layer with the numbers of
// one example put in.
import CommandLanguage
import Events
import NeuralNetwork
import Text

extension TextRenderer {
  // MARK: Forward

  func lines(_ report: ForwardReport) -> [RenderedLine] {
    let names = report.inputs.shown.map { "\(escapedForDisplay($0.name)) = \(plain($0.value))" }
    var inputs = names.joined(separator: ", ")
    if report.inputs.others > 0 { inputs += ", and \(report.inputs.others) more" }
    if report.example.isStandardized { inputs += " (standardized)" }
    return heading("forward", report.example)
      + paragraph("inputs: \(inputs)", indent: 2, hanging: 4)
      + report.layers.flatMap { lines($0, report.loss) }
      + (report.target.map { lossLines($0, report.loss) } ?? [])
  }

  private func heading(_ word: String, _ example: ExplainedExample) -> [RenderedLine] {
    var name = "values of your own"
    if let row = example.row, let rows = example.rows {
      name = "\(example.source.rawValue) row \(row) of \(rows)"
    }
    let weights = example.step == 0 ? "the initial weights" : "weights after step \(example.step)"
    let head = RenderedLine("\(word)   \(name), \(weights)", .heading)
    let dropout =
      example.hasDropout
      ? paragraph("Dropout is left out here, as it is when the network is used.", indent: 2) : []
    return [head] + dropout
  }

  private func lines(_ layer: ForwardReport.Layer, _ loss: Loss) -> [RenderedLine] {
    let count = counted(layer.shown.count + layer.others, "unit")
    let formula = layer.isOutput ? answerFormula(loss) : "a = \(layer.activation.formula)"
    let head = paragraph("\(layer.name): \(count); z = b + Σ w·input, \(formula)", hanging: 2)
    let units = layer.shown.flatMap { unit -> [RenderedLine] in
      let answer = layer.isOutput ? answerText(unit, loss) : ", a = \(plain(unit.output))"
      return equation(
        "\(escapedForDisplay(unit.name)): z = \(sumText(unit))\(answer)", indent: 2)
    }
    guard layer.others > 0 else { return head + units }
    let others = counted(layer.others, "other unit")
    let rest =
      layer.isOutput
      ? "\(counted(layer.others, "other class", plural: "other classes")): together p = "
        + NumberText.significant(layer.othersOutput)
      : "\(others), which add less to what is shown next; their a sum to "
        + NumberText.significant(layer.othersOutput)
    return head + units + paragraph(rest, indent: 2, hanging: 4)
  }

  private func answerFormula(_ loss: Loss) -> String {
    switch loss {
    case .logistic: "p = 1 / (1 + exp(-z))"
    case .softmaxCrossEntropy: "p = exp(z) / Σ exp(z)"
    case .squaredError, .absoluteError, .huber: "the prediction"
    }
  }

  private func answerText(_ unit: ForwardReport.Unit, _ loss: Loss) -> String {
    loss.isClassification ? ", p = \(plain(unit.output))" : ""
  }

  /// `0.1 + 0.83 × 0.41 [x2] + (-0.12) × 1.3 [x1] + 0.03 [61 others] = 0.28`
  private func sumText(_ unit: ForwardReport.Unit) -> String {
    let result = Double(unit.z)
    let sum = productsText(unit.terms)
    let value = (NumberText.printed(unit.bias) ?? .nan) + sum.value
    return "\(plain(unit.bias))\(sum.text.isEmpty ? "" : " + ")\(sum.text) "
      + equals(value, result) + " \(NumberText.significant(result))"
  }

  /// The products with their sources, and what they come to as printed.
  private func productsText(
    _ sum: ShortenedSum<WeightedTerm>
  ) -> (text: String, value: Double) {
    var texts = sum.shown.map { term in
      "\(factor(term.weight)) × \(factor(term.value)) [\(escapedForDisplay(term.name))]"
    }
    var value = sum.shown.reduce(0) {
      $0 + (NumberText.printed($1.weight) ?? .nan) * (NumberText.printed($1.value) ?? .nan)
    }
    if sum.others > 0 {
      let rest = NumberText.significant(sum.othersSum)
      texts.append("\(rest.hasPrefix("-") ? "(\(rest))" : rest) [\(sum.others) others]")
      value += Double(rest) ?? .nan
    }
    // A product stays on one line with its source.
    return (texts.map { $0.replacing(" ", with: "\u{A0}") }.joined(separator: " + "), value)
  }

  private func equals(_ printed: Double, _ result: Double) -> String {
    NumberText.sign(printed, to: result)
  }

  /// A paragraph with products in it.
  private func equation(_ text: String, indent: Int) -> [RenderedLine] {
    TextLayout.wrapped(text, width: width, indent: indent, hanging: 4)
      .map { RenderedLine($0.replacing("\u{A0}", with: " ")) }
  }

  private func lossLines(_ target: ExplainedTarget, _ loss: Loss) -> [RenderedLine] {
    let value = NumberText.significant(target.loss)
    let answer = NumberText.significant(target.answer)
    if let name = target.className {
      // Where p is 0 or 1 to the digits printed, its logarithm tells more than it.
      let isTelling = answer != "0" && answer != "1"
      let printed = isTelling ? -PortableMath.log(Double(answer) ?? .nan) : .nan
      let numbers = isTelling ? " = -log \(answer) \(equals(printed, target.loss))" : " ="
      return paragraph(
        "loss: the row is of class \(escapedForDisplay(name)), which has p = \(answer): "
          + "-log p\(numbers) \(value)", hanging: 2)
    }
    let error = target.answer - target.value
    let y = NumberText.significant(target.value)
    let difference = "\(answer) - \(y.hasPrefix("-") ? "(\(y))" : y)"
    let printed = (Double(answer) ?? .nan) - (Double(y) ?? .nan)
    let text =
      switch loss {
      case .absoluteError:
        "|z - y| = |\(difference)| \(equals(printed.magnitude, target.loss)) \(value)"
      case .huber where error.magnitude <= 1:
        "½(z - y)² = ½(\(difference))² \(equals(printed * printed / 2, target.loss)) \(value)"
      case .huber:
        "|z - y| - ½ = |\(difference)| - ½ \(equals(printed.magnitude - 0.5, target.loss)) "
          + value
      case .squaredError, .logistic, .softmaxCrossEntropy:
        "(z - y)² = (\(difference))² \(equals(printed * printed, target.loss)) \(value)"
      }
    let original = target.original.map {
      "; in the target's own units \(NumberText.significant($0.predicted)) for "
        + NumberText.significant($0.target)
    }
    return paragraph("loss: \(text)\(original ?? "")", hanging: 2)
  }

  // MARK: Backward

  func lines(_ report: BackwardReport) -> [RenderedLine] {
    let idea = paragraph(
      "δ is the slope of this row's loss by a unit's z: how fast the loss grows as z grows.",
      indent: 2)
    return heading("backward", report.example) + lossLines(report.target, report.loss) + idea
      + outputLines(report) + report.layers.flatMap(lines)
      + gradientLines(report.gradients) + [stepLine(report.step)].flatMap { $0 }
  }

  private func outputLines(_ report: BackwardReport) -> [RenderedLine] {
    let formula =
      switch report.loss {
      case .logistic, .softmaxCrossEntropy: "p - y"
      case .squaredError: "2(z - y)"
      case .absoluteError: "sign(z - y)"
      case .huber: "z - y, or its sign where |z - y| > 1"
      }
    let head = paragraph("output: δ = \(formula)", hanging: 2)
    let rows = report.outputs.shown.flatMap { output -> [RenderedLine] in
      let difference = "\(plain(output.answer)) - \(factor(output.target))"
      let printed =
        (NumberText.printed(output.answer) ?? .nan) - (NumberText.printed(output.target) ?? .nan)
      let (text, value): (String, Double) =
        switch report.loss {
        case .logistic, .softmaxCrossEntropy: (difference, printed)
        case .squaredError: ("2 × (\(difference))", 2 * printed)
        case .absoluteError: ("sign(\(difference))", printed > 0 ? 1 : printed < 0 ? -1 : 0)
        case .huber where abs(output.delta) == 1:
          ("sign(\(difference))", printed > 0 ? 1 : -1)
        case .huber: (difference, printed)
        }
      return paragraph(
        "\(escapedForDisplay(output.name)): δ = \(text) \(equals(value, Double(output.delta))) "
          + plain(output.delta), indent: 2, hanging: 4)
    }
    return head + rows + others(report.outputs, "class", plural: "classes")
  }

  private func lines(_ layer: BackwardReport.Layer) -> [RenderedLine] {
    let head = paragraph(
      "\(layer.name): δ = f'(z) · Σ w·δ, the sum over the units it goes to; f'(z) = "
        + slopeFormula(layer.activation), hanging: 2)
    let units = layer.units.shown.flatMap { unit -> [RenderedLine] in
      let sum = productsText(unit.terms)
      let slope = plain(unit.slope)
      let total = NumberText.significant(unit.sum)
      let product = (Double(slope) ?? .nan) * (Double(total) ?? .nan)
      let first = equation(
        "\(unit.name): Σ w·δ = \(sum.text) \(equals(sum.value, unit.sum)) \(total)", indent: 2)
      let second = equation(
        "\(slopeText(unit, layer.activation)) and δ = \(slope) × "
          + "\(total.hasPrefix("-") ? "(\(total))" : total) "
          + "\(equals(product, Double(unit.delta))) \(plain(unit.delta))", indent: 4)
      return first + second
    }
    return head + units + others(layer.units, "unit", plural: "units")
  }

  private func slopeFormula(_ activation: Activation) -> String {
    activation == .linear ? "1" : activation.derivativeFormula
  }

  /// f'(z) with the number it is made of.
  private func slopeText(_ unit: BackwardReport.Unit, _ activation: Activation) -> String {
    let made =
      switch activation {
      case .sigmoid, .tanh: "a = \(plain(unit.output))"
      case .relu, .leakyrelu, .gelu, .linear: "z = \(plain(unit.z))"
      }
    return "\(made), so f'(z) = \(plain(unit.slope))"
  }

  private func others<Term>(
    _ sum: ShortenedSum<Term>, _ noun: String, plural: String
  ) -> [RenderedLine] {
    guard sum.others > 0 else { return [] }
    return paragraph(
      "\(counted(sum.others, "other \(noun)", plural: "other \(plural)")) with smaller |δ|; their δ sum to "
        + "\(NumberText.significant(sum.othersSum))", indent: 2, hanging: 4)
  }

  private func gradientLines(_ gradients: [BackwardReport.WeightGradient]) -> [RenderedLine] {
    let head = paragraph(
      "gradient of a weight: what comes in along it × δ of its unit; the largest of each layer",
      hanging: 2)
    return head
      + gradients.flatMap { gradient in
        let product =
          (NumberText.printed(gradient.input) ?? .nan)
          * (NumberText.printed(gradient.delta) ?? .nan)
        return paragraph(
          "\(escapedForDisplay(gradient.parameter)): \(plain(gradient.input)) × "
            + "\(factor(gradient.delta)) \(equals(product, Double(gradient.gradient))) "
            + plain(gradient.gradient), indent: 2, hanging: 4)
      }
  }

  private func stepLine(_ step: BackwardReport.Step?) -> [RenderedLine] {
    guard let step else {
      return paragraph(
        "A step of plain SGD on this row alone would not end in finite numbers; try a smaller lr.",
        .hint)
    }
    let rate = NumberText.significant(step.learningRate)
    let printed =
      (NumberText.printed(step.before) ?? .nan)
      - (Double(rate) ?? .nan) * (NumberText.printed(step.gradient) ?? .nan)
    return paragraph(
      "A step of plain SGD on this row alone, without penalties, would take "
        + "\(escapedForDisplay(step.parameter)) to \(plain(step.before)) - \(rate) × "
        + "\(factor(step.gradient)) \(equals(printed, Double(step.after))) \(plain(step.after)), "
        + "and with all its parameters the row's loss from "
        + "\(NumberText.significant(step.lossBefore)) to "
        + "\(NumberText.significant(step.lossAfter)).", hanging: 2)
  }
}
