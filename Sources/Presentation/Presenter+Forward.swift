// `explain forward`: the formulas of each layer with the numbers of one example put in.
import Events
import NeuralNetwork
import Numerics
import Text

extension Presenter {
  func blocks(_ report: ForwardReport) -> [Block] {
    var inputs = report.inputs.shown.map { input -> Spans in
      "\(name: input.name) = \(plain(input.value, "input"))"
    }.joined(separator: ", ")
    if report.inputs.others > 0 { inputs += ", and \(report.inputs.others) more" }
    if report.example.isStandardized { inputs += " (standardized)" }
    return heading("forward", report.example)
      + [.text("inputs: \(inputs)", depth: 1, hang: 1)]
      + report.layers.flatMap { blocks($0, report.loss) }
      + (report.target.map { [lossBlock($0, report.loss)] } ?? [])
  }

  func heading(_ word: String, _ example: ExplainedExample) -> [Block] {
    var name = "values of your own"
    if let row = example.row, let rows = example.rows {
      name = "\(example.source.rawValue) row \(row) of \(rows)"
    }
    let weights = example.step == 0 ? "the initial weights" : "weights after step \(example.step)"
    let head = Block.title("\(word)   \(name), \(weights)", flow: .line)
    guard example.hasDropout else { return [head] }
    return [
      head, .text("Dropout is left out here, as it is when the network is used.", depth: 1),
    ]
  }

  private func blocks(_ layer: ForwardReport.Layer, _ loss: Loss) -> [Block] {
    let count = counted(layer.shown.count + layer.others, "unit")
    let formula = layer.isOutput ? answerFormula(loss) : "output a = \(layer.activation.formula)"
    let head = Block.text(
      "\(layer.name): \(count); sum z = bias + weights × inputs, \(formula)", hang: 1)
    let units = layer.shown.map { unit -> Block in
      let answer: Spans =
        !layer.isOutput
        ? ", a = \(plain(unit.output, "output"))"
        : loss.isClassification ? ", p = \(plain(unit.output, "output"))" : ""
      return .text("\(name: unit.name): z = \(sum(unit))\(answer)", depth: 1, hang: 1)
    }
    guard layer.others > 0 else { return [head] + units }
    let together: Spans = "\(layer.othersOutput, "others_output")"
    let rest: Spans =
      layer.isOutput
      ? """
      \(counted(layer.others, "other class", plural: "other classes")): together p = \(together)
      """
      : """
      \(counted(layer.others, "other unit")), which add less to what is shown next; their outputs add \
      up to \(together)
      """
    return [head] + units + [.text(rest, depth: 1, hang: 1)]
  }

  private func answerFormula(_ loss: Loss) -> String {
    switch loss {
    case .logistic: "probability p = 1 / (1 + exp(-z))"
    case .softmaxCrossEntropy: "probability p = exp(z) / sum of all exp(z)"
    case .squaredError, .absoluteError, .huber: "the prediction"
    }
  }

  /// `0.1 + 0.83 × 0.41 [x2] + (-0.12) × 1.3 [x1] + 0.03 [61 others] = 0.28`
  private func sum(_ unit: ForwardReport.Unit) -> Spans {
    let products = products(unit.terms)
    let value = (NumberText.printed(unit.bias) ?? .nan) + products.value
    let sign = NumberText.sign(value, to: Double(unit.z))
    let plus = products.text.isEmpty ? "" : " + "
    return "\(plain(unit.bias, "bias"))\(plus)\(products.text) \(sign) \(plain(unit.z, "z"))"
  }

  /// The products with their sources, each on one line with it, and what they come to as printed.
  func products(_ sum: ShortenedSum<WeightedTerm>) -> (text: Spans, value: Double) {
    func unbroken(_ text: String) -> Spans {
      Spans(spans: [Span(text, isUnbreakable: true)])
    }
    var texts = sum.shown.map { term in
      unbroken("\(factor(term.weight)) × \(factor(term.value)) [\(term.name)]")
    }
    var value = sum.shown.reduce(0) {
      $0 + (NumberText.printed($1.weight) ?? .nan) * (NumberText.printed($1.value) ?? .nan)
    }
    if sum.others > 0 {
      let rest = NumberText.significant(sum.othersSum)
      texts.append(unbroken("\(operand(rest)) [\(sum.others) others]"))
      value += Double(rest) ?? .nan
    }
    return (texts.joined(separator: " + "), value)
  }

  func lossBlock(_ target: ExplainedTarget, _ loss: Loss) -> Block {
    let value: Spans = "\(target.loss, "loss")"
    let answer = NumberText.significant(target.answer)
    if let name = target.className {
      // Where p is 0 or 1 to the digits printed, its logarithm tells more than it.
      let isTelling = answer != "0" && answer != "1"
      let printed = isTelling ? -PortableMath.log(Double(answer) ?? .nan) : .nan
      let numbers =
        isTelling ? " = -log \(answer) \(NumberText.sign(printed, to: target.loss))" : " ="
      return .text(
        """
        loss: the row is of class \(name: name), which has p = \(target.answer, "answer"): \
        -log p\(numbers) \(value)
        """, hang: 1)
    }
    let original: Spans =
      target.original.map {
        """
        ; in the target's own units \($0.predicted, "predicted") for \($0.target, "target")
        """
      } ?? ""
    return .text("loss: \(lossArithmetic(target, loss)) \(value)\(original)", hang: 1)
  }

  /// `(z - y)² = (1.3 - 0.9)² =`
  private func lossArithmetic(_ target: ExplainedTarget, _ loss: Loss) -> String {
    let error = target.answer - target.value
    let answer = NumberText.significant(target.answer)
    let y = NumberText.significant(target.value)
    let difference = "\(answer) - \(operand(y))"
    let printed = (Double(answer) ?? .nan) - (Double(y) ?? .nan)
    func sign(_ value: Double) -> String { NumberText.sign(value, to: target.loss) }
    return switch loss {
    case .absoluteError: "|z - y| = |\(difference)| \(sign(printed.magnitude))"
    case .huber where error.magnitude <= 1:
      "(z - y)² / 2 = (\(difference))² / 2 \(sign(printed * printed / 2))"
    case .huber: "|z - y| - 0.5 = |\(difference)| - 0.5 \(sign(printed.magnitude - 0.5))"
    case .squaredError, .logistic, .softmaxCrossEntropy:
      "(z - y)² = (\(difference))² \(sign(printed * printed))"
    }
  }

  // MARK: Numbers

  func plain(_ value: Float, _ name: String) -> Spans { "\(Double(value), name)" }

  /// A factor behind another: a negative one in parentheses.
  func factor(_ value: Float) -> String { operand(NumberText.significant(Double(value))) }

  func operand(_ text: String) -> String { text.hasPrefix("-") ? "(\(text))" : text }
}
