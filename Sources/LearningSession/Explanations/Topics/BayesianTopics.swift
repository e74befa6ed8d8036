// Bayesian optimization and the acquisition function that leads it (Jones, Schonlau and Welch, 1998;
// Snoek, Larochelle and Adams, NIPS 2012), in the values that the last search found.
import HyperparameterSearch
import NeuralNetwork

extension Topic {
  static let bayesianOptimization = Topic(
    name: "bayes",
    aliases: [
      "bayesian", "bayesian optimization", "bayesian search", "gp", "gaussian process", "surrogate",
      "tpe",
    ],
    title: "Bayesian optimization: a model chooses the next trial",
    group: .searching, summary: "a model picks trials",
    seeAlso: ["acquisition", "kernel", "random"],
    idea: [
      """
      Grid and random search never look at what their trials found. Bayesian optimization fits a model to \
      those done, often a Gaussian process, which gives a mean and a standard deviation for every \
      point not tried. The next trial goes where the two together promise most: near the best, or far \
      from all others.
      """
    ],
    formulas: [
      "μ(x) = k(x)ᵀ·(K + noise·I)⁻¹·y        K: the kernel between all trials",
      "σ²(x) = k(x,x) - k(x)ᵀ·(K + noise·I)⁻¹·k(x)        k(x): x with each trial",
      "y: the trials' results, less their mean",
    ],
    now: { $0.bayesNow },
    tryNext: { $0.bayesTrials })

  static let acquisition = Topic(
    name: "acquisition",
    aliases: [
      "acquisition function", "ei", "expected improvement", "exploration", "exploitation",
      "exploration exploitation",
    ],
    title: "Acquisition: what a trial promises",
    group: .searching, summary: "what a trial promises",
    seeAlso: ["bayes", "kernel"],
    idea: [
      """
      A model predicts a mean μ and a standard deviation σ for a trial not yet made; an acquisition \
      function turns both into one number to maximize. Expected improvement asks by how much, on \
      average, the trial will beat the best loss f* so far: by a good mean (exploit) or by doubt \
      (explore).
      """
    ],
    formulas: [
      "EI = (f* - μ) · Φ(u) + σ · φ(u)        u = (f* - μ) / σ",
      "Φ, φ: the standard normal distribution function and its density",
    ],
    now: { $0.acquisitionNow },
    tryNext: { $0.bayesTrials })
}

extension SessionState {
  fileprivate var bayesNow: [Statement] {
    guard let search else { return [noSearch] }
    let head: Statement = """
      The last search was a \(search.study.sampler.name) search; a model would start from its \
      \(search.reports.count, "trials") trials.
      """
    guard let best = bestTrial, let value = best.value else { return [head] }
    var statements: [Statement] = [
      head,
      """
      To exploit is to go near trial \(best.number, "best_trial"), the best, with a validation loss of \
      \(value, "best_value").
      """,
    ]
    let gaps = search.study.coverage.compactMap { axis in
      axis.largestGap.map { (name: axis.name, gap: $0) }
    }
    if let widest = gaps.max(by: { $0.gap < $1.gap }) {
      statements.append(
        """
        To explore is to go where none was: the longest stretch without a trial is \
        \(widest.gap, "largest_gap", .percent) of the range of \(widest.name).
        """)
    }
    return statements
  }

  fileprivate var acquisitionNow: [Statement] {
    guard let search else { return [noSearch] }
    let values = search.reports.compactMap(\.value)
    guard values.count > 1, let best = values.min() else {
      return ["The last search has too few finished trials to say what another promises."]
    }
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    let sd = square.squareRoot()
    guard sd > 0 else { return ["All trials of the last search have the same loss."] }
    let u = (best - mean) / sd
    let density = PortableMath.exp(-u * u / 2) / (2 * Double.pi).squareRoot()
    let exploit = (best - mean) * Double(FloatFunctions.normalCumulative(Float(u)))
    return [
      """
      Far from all \(values.count, "finished") trials of the last search a model knows only their mean \
      μ = \(mean, "mu") and standard deviation σ = \(sd, "sigma"); f* is \(best, "best_value").
      """,
      """
      There u = (f* - μ) / σ = \(u, "u"), and EI = (f* - μ) · Φ(u) + σ · φ(u) = \
      \(exploit, "exploit") + \(sd * density, "explore") = \(exploit + sd * density, "ei"): what it \
      loses by the mean and gains by the doubt.
      """,
      """
      At a point predicted just as good as the best with half that σ, u is 0 and EI = ½σ · φ(0) = \
      \(0.5 * sd / (2 * Double.pi).squareRoot(), "ei_near").
      """,
    ]
  }

  fileprivate var bayesTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial(
        "search random trials=8 epochs=3 lr=1e-3..1:log",
        why: "eight draws, none of which looks at the others"))
  }
}
