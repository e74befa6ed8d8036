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
    if settings.l1InGradient > 0 {
      let text =
        "l1·sign(p) = \(NumberText.significant(settings.l1)) × sign(\(plain(trace.before)))"
      rows.append(row("L1", text, trace.l1Gradient))
    }
    if settings.l2 > 0 {
      let text = "l2·p = \(NumberText.significant(settings.l2)) × \(plain(trace.before))"
      rows.append(row("L2", text, trace.l2Gradient))
    }
    let isSum = settings.l1InGradient > 0 || settings.l2 > 0
    rows.append(row("gradient g", isSum ? "their sum" : "", trace.gradient))
    if trace.clipFactor != 1, let clip = settings.clip {
      let text =
        "g × clip / √Σg² = g × \(NumberText.significant(clip)) / "
        + NumberText.significant(report.gradientNorm)
      rows.append(row("clipped g", text, trace.usedGradient))
    }
    rows += optimizerRows(report)
    if let proximal = trace.proximal { rows += proximalRows(proximal, settings) }
    rows.append(row("new value", "", trace.after))
    return [RenderedLine(head, .heading)] + rows
  }

  private func proximalRows(
    _ trace: ProximalTrace, _ settings: TrainingSettings
  ) -> [RenderedLine] {
    let rate = NumberText.significant(settings.learningRate)
    let threshold = "lr·l1 = \(rate) × \(NumberText.significant(settings.l1))"
    let isZero = trace.shrinkage == -trace.stepped
    return [
      row("stepped to", "", trace.stepped),
      row("L1 threshold", threshold, trace.threshold),
      row(
        "L1", isZero ? "the threshold reaches 0" : "toward 0 by the threshold", trace.shrinkage,
        signed: true),
    ]
  }

  private func lossText(_ report: StepReport) -> String {
    "\(NumberText.loss(report.loss)) = data \(NumberText.loss(report.dataLoss)) + "
      + "L1 \(NumberText.loss(report.l1Penalty)) + L2 \(NumberText.loss(report.l2Penalty))"
  }

  private func optimizerRows(_ report: StepReport) -> [RenderedLine] {
    let trace = report.trace
    let rate = NumberText.significant(report.settings.learningRate)
    let sgd = -Float(report.settings.learningRate) * trace.usedGradient
    let comparison = row("", "plain sgd would move it", sgd, signed: true)
    switch trace.optimizer {
    case .plain:
      return [
        row(
          "step", "-lr·g = -\(rate) × \(plain(trace.usedGradient))", trace.optimizerUpdate,
          signed: true
        )
      ]
    case .momentum(let momentum):
      let sum =
        "μ·v + g = \(plain(momentum.mu)) × \(plain(momentum.velocityBefore)) + "
        + plain(trace.usedGradient)
      return [
        row("velocity v", sum, momentum.velocity),
        row(
          "step", "-lr·v = -\(rate) × \(plain(momentum.velocity))", trace.optimizerUpdate,
          signed: true),
        comparison,
      ]
    case .nesterov(let nesterov):
      let (mu, velocity) = (plain(nesterov.mu), plain(nesterov.velocity))
      let sum = "μ·v + g = \(mu) × \(plain(nesterov.velocityBefore)) + \(plain(trace.usedGradient))"
      return [
        row("velocity v", sum, nesterov.velocity),
        row(
          "ahead", "g + μ·v = \(plain(trace.usedGradient)) + \(mu) × \(velocity)", nesterov.ahead),
        row(
          "step", "-lr·ahead = -\(rate) × \(plain(nesterov.ahead))", trace.optimizerUpdate,
          signed: true),
        comparison,
      ]
    case .adagrad(let adagrad):
      let sum = "s + g² = \(plain(adagrad.squareSumBefore)) + (\(plain(trace.usedGradient)))²"
      return [
        row("s", sum, adagrad.squareSum),
        row("√s + ε", "ε = \(plain(adagrad.epsilon))", adagrad.denominator),
        row("step", "-lr·g/(√s + ε), lr = \(rate)", trace.optimizerUpdate, signed: true),
        comparison,
      ]
    case .rmsprop(let rmsprop):
      let rho = NumberText.exact(rmsprop.rho)
      return [
        row("s", "ρ·s + (1-ρ)·g², ρ = \(rho)", rmsprop.squareMean),
        row("√s + ε", "ε = \(plain(rmsprop.epsilon))", rmsprop.denominator),
        row("step", "-lr·g/(√s + ε), lr = \(rate)", trace.optimizerUpdate, signed: true),
        comparison,
      ]
    case .adam(let adam):
      return momentRows(adam, gradient: trace.usedGradient) + [
        row("step", "-lr·m̂/(√v̂ + ε), lr = \(rate)", trace.optimizerUpdate, signed: true),
        comparison,
      ]
    case .adamw(let adamw):
      let decay =
        "-lr·decay·p = -\(rate) × \(NumberText.exact(adamw.decay)) × \(plain(trace.before))"
      return momentRows(adamw.adam, gradient: trace.usedGradient) + [
        row("Adam's part", "-lr·m̂/(√v̂ + ε), lr = \(rate)", adamw.adamUpdate, signed: true),
        row("decay", decay, adamw.decayUpdate, signed: true),
        row("step", "their sum", trace.optimizerUpdate, signed: true),
        comparison,
      ]
    }
  }

  /// `0.9 × 0.2049 + 0.1 × 0.01945`: a running mean and what is new in it.
  private func memory(_ beta: Double, _ before: Float, _ new: String) -> String {
    "\(NumberText.significant(beta)) × \(plain(before)) + "
      + "\(NumberText.significant(1 - beta)) × \(new)"
  }

  private func momentRows(_ adam: AdamTrace, gradient: Float) -> [RenderedLine] {
    [
      row(
        "m ← β₁·m+…·g", memory(adam.beta1, adam.firstMomentBefore, plain(gradient)),
        adam.firstMoment),
      row(
        "v ← β₂·v+…·g²", memory(adam.beta2, adam.secondMomentBefore, plain(gradient) + "²"),
        adam.secondMoment),
      row("m̂", "m/(1 - β₁^\(adam.t))", Float(adam.mHat)),
      row("v̂", "v/(1 - β₂^\(adam.t))", Float(adam.vHat)),
    ]
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

  func lines(_ report: GradientCheckReport) -> [RenderedLine] {
    let head = paragraph(
      "the gradients of training beside the slopes of the loss, measured in double precision on "
        + "\(counted(report.rows, "training row")) after epoch \(report.epoch)", .heading)
    return head
      + report.layers.flatMap { layer in
        let skipped = layer.skipped == 0 ? "" : ", \(layer.skipped) left out at a corner"
        let count = "\(layer.name): \(counted(layer.compared, "parameter")) compared\(skipped)"
        guard let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope else {
          return paragraph(count, indent: 2)
        }
        return paragraph(
          "\(count); largest relative difference \(NumberText.significant(layer.worstError)), for "
            + "\(escapedForDisplay(worst)): gradient \(NumberText.significant(gradient, 7)), slope "
            + "\(NumberText.significant(slope, 7))", indent: 2, hanging: 4)
      }
  }
}
