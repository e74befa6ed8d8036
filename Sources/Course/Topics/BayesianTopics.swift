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
      Grid and random search never look at what their trials found. Here a model does: for every point \
      not tried it guesses the result, and how far off the guess may be, its doubt, as in 0.2 ± 0.1. Near trials \
      that were made it is sure, far from them in doubt. The next trial goes where guess and doubt together \
      promise most; what comes of it is learned from. A tpe search is simpler: it draws its trials \
      from where good ones lie closer together than the others.
      """
    ],
    formulas: [], now: { $0.bayesNow },
    tryNext: { $0.bayesTrials }
  ).deep([
    "μ(x) = k(x)ᵀ·(K + noise·I)⁻¹·y        K: the kernel between all trials",
    "σ²(x) = k(x,x) - k(x)ᵀ·(K + noise·I)⁻¹·k(x)        k(x): x with each trial",
    "y: the trials' results, less their mean",
  ])

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
      The model of `explain bayes` has a guess and a doubt for every point. Where should the next trial go: \
      near the best one, or where little is known? An acquisition function gives every point one number for \
      that. The usual one, expected improvement (EI), asks by how much a trial there would beat the \
      best so far, on average. A good guess adds to it (exploit), and so does doubt, as what is not known \
      may be better (explore).
      """
    ],
    formulas: [], now: { $0.acquisitionNow },
    tryNext: { $0.bayesTrials }
  ).deep([
    "EI = (f* - μ) · Φ(u) + σ · φ(u)        u = (f* - μ) / σ",
    "μ: the guess, σ: its doubt, f*: the best so far",
    "Φ, φ: the standard normal distribution function and its density",
  ])
}

extension SessionState {
  fileprivate var bayesNow: [Statement] {
    guard let search else { return [noSearch] }
    if let statements = modelNow(search) { return statements }
    let head: Statement = """
      The last search was a \(search.method) search of \(search.reports.count, "trials") trials. A model \
      would learn from them where to go next.
      """
    guard let best = bestTrial, let value = best.value else { return [head] }
    var statements: [Statement] = [
      head,
      """
      It could try near trial \(best.number, "best_trial"), the best, with a \(search.measure.name) of \
      \(value, "best_value").
      """,
    ]
    let gaps = search.study.coverage.compactMap { axis in
      axis.largestGap.map { (name: axis.name, gap: $0) }
    }
    if let widest = gaps.max(by: { $0.gap < $1.gap }) {
      statements.append(
        """
        Or where none was: the longest stretch without a trial is \
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
    if let trial = modelled.last(where: { $0.value != nil }), let value = trial.value,
      let guess = trial.trial.prediction
    {
      statements.append(
        """
        For trial \(trial.number, "modelled_trial") it guessed a \(search.measure.name) of \
        \(guess.mean, "guess") ± \(guess.observationSD, "guess_doubt"); \(value, "outcome") came.
        """)
    }
    let scores = modelled.compactMap(\.zScore)
    if !scores.isEmpty {
      let square = scores.reduce(0) { $0 + $1 * $1 } / Double(scores.count)
      statements.append(
        """
        Over all of them the results were typically \(square.squareRoot(), "rms_z") times its doubt away \
        from its guess. About 1 is right; far more says that it was too sure.
        """)
    }
    if settings.explain == .full, let lengths = search.lengthscales(last.model) {
      statements.append(lengths)
    }
    return statements
  }

  /// The last choice of a model, in the formula's numbers.
  private func choiceNow(_ search: FinishedSearch) -> [Statement]? {
    guard let last = search.reports.last(where: { $0.trial.prediction != nil }),
      let prediction = last.trial.prediction, prediction.sd > 0
    else { return nil }
    let widened: Statement =
      prediction.widening > 1
      ? """
       and made \(prediction.widening, "widening", .short) times as wide, as models are too sure
      """ : ""
    var statements: [Statement] = [
      """
      Trial \(last.number, "modelled_trial") of the last search was chosen where the model guessed a \
      \(search.measure.name) of \(prediction.mean, "mu") with a doubt of \(prediction.ownSD, "sigma"). With the chance of one \
      training counted in\(widened), it is the \(prediction.observationSD, "observation_sd") behind the ± of \
      `trial \(String(last.number))`.
      """,
      """
      To the model the best trial so far, without its luck, was worth \(prediction.incumbent, "incumbent").
      """,
      """
      The point promised to be better than that by \(prediction.exploit + prediction.explore, "ei") on average: \
      \(prediction.exploit, "exploit") of it came from the guess, \(prediction.explore, "explore") from the \
      doubt.
      """,
    ]
    if let value = last.value, settings.explain != .full {
      statements.append("What came was \(value, "outcome").")
    } else if let value = last.value, let z = last.zScore {
      statements.append(
        """
        It came to \(value, "outcome"), which is \(z, "z", .signed) times that ± from the guess, one \
        trial's own chance, \(prediction.noise, "noise_sd"), counted in.
        """)
    }
    return statements
  }

  fileprivate var acquisitionNow: [Statement] {
    guard let search else { return [noSearch] }
    if let statements = choiceNow(search) { return statements }
    let values = search.study.trials.filter { $0.state == .done }.compactMap(\.value)
    guard search.measure.direction == .minimize else {
      return [
        "No model chose the trials of the last search, for the highest \(search.measure.name)."
      ]
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
      Far from all \(values.count, "finished") trials of the last search a model can only guess their \
      mean, \(mean, "mu"), with their standard deviation, \(sd, "sigma"), for its doubt; the best is \
      \(best, "best_value").
      """,
      """
      A trial there would beat the best by \(exploit + sd * density, "ei") on average: \
      \(exploit, "exploit") by the guess, which is worse than the best, and \(sd * density, "explore") by the \
      doubt.
      """,
      """
      One guessed just as good as the best, with half that doubt, promises \
      \(0.5 * sd / (2 * Double.pi).squareRoot(), "ei_near").
      """,
    ]
  }

  fileprivate var bayesTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial(
        "search bayes trials=12 epochs=3 lr=1e-3..1:log",
        why: "spread evenly at first, then chosen by a model")
        + searchTrial(
          "search random trials=12 epochs=3 lr=1e-3..1:log", why: "as many that look at no results")
    )
  }
}
