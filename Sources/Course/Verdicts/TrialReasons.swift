// Why a trial is where it is: what a model expected there and promised, and how right it was.
import Events
import Experiments
import HyperparameterSearch

extension FinishedSearch {
  /// Below its trial in the table, in full; else `trial N` tells it. Nil where nothing chose the point.
  func reason(for report: TrialReport, _ level: ExplainLevel) -> TrialReason? {
    guard level == .full, let prediction = report.trial.prediction else { return nil }
    return TrialReason(
      number: report.number,
      statements: [expectation(prediction, report)] + details(prediction, number: report.number))
  }

  /// For `trial N`: what the model thought, and in full how it came to that.
  package func statements(on report: TrialReport, _ level: ExplainLevel) -> [Statement] {
    let trial = report.trial
    var statements: [Statement] = [origin(trial)]
    if let prediction = trial.prediction {
      if level == .full {
        statements.append(expectation(prediction, report).capitalized)
        statements += details(prediction, number: report.number)
      } else {
        statements.append(guess(prediction, report))
      }
    }
    guard let value = trial.value, trial.state == .done else { return statements }
    let others = study.trials.filter { $0.state == .done && $0.number != trial.number }
      .compactMap(\.value)
    if !others.isEmpty {
      let better = others.count { study.direction.isBetter($0, than: value) }
      statements.append(
        others.count == 1
          ? "The other finished trial is \(better == 1 ? "" : "not ")better."
          : """
          \(better, "better_trials") of the other \(others.count, "other_trials") finished trials \
          \(better == 1 ? "is" : "are") better.
          """)
    }
    return statements
  }

  private func origin(_ trial: Trial) -> Statement {
    switch trial.origin {
    case .random: "Its point was drawn at random."
    case .grid: "Its point is one of the grid's."
    case .sobol: "Its point is one of an evenly spread sequence."
    case .tpe: "Its point was drawn where good trials lie more densely than the others."
    case .bayes: "Its point was chosen by a model of the trials before it."
    case .start: "Its point is one of those that the model started from."
    case .enqueued: "Its point was given by `enqueue`."
    }
  }

  /// "expected 0.21 ± 0.28 (+0.87 sd); EI = 0.056 exploit + 0.1 explore; near trial 13"
  private func expectation(_ prediction: Prediction, _ report: TrialReport) -> Statement {
    var text: Statement = """
      expected \(prediction.mean, "predicted", .short) ± \(prediction.observationSD, "observation_sd", .short)
      """
    if let z = report.zScore { text = "\(text) (\(z, "z", .shortSigned) sd)" }
    text = """
      \(text); EI = \(prediction.exploit, "exploit", .short) exploit + \
      \(prediction.explore, "explore", .short) explore
      """
    if let near = near(prediction) { text = "\(text); \(near)" }
    return text
  }

  /// Closer than this, a point is all but tried.
  private static let allButTried = 0.01

  private func near(_ prediction: Prediction) -> Statement? {
    guard let nearest = prediction.nearestTrial else { return nil }
    let isTried = prediction.nearestDistance.map { $0 < Self.allButTried } ?? false
    return isTried
      ? "all but trial \(nearest, "nearest") again" : "near trial \(nearest, "nearest")"
  }

  /// The same in a sentence: ± is the model's doubt. The gain by the guess alone is told only where it is
  /// one.
  private func guess(_ prediction: Prediction, _ report: TrialReport) -> Statement {
    let gain = prediction.exploit + prediction.explore
    let parts: Statement =
      prediction.exploit < 0
      ? " though that is worse, since the guess may be off"
      : """
       (\(prediction.exploit, "exploit", .short) as the guess is better, \
      \(prediction.explore, "explore", .short) as it may be off)
      """
    var text: Statement = """
      The model guessed \(prediction.mean, "predicted", .short) ± \
      \(prediction.observationSD, "observation_sd", .short) there, and hoped to gain \
      \(gain, "expected_improvement", .short) on the best so far\(parts)
      """
    if let near = near(prediction) { text = "\(text); \(near)" }
    guard let z = report.zScore else { return "\(text)." }
    return "\(text). The value came out \(z, "z", .shortSigned) times that ± away from the guess."
  }

  private func details(_ prediction: Prediction, number: Int) -> [Statement] {
    var statements: [Statement] = []
    statements.append(
      """
      ± is √(sd² + noise²): the model's doubt about the mean, sd \(prediction.sd, "sd"), and the noise \
      it takes one trial to have, \(prediction.noise, "noise_sd").
      """)
    if prediction.widening > 1 {
      statements.append(
        """
        Both are \(prediction.widening, "widening", .short) times what the model itself says: 1.5 at first, since \
        models are too sure, then by how far its guesses missed. The point was chosen by the model's own sd, \
        \(prediction.ownSD, "own_sd").
        """)
    }
    if let belief = belief(number) { statements.append(belief) }
    if prediction.sd > 0 {
      let gain =
        study.direction == .minimize
        ? prediction.incumbent - prediction.mean : prediction.mean - prediction.incumbent
      statements.append(
        """
        u = (\(gain, "predicted_gain") better than f* = \(prediction.incumbent, "incumbent")) / own sd = \
        \(gain / prediction.ownSD, "u"); exploit is the gain · Φ(u), explore own sd · φ(u); ln EI = \
        \(prediction.logEI, "log_ei").
        """)
    }
    if let distance = prediction.nearestDistance, let nearest = prediction.nearestTrial {
      statements.append(
        """
        Trial \(nearest, "nearest") is the nearest of those whose results were known then, \
        \(distance, "nearest_distance") away, each axis counted as 1 long.
        """)
    }
    if let lengths = lengthscales(prediction.model) { statements.append(lengths) }
    return statements
  }

  /// Where a trial was not chosen with the most likely model.
  private func belief(_ number: Int) -> Statement? {
    switch BayesianSampler.belief(of: number) {
    case .fitted: nil
    case .drawn:
      """
      One trial in six is not chosen with the likeliest model but with another that fits the trials \
      too, in case the likeliest is wrong. This is one.
      """
    case .wary:
      """
      One trial in six is chosen with a model that expects surprises between the trials (its \
      lengthscales are shorter), and so looks where the likeliest would not. This is one.
      """
    }
  }

  /// A change over more than so much of its range is needed to matter: an axis looks flat from here on.
  static let flatLengthscale = 2.0

  /// Which axes the model takes to matter.
  func lengthscales(_ model: SurrogateModel) -> Statement? {
    let names = study.space.axes.filter { $0.domain.varies }.map(\.name)
    guard names.count == model.lengthscales.count, !names.isEmpty else { return nil }
    let order = names.indices.sorted { left, right in
      let (a, b) = (model.lengthscales[left], model.lengthscales[right])
      return a != b ? a < b : left < right
    }
    var list: Statement = ""
    for (place, index) in order.prefix(6).enumerated() {
      let length = model.lengthscales[index]
      let word = length >= Self.flatLengthscale ? " (flat)" : ""
      list = """
        \(list)\(place == 0 ? "" : ", ")\(names[index]) \(length, "lengthscale_\(names[index])")\(word)
        """
    }
    return """
      Lengthscales, as shares of each range: \(list). The shorter, the more the axis matters; noise \
      \(model.noise, "noise") of the values' sd.
      """
  }
}
