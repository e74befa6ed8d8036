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
      Adagrad divides each gradient by the root of the sum of that parameter's squared gradients so \
      far. Parameters that rarely get a gradient keep long steps, which suits sparse inputs. The sum \
      never shrinks, so all steps get shorter and shorter, and on long runs they may stop too soon.
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
    let head: Statement = """
      lr is \(training.learningRate, "lr", .exact), and ε \(epsilon, "eps", .exact).
      """
    guard let (traced, value) = tracedParameter(of: .adagrad) else {
      return [head, otherStep(than: .adagrad)]
    }
    return [
      head,
      """
      In \(stepText(traced.record)), for \(traced.name), s became s + g² = \
      \(value("square_sum_before"), "square_sum_before") + \(traced.trace.usedGradient, "gradient")² = \
      \(value("square_sum"), "square_sum"), so √s = \
      \(value("square_sum").squareRoot(), "root").
      """,
      comparedWithPlain(traced),
    ]
  }
}
