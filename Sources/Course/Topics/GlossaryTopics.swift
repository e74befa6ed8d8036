// Words that other texts use: fingerprint, log scale, softmax, cosine and fANOVA.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension Topic {
  static let fingerprint = Topic(
    name: "fingerprint", aliases: ["fingerprint of the weights", "checksum", "hash"],
    title: "Fingerprint: a short name for all weights",
    group: .words, summary: "names weights",
    seeAlso: ["seed", "layers"],
    idea: [
      """
      A fingerprint is a short code made of all the weights, as a person's is of a finger: change one \
      weight in its last digit, and the code is another. Where two networks have the same one, their weights \
      are the same, as good as certainly. So one sees whether a training was repeated exactly. How good \
      the weights are it does not say.
      """
    ],
    formulas: [], now: { $0.fingerprintNow },
    tryNext: { state in
      [
        state.training == nil
          ? state.trainTrial
          : .init(command: "model", why: "the fingerprint beside the size of the weights"),
        .init(command: "explain seed", why: "why the same commands give the same weights"),
      ]
    })

  static let logScale = Topic(
    name: "log-scale", aliases: ["logarithmic scale", "logarithmic", "orders of magnitude"],
    title: "Log scale: steps that multiply",
    group: .words, summary: "steps multiply",
    seeAlso: ["lr", "random", "loss"],
    idea: [
      """
      On an ordinary ruler each mark adds the same: 1, 2, 3. On a log scale each mark multiplies by the \
      same: 0.01, 0.1, 1 stand equally far apart. That suits numbers that may be large or tiny, such as a \
      learning rate, where from 0.001 to 0.01 is as large a change as from 0.1 to 1, or a loss that falls \
      toward 0.
      """
    ],
    formulas: [], now: { $0.logScaleNow },
    tryNext: { state in
      [.init(command: "explain random", why: "a search that draws on such scales")]
        + state.searchTrial(
          "search random trials=5 epochs=2 lr=1e-3..1:log", why: "draws lr on a log scale")
        + [.init(command: "explain lr", why: "a setting that is best varied so")]
    })

  static let softmax = Topic(
    name: "softmax", aliases: ["class probabilities"],
    title: "Softmax: scores made into shares",
    group: .words, summary: "scores to shares",
    seeAlso: ["loss", "sigmoid", "accuracy"],
    idea: [
      """
      For more than two classes a network gives every class a score, any number. Softmax cuts a cake by \
      the scores: every class gets a share above 0, all shares make one whole cake, and a score that is \
      1 higher gets a share 2.718 times as large. The shares are taken for probabilities.
      """
    ],
    formulas: ["share of a class = exp(its score) / sum of exp(score) over all classes"],
    now: { $0.softmaxNow },
    tryNext: { _ in
      [
        .init(command: "explain loss", why: "what it costs when the right class's share is small"),
        .init(command: "explain sigmoid", why: "what takes its place for two classes"),
      ]
    })

  static let cosine = Topic(
    name: "cosine", aliases: ["cosine similarity", "angle"],
    title: "Cosine: how alike two directions are",
    group: .words, summary: "alike directions",
    seeAlso: ["sgd", "gradient", "schedule"],
    idea: [
      """
      Two walkers leave from one spot. The cosine says how alike their directions are, however far they \
      go: 1 for the same direction, 0 where one goes sideways to the other, -1 for opposite ones. A step of \
      training is such a walk, only that it goes along every weight at once.
      """
    ],
    formulas: ["cosine = sum of (a · b) / (length of a · length of b)"],
    now: { $0.cosineNow },
    tryNext: { _ in
      [
        .init(command: "explain sgd", why: "how a batch's direction differs from that of all rows"),
        .init(
          command: "explain schedule", why: "a learning rate that falls along a cosine's curve"),
      ]
    })

  static let fanova = Topic(
    name: "fanova", aliases: ["functional anova", "importance", "importances"],
    title: "fANOVA: which hyperparameter made the difference",
    group: .words, summary: "what mattered",
    seeAlso: ["hyperparameter", "random", "deviation"],
    idea: [
      """
      Trials of a search differ in several settings at once: which of them made the results differ? \
      fANOVA first learns to guess a trial's result by questions such as "is lr above 0.1?", many times \
      over; each chain of such questions is a tree. Then it lets one setting vary, takes the mean over \
      all others, and sees how much the guesses still differ. What share of all differences that is, is \
      the setting's importance; the ± says how far the trees disagree.
      """
    ],
    formulas: [], now: { $0.fanovaNow },
    tryNext: { state in
      [.init(command: "explain hyperparameter", why: "what is varied")]
        + state.searchTrial(
          "search random trials=10 lr=1e-3..1:log l2=1e-4..0.1:log epochs=2",
          why: "its last lines say which mattered")
        + [.init(command: "explain random", why: "draws that suit it well")]
    })
}

extension SessionState {
  fileprivate var fingerprintNow: [Statement] {
    guard let training else { return [needsStep] }
    return [
      """
      The weights after epoch \(training.epoch, "epoch") have the fingerprint \
      \(training.fingerprint.description): `model` shows it.
      """
    ]
  }

  fileprivate var logScaleNow: [Statement] {
    let lr = settings.training.learningRate
    return [
      """
      lr is \(lr, "lr", .exact). On a log scale \(lr / 10, "lower") and \(lr * 10, "higher") are equally \
      far from it.
      """,
      """
      Halfway between 0.001 and 1 lies \(0.001.squareRoot(), "log_middle") on a log scale, and \
      \(0.5005, "middle", .exact) on an ordinary one: a search that draws evenly on that tries less than 0.01 \
      about once in a hundred trials.
      """,
    ]
  }

  fileprivate var softmaxNow: [Statement] {
    guard let data else { return ["There is no data yet: `data iris` has three classes."] }
    let loss = data.loss(settings.training)
    guard loss == .softmaxCrossEntropy else {
      return [
        """
        These data need none: with two classes one score is enough, and a number is no class. Data of \
        three classes come with `data iris`.
        """
      ]
    }
    guard let training else { return [needsStep] }
    let row = trainedExamples(data).subset([0])
    let shares = predictOutputs(
      inputs: row.inputs, shape: training.shape, parameters: training.parameters, loss: loss)
    guard shares.allSatisfy(\.isFinite) else {
      return ["The network's scores have grown beyond all numbers: `reset`."]
    }
    var list: Statement = ""
    for (place, share) in shares.prefix(5).enumerated() {
      list = """
        \(list)\(place == 0 ? "" : ", ")\(data.classNames[place]) \
        \(Double(share), "share_\(place + 1)", .percent)
        """
    }
    let more = shares.count > 5 ? " and so on" : ""
    return ["For training row 1 the network's shares are \(list)\(more)."]
  }

  /// Two rows as two walks from the middle of the data.
  fileprivate var cosineNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle` makes some."] }
    guard data.training.count > 1 else { return ["There are not two training rows to compare."] }
    var (one, other, product) = (0.0, 0.0, 0.0)
    for (a, b) in zip(data.training.inputs(ofRow: 0), data.training.inputs(ofRow: 1)) {
      one += Double(a) * Double(a)
      other += Double(b) * Double(b)
      product += Double(a) * Double(b)
    }
    guard one > 0, other > 0 else { return ["Training row 1 or 2 is all 0 and has no direction."] }
    return [
      """
      Take the inputs of a training row for a walk that begins where all inputs are 0. The directions of \
      rows 1 and 2 have a cosine of \(product / (one * other).squareRoot(), "row_cosine").
      """
    ]
  }

  fileprivate var fanovaNow: [Statement] {
    guard let search else { return [noSearch] }
    guard search.study.trials.count <= FinishedSearch.mostForImportance,
      let report = try? ImportanceReport(search), !report.isConstant,
      let first = report.shares.first
    else {
      return ["The last search has too few different trials, or too many, to say what mattered."]
    }
    return [
      """
      In the last search, of \(search.reports.count, "trials") trials, \(first.axes[0]) by itself makes \
      \(first.mean, "first_share", .percent) ± \(first.deviation, "first_deviation", .percent) of the \
      differences. `importance` shows every share.
      """
    ]
  }
}
