// `explain backward`: how the slope of one row's loss goes back from layer to layer.
import Events
import NeuralNetwork
import Text

extension Presenter {
  func blocks(_ report: BackwardReport) -> [Block] {
    let idea = Block.text(
      """
      z is a unit's sum of bias and weights × inputs. δ says how fast this row's loss grows with it, \
      found from the output back.
      """, depth: 1)
    return heading("backward", report.example)
      + [lossBlock(report.target, report.loss), idea] + outputs(report)
      + report.layers.flatMap(blocks) + gradients(report.gradients) + [block(report.step)]
  }

  private func outputs(_ report: BackwardReport) -> [Block] {
    let formula =
      switch report.loss {
      case .logistic, .softmaxCrossEntropy: "p - y"
      case .squaredError: "2(z - y)"
      case .absoluteError: "sign(z - y)"
      case .huber: "z - y, or its sign where |z - y| > 1"
      }
    let rows = report.outputs.shown.map { output -> Block in
      let (text, value) = slope(output, report.loss)
      return .text(
        """
        \(name: output.name): δ = \(text) \(NumberText.sign(value, to: Double(output.delta))) \
        \(plain(output.delta, "delta"))
        """, depth: 1, hang: 1)
    }
    let target =
      report.loss.isClassification
      ? "y is 1 if the row is of that class, else 0" : "y is the target"
    return [.text("output: δ = \(formula); \(target)", hang: 1)] + rows
      + others(report.outputs, "class", plural: "classes")
  }

  /// What makes an output's δ, with its numbers put in, and what these come to as printed.
  private func slope(_ output: BackwardReport.Output, _ loss: Loss) -> (String, Double) {
    let answer = NumberText.significant(Double(output.answer))
    let difference = "\(answer) - \(factor(output.target))"
    let printed =
      (NumberText.printed(output.answer) ?? .nan) - (NumberText.printed(output.target) ?? .nan)
    return switch loss {
    case .logistic, .softmaxCrossEntropy: (difference, printed)
    case .squaredError: ("2 × (\(difference))", 2 * printed)
    case .absoluteError: ("sign(\(difference))", printed > 0 ? 1 : printed < 0 ? -1 : 0)
    case .huber where abs(output.delta) == 1: ("sign(\(difference))", printed > 0 ? 1 : -1)
    case .huber: (difference, printed)
    }
  }

  private func blocks(_ layer: BackwardReport.Layer) -> [Block] {
    let output =
      switch layer.activation {
      case .sigmoid, .tanh: " with a its output"
      case .relu, .leakyrelu, .gelu, .linear: ""
      }
    let head = Block.text(
      """
      \(layer.name): δ = what comes back × the slope of \(layer.activation.rawValue), which is \
      \(layer.activation.derivativeFormula)\(output); from each unit it goes to comes back weight × δ
      """, hang: 1)
    let units = layer.units.shown.flatMap { unit -> [Block] in
      let sum = products(unit.terms)
      let slope = NumberText.significant(Double(unit.slope))
      let total = NumberText.significant(unit.sum)
      let product = (Double(slope) ?? .nan) * (Double(total) ?? .nan)
      return [
        .text(
          """
          \(unit.name): back comes \(sum.text) \(NumberText.sign(sum.value, to: unit.sum)) \
          \(unit.sum, "sum")
          """, depth: 1, hang: 1),
        .text(
          """
          \(made(unit, layer.activation)), so the slope is \(plain(unit.slope, "slope")) and δ = \
          \(slope) × \(operand(total)) \(NumberText.sign(product, to: Double(unit.delta))) \
          \(plain(unit.delta, "delta"))
          """, depth: 2),
      ]
    }
    return [head] + units + others(layer.units, "unit", plural: "units")
  }

  /// The number that the activation's slope is made of.
  private func made(_ unit: BackwardReport.Unit, _ activation: Activation) -> Spans {
    switch activation {
    case .sigmoid, .tanh: "a = \(plain(unit.output, "output"))"
    case .relu, .leakyrelu, .gelu, .linear: "z = \(plain(unit.z, "z"))"
    }
  }

  private func others<Term>(
    _ sum: ShortenedSum<Term>, _ noun: String, plural: String
  ) -> [Block] {
    guard sum.others > 0 else { return [] }
    let count = counted(sum.others, "other \(noun)", plural: "other \(plural)")
    return [
      .text(
        "\(count) with a δ nearer 0; their δ add up to \(sum.othersSum, "others_sum")", depth: 1,
        hang: 1)
    ]
  }

  private func gradients(_ gradients: [BackwardReport.WeightGradient]) -> [Block] {
    let head = Block.text(
      "gradient of a weight: what comes in along it × the δ of its unit; the largest of each layer",
      hang: 1)
    let rows = gradients.map { gradient -> Block in
      let product =
        (NumberText.printed(gradient.input) ?? .nan) * (NumberText.printed(gradient.delta) ?? .nan)
      return .text(
        """
        \(name: gradient.parameter): \(plain(gradient.input, "input")) × \
        \(factor(gradient.delta)) \(NumberText.sign(product, to: Double(gradient.gradient))) \
        \(plain(gradient.gradient, "gradient"))
        """, depth: 1, hang: 1)
    }
    return [head] + rows
  }

  private func block(_ step: BackwardReport.Step?) -> Block {
    guard let step else {
      return .text(
        "A step of plain SGD on this row alone would not end in finite numbers; try a smaller lr.",
        .hint)
    }
    let rate = NumberText.significant(step.learningRate)
    let printed =
      (NumberText.printed(step.before) ?? .nan)
      - (Double(rate) ?? .nan) * (NumberText.printed(step.gradient) ?? .nan)
    return .text(
      """
      A step of plain SGD on this row alone, without penalties, would take \
      \(name: step.parameter) to \(plain(step.before, "before")) - \(rate) × \
      \(factor(step.gradient)) \(NumberText.sign(printed, to: Double(step.after))) \
      \(plain(step.after, "after")). With every weight and bias moved so, the row's loss would go from \
      \(step.lossBefore, "loss_before") to \(step.lossAfter, "loss_after").
      """, hang: 1)
  }
}
