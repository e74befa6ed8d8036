// Adagrad (Duchi, Hazan and Singer, JMLR 12, 2011): the sum of squares of one parameter's gradients.
import Events
import Experiments
import NeuralNetwork

extension Topic {
  static let adagrad = Topic(
    name: "adagrad", aliases: ["adaptive gradient"],
    title: "Adagrad: steps that shrink where there was much to do",
    group: .optimizers, summary: "ever shorter steps",
    seeAlso: ["rmsprop", "adam", "lr"],
    idea: [
      """
      Adagrad gives every weight a step length of its own. It adds up the squares of all gradients, the \
      slopes of the loss, that the weight has had, and divides the new one by the root of that sum. \
      Weights with steep slopes get short steps; those whose slopes are rare or small keep long ones. \
      The sum never falls, so all steps get shorter, and a long run may stop too soon.
      """
    ],
    formulas: [
      "s ← s + g²                     s starts at 0",
      "p ← p - lr · g / (√s + ε)      the very first step has length lr",
    ],
    now: { $0.adagradNow },
    tryNext: { $0.optimizerTrials(.adagrad, against: .rmsprop, why: "a sum that forgets") })
}

extension SessionState {
  fileprivate var adagradNow: [Statement] {
    let training = settings.training
    let epsilon = training.epsilon ?? OptimizerKind.adagrad.rule.standardEpsilon
    let smallest: Statement = wantsAll ? " ε is \(epsilon, "eps", .exact)." : ""
    let head: Statement = """
      lr is \(training.learningRate, "lr", .exact): a weight's very first step is that long, whatever its \
      gradient.\(smallest)
      """
    guard let (traced, value) = tracedParameter(of: .adagrad) else {
      return [head, otherStep(than: .adagrad)]
    }
    let gradient = traced.trace.usedGradient
    let symbols: [Statement] = [
      """
      s became s + g² = \(value("square_sum_before"), "square_sum_before") + \(gradient, "gradient")² = \
      \(value("square_sum"), "square_sum").
      """,
      stepInSymbols(traced),
    ]
    return [
      head,
      """
      In \(stepText(traced.record)) \(traced.title) had the gradient \(gradient, "gradient"). It was \
      divided by \(value("square_sum").squareRoot(), "root")\(guardText(value("eps"))), the root of the \
      sum of all its squares so far, and multiplied by -lr.
      """,
      comparedWithPlain(traced),
    ] + (wantsAll ? symbols : [])
  }
}
