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
      A batch's gradient, its slope of the loss, is a signal, what all rows say, plus noise: what the \
      rows that happen to be in it say. Half the rows, twice the noise. The noise scale is the number of \
      rows in a batch at which both are equally strong. With far fewer rows steps go mostly astray; with \
      far more, further rows add little.
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
    guard settings.stepRows(of: examples.count) < examples.count else {
      return [
        "A step takes all \(examples.count, "rows") training rows: there is no noise of batches."
      ]
    }
    guard settings.epochsBeside(rows: examples.count, of: training.shape) > 0,
      let noise = try measureGradientNoise(
        examples: examples, loss: data.loss(settings), settings: settings, state: training,
        checkStop: checkStop)
    else {
      return [
        "It could not be measured: that takes at least four whole batches and finite numbers."
      ]
    }
    return noise.statements + (wantsAll ? noise.arithmetic : [])
  }

  fileprivate var noiseScaleTrials: [TopicReport.Trial] {
    guard let batch = otherBatch else {
      return [.init(command: "explain batch", why: "steps of all rows or of few"), trainTrial]
    }
    return [batch, trainTrial]
  }

  /// Larger where there are rows enough; nil where a step takes all of them.
  private var otherBatch: TopicReport.Trial? {
    let settings = settings.training
    // Without data any size is small enough.
    let all = trainedRowCount ?? 1_000_000
    let rows = settings.stepRows(of: all)
    guard rows < all else { return nil }
    if rows <= all / 4 {
      return .init(command: "set batch \(rows * 4)", why: "half the noise's length; \(thenTrain)")
    }
    return rows > 1
      ? .init(command: "set batch \(max(1, rows / 4))", why: "more noise; \(thenTrain)")
      : .init(command: "set batch full", why: "no noise of batches; \(thenTrain)")
  }
}

extension GradientNoise {
  fileprivate var statements: [Statement] {
    let head: Statement = """
      Measured on the next \(batches, "batches") batches of \(batchRows, "batch_rows") \
      \(batchRows == 1 ? "row" : "rows"), at the present weights:
      """
    guard meanNorm > 0 else {
      return ["\(head) no batch has any gradient, so there is no signal and no noise scale."]
    }
    guard let scale else {
      return [
        """
        \(head) the batches differ so much that what they have in common may be chance. It takes more \
        than \(batches, "batches") × \(batchRows, "batch_rows") = \
        \(batches * batchRows, "measured_rows") rows to see a signal.
        """
      ]
    }
    return [
      """
      \(head) the noise is \(noiseSquared / signalSquared, "noise_ratio") times as strong as the signal.
      """,
      """
      So the noise scale is about \(batchRows, "batch_rows") × \
      \(noiseSquared / signalSquared, "noise_ratio") = \(scale, "noise_scale") rows. So few batches give \
      only a rough number.
      """,
    ]
  }

  /// In the symbols of the formulas.
  fileprivate var arithmetic: [Statement] {
    let square = meanNorm * meanNorm
    let head: Statement = """
      |mean|² is \(square, "mean_square") and the noise \(noiseSquared, "noise"), of which the mean keeps \
      \(noiseSquared, "noise") / \(batches, "batches") = \(chance, "chance").
      """
    guard square > 0 else { return [head] }
    guard scale != nil else {
      return ["\(head) That is \(chance / square, "chance_ratio") times all that the mean has."]
    }
    return [
      """
      \(head) The signal is \(square, "mean_square") - \(chance, "chance") = \
      \(signalSquared, "signal").
      """
    ]
  }
}
