// One optimizer step as text: each line in the order in which the engine computes it, in the engine's
// own numbers.
import CommandLanguage
import LearningSession
import NeuralNetwork

extension TextRenderer {
  func lines(_ report: StepReport) -> [RenderedLine] {
    let trace = report.trace
    let settings = report.settings
    let head =
      "step \(report.step) (epoch \(report.epoch), batch \(report.batch) of "
      + "\(report.batchesInEpoch))   \(settings.optimizer.rawValue), lr "
      + NumberText.significant(settings.learningRate)
    var rows = [
      row("loss", lossText(report), nil),
      row("parameter", escapedForDisplay(report.parameter), trace.before),
      row("data gradient", "mean of \(counted(report.rows, "row"))", trace.dataGradient),
    ]
    if settings.l1 > 0 {
      let text =
        "l1·sign(p) = \(NumberText.significant(settings.l1)) × sign(\(plain(trace.before)))"
      rows.append(row("L1", text, trace.l1Gradient))
    }
    if settings.l2 > 0 {
      let text = "l2·p = \(NumberText.significant(settings.l2)) × \(plain(trace.before))"
      rows.append(row("L2", text, trace.l2Gradient))
    }
    rows.append(
      row("gradient g", settings.l1 > 0 || settings.l2 > 0 ? "their sum" : "", trace.gradient))
    rows += optimizerRows(report)
    rows.append(row("new value", "", trace.after))
    return [RenderedLine(head, .heading)] + rows
  }

  private func lossText(_ report: StepReport) -> String {
    "\(NumberText.loss(report.loss)) = data \(NumberText.loss(report.dataLoss)) + "
      + "L1 \(NumberText.loss(report.l1Penalty)) + L2 \(NumberText.loss(report.l2Penalty))"
  }

  private func optimizerRows(_ report: StepReport) -> [RenderedLine] {
    let trace = report.trace
    let rate = NumberText.significant(report.settings.learningRate)
    let sgd = -Float(report.settings.learningRate) * trace.gradient
    let comparison = row("", "plain sgd would move it", sgd, signed: true)
    switch trace.optimizer {
    case .plain:
      return [
        row("step", "-lr·g = -\(rate) × \(plain(trace.gradient))", trace.update, signed: true)
      ]
    case .momentum(let momentum):
      let sum =
        "μ·v + g = \(plain(momentum.mu)) × \(plain(momentum.velocityBefore)) + "
        + plain(trace.gradient)
      return [
        row("velocity v", sum, momentum.velocity),
        row("step", "-lr·v = -\(rate) × \(plain(momentum.velocity))", trace.update, signed: true),
        comparison,
      ]
    case .adam(let adam):
      return [
        row(
          "m ← β₁·m+…·g", memory(adam.beta1, adam.firstMomentBefore, plain(trace.gradient)),
          adam.firstMoment),
        row(
          "v ← β₂·v+…·g²", memory(adam.beta2, adam.secondMomentBefore, plain(trace.gradient) + "²"),
          adam.secondMoment),
        row("m̂", "m/(1 - β₁^\(adam.t))", Float(adam.mHat)),
        row("v̂", "v/(1 - β₂^\(adam.t))", Float(adam.vHat)),
        row("step", "-lr·m̂/(√v̂ + ε), lr = \(rate)", trace.update, signed: true),
        comparison,
      ]
    }
  }

  /// `0.9 × 0.2049 + 0.1 × 0.01945`: a running mean and what is new in it.
  private func memory(_ beta: Double, _ before: Float, _ new: String) -> String {
    "\(NumberText.significant(beta)) × \(plain(before)) + "
      + "\(NumberText.significant(1 - beta)) × \(new)"
  }

  private func plain(_ value: Float) -> String { NumberText.significant(Double(value)) }

  private func row(
    _ name: String, _ text: String, _ value: Float?, signed: Bool = false
  ) -> RenderedLine {
    let left = "  \(TextLayout.padded(name, to: 14)) \(TextLayout.padded(text, to: 44))"
    guard let value else { return RenderedLine("  \(TextLayout.padded(name, to: 14)) \(text)") }
    let number =
      signed ? NumberText.signed(Double(value)) : NumberText.significant(Double(value))
    return RenderedLine(left + TextLayout.rightAligned(number, to: 13))
  }
}
