// The noise of batches' gradients, and the batch size at which it equals the signal (McCandlish, Kaplan,
// Amodei and others, "An empirical model of large-batch training", 2018).
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let noiseScale = Topic(
    name: "noise-scale", aliases: ["gradient noise", "gradient variance", "critical batch size"],
    title: "Noise scale: how many rows a batch needs",
    group: .training, summary: "noise of batches",
    seeAlso: ["batch", "sgd", "gradient"],
    idea: [
      """
      A batch's gradient is the true one, the signal, plus noise from which rows it happens to hold; \
      with twice the rows the noise has half the square. In batches of as many rows as the noise \
      scale the two are equal: with far fewer, steps are mostly noise; with far more, rows are wasted.
      """
    ],
    formulas: [
      "noise = Σ|g - mean|² / (n - 1)        g: gradients of n batches of B rows",
      "signal = |mean|² - noise/n        noise scale = B · noise / signal",
    ],
    measured: { state, checkStop throws(Stopped) in try state.noiseScaleNow(checkStop) },
    tryNext: { $0.noiseScaleTrials })
}

extension SessionState {
  fileprivate func noiseScaleNow(_ checkStop: StopCheck) throws(Stopped) -> [Statement] {
    guard let training, let data else { return [needsStep] }
    let settings = settings.training
    if settings.optimizer.rule.takesAllRows {
      return [
        """
        The optimizer is \(settings.optimizer.rawValue), which takes all rows at once: there is no \
        noise of batches.
        """
      ]
    }
    let examples = trainedExamples(data)
    guard settings.epochsBeside(rows: examples.count, of: training.shape) > 0,
      let noise = try measureGradientNoise(
        examples: examples, loss: data.loss(settings), settings: settings, state: training,
        checkStop: checkStop)
    else {
      return [
        "It could not be measured: that takes at least four whole batches and finite numbers."
      ]
    }
    let head: Statement = """
      Over the next \(noise.batches, "batches") batches of \(noise.batchRows, "batch_rows") \
      \(noise.batchRows == 1 ? "row" : "rows"), at the present weights, |mean|² is \
      \(noise.meanNorm * noise.meanNorm, "mean_square") and the noise \(noise.noiseSquared, "noise"), of \
      which the mean keeps \(noise.noiseSquared, "noise") / \(noise.batches, "batches") = \
      \(noise.chance, "chance").
      """
    guard let scale = noise.scale else {
      let square = noise.meanNorm * noise.meanNorm
      guard square > 0 else { return [head, "There is no gradient at all: no signal, no scale."] }
      return [
        head,
        """
        That is \(noise.chance / square, "chance_ratio") times all that the mean has: no signal can be \
        told from the noise.
        """,
      ]
    }
    return [
      head,
      """
      The signal is \(noise.meanNorm * noise.meanNorm, "mean_square") - \(noise.chance, "chance") = \
      \(noise.signalSquared, "signal"), the noise scale \(noise.batchRows, "batch_rows") × \
      \(noise.noiseSquared, "noise") / \(noise.signalSquared, "signal") = \(scale, "noise_scale") rows.
      """,
    ]
  }

  fileprivate var noiseScaleTrials: [TopicReport.Trial] {
    let rows = epochPlan?.batchRows ?? settings.training.batchSize.rows(of: .max)
    return [
      rows > 1_000_000
        ? .init(command: "set batch 10", why: "smaller batches, noisier; \(thenTrain)")
        : .init(command: "set batch \(rows * 4)", why: "half the noise's length; \(thenTrain)"),
      trainTrial,
    ]
  }
}
