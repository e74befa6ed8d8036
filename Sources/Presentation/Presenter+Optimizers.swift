// What an optimizer makes of a gradient: the lines of its own arithmetic, with their numbers put in.
import Events
import NeuralNetwork

extension Presenter {
  /// The optimizer's lines, and beside its step what plain gradient descent would have done.
  func optimizerRows(_ report: StepReport) -> [Arithmetic.Line] {
    let optimizer = report.trace.optimizer
    var rows = (report.isInSymbols ? optimizer.lines : optimizer.plainLines).map(row)
    if !report.settings.optimizer.rule.isPlain {
      rows[rows.count - 1].remarks.append(
        "plain SGD would have moved it \(Double(report.plainUpdate), "plain_update", .signed(4))")
    }
    return rows
  }

  func row(_ line: OptimizerTrace.Line) -> Arithmetic.Line {
    switch line.working {
    case .formula(let formula):
      let text = PrintedArithmetic.formula(formula)
      return Arithmetic.Line(
        line.name, Spans(text == line.name ? "" : text), PrintedArithmetic(formula), line.value,
        isSigned: line.isSigned, remarks: line.remark.map { [equation($0)] } ?? [])
    case .words(let text):
      return Arithmetic.Line(
        line.name, Spans(text), number: line.value, isSigned: line.isSigned)
    case .sum(let terms):
      return Arithmetic.Line(
        line.name, "their sum", sum: terms, Float(line.value), isSigned: line.isSigned)
    case .spared: return spared(line.name)
    }
  }

  private func equation(_ remark: OptimizerTrace.Line.Remark) -> Spans {
    let sign = PrintedArithmetic(remark.formula).sign(to: remark.value)
    let formula = PrintedArithmetic.formula(remark.formula)
    return "\(remark.name) = \(formula) \(sign) \(remark.value, remark.name)"
  }

  func spared(_ name: String) -> Arithmetic.Line {
    Arithmetic.Line(name, "none, since `penalize weights` spares biases", "0")
  }
}
