// Bayesian optimization and the acquisition function that leads it (Jones, Schonlau and Welch, 1998;
// Snoek, Larochelle and Adams, NIPS 2012), in the values that the last search found.
import Events
import Experiments
import Numerics

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
    if let statements = modelNow(search) { return statements }
    let head: Statement = """
      The last search was a \(search.method) search; a model would start from its \
      \(search.reports.count, "trials") trials.
      """
    guard let best = bestTrial, let value = best.value else { return [head] }
    var statements: [Statement] = [
      head,
      """
      To exploit is to go near trial \(best.number, "best_trial"), the best, with a \
      \(search.measure.name) of \(value, "best_value").
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

  /// Of a search that had a model: how right it was, and what it took to matter.
  private func modelNow(_ search: FinishedSearch) -> [Statement]? {
    let modelled = search.reports.filter { $0.trial.prediction != nil }
    guard let last = modelled.last?.trial.prediction else { return nil }
    var statements: [Statement] = [
      """
      The last search was a \(search.method) search of \(search.reports.count, "trials") trials; a model \
      chose \(modelled.count, "modelled") of them.
      """
    ]
    let scores = modelled.compactMap(\.zScore)
    if !scores.isEmpty {
      let square = scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)
      statements.append(
        """
        Their results were off by \(square.squareRoot(), "rms_z") expected standard deviations, noise \
        included (the root of the mean square); 1 is what a model has that knows how much it does not \
        know.
        """)
    }
    if let lengths = search.lengthscales(last.model) { statements.append(lengths) }
    return statements
  }

  /// The last choice of a model, in the formula's numbers.
  private func choiceNow(_ search: FinishedSearch) -> [Statement]? {
    guard let last = search.reports.last(where: { $0.trial.prediction != nil }),
      let prediction = last.trial.prediction, prediction.sd > 0
    else { return nil }
    let isMinimum = search.measure.direction == .minimize
    let gain =
      isMinimum ? prediction.incumbent - prediction.mean : prediction.mean - prediction.incumbent
    var statements: [Statement] = [
      """
      Trial \(last.number, "modelled_trial") of the last search was chosen where the model expected \
      μ = \(prediction.mean, "mu") and σ = \(prediction.sd, "sigma"); f* was \
      \(prediction.incumbent, "incumbent").
      """,
      """
      There u = (\(isMinimum ? "f* - μ" : "μ - f*")) / σ = \(gain / prediction.sd, "u"), and EI = \
      \(prediction.exploit, "exploit") + \(prediction.explore, "explore") = \
      \(prediction.exploit + prediction.explore, "ei"): by a better mean and by doubt.
      """,
    ]
    if let value = last.value, let z = last.zScore {
      statements.append(
        """
        It came to \(value, "outcome"): with the noise of one trial, \
        \(prediction.noise, "noise_sd"), \(z, "z", .signed) · √(σ² + noise²) from what was expected.
        """)
    }
    return statements
  }

  fileprivate var acquisitionNow: [Statement] {
    guard let search else { return [noSearch] }
    if let statements = choiceNow(search) { return statements }
    let values = search.study.trials.filter { $0.state == .done }.compactMap(\.value)
    guard search.measure.direction == .minimize else {
      return ["The last search sought the highest \(search.measure.name): there u = (μ - f*) / σ."]
    }
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
        "search bayes trials=9 epochs=3 lr=1e-3..1:log", why: "five spread evenly, four by a model")
        + searchTrial(
          "search random trials=9 epochs=3 lr=1e-3..1:log", why: "as many that look at no results"))
  }
}
