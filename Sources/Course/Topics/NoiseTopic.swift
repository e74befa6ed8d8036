// Noise: how often neighbors among the training rows disagree. The nearest neighbor's error is at most
// about twice the least possible one (Cover and Hart, 1967); half the mean squared difference of
// neighbors' targets estimates the variance of noise (the delta test: Pi and Peterson, 1994).
import Datasets
import Events
import Experiments

extension Topic {
  static let noise = Topic(
    name: "noise", aliases: ["noisy", "label noise", "irreducible error", "outliers"],
    title: "Noise: what the inputs do not tell",
    group: .data, summary: "chance in the data",
    seeAlso: ["overfitting", "generalization", "loss"],
    idea: [
      """
      Some of the right answer does not follow from the inputs: errors of measurement, wrong labels, \
      causes nobody wrote down. That part is noise. No network can know it for new rows; for its \
      training rows it can only learn it by heart, which is overfitting. Where rows nearly alike have \
      different answers, noise is likely.
      """
    ],
    formulas: [
      "y = what the inputs tell + noise",
      "variance of the noise ≈ ½ · mean of (y - y of the nearest row)²",
    ],
    now: { $0.noiseNow },
    tryNext: { $0.noiseTrials })
}

/// The nearest other row of each of the first training rows, by the inputs as the network sees them.
private struct Neighbors {
  let rows: Int
  /// Each row's nearest other row among them, the first of equals.
  let nearest: [Int]

  init(_ examples: Examples) {
    rows = min(examples.count, 200)
    let inputs = (0..<rows).map { examples.inputs(ofRow: $0).map(Double.init) }
    nearest = inputs.indices.map { row in
      var best = (row: row, distance: Double.infinity)
      for other in inputs.indices where other != row {
        let distance = zip(inputs[row], inputs[other]).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        if distance < best.distance { best = (other, distance) }
      }
      return best.row
    }
  }
}

extension SessionState {
  fileprivate var noiseNow: [Statement] {
    guard let data else { return ["There is no data yet: `data circle noise=0.5` makes some."] }
    guard data.training.count > 1 else {
      return ["There is only one training row, with nothing to compare it to."]
    }
    let neighbors = Neighbors(data.training)
    switch data.training.targets {
    case .classes(let labels, _):
      let other = neighbors.nearest.indices.count { labels[$0] != labels[neighbors.nearest[$0]] }
      return [
        """
        Of the first \(neighbors.rows, "compared_rows") training rows, \(other, "other_class") \
        \(other == 1 ? "has" : "have") a row of another class nearest, \
        \(Double(other) / Double(neighbors.rows), "other_share", .percent): there is noise there, or a \
        border between classes.
        """
      ]
    case .values(let values):
      var squares = 0.0
      for (row, near) in neighbors.nearest.enumerated() {
        let difference = Double(values[row]) - Double(values[near])
        squares += difference * difference
      }
      let mean = squares / Double(neighbors.rows)
      return [
        """
        Each of the first \(neighbors.rows, "compared_rows") training rows was held beside the one most \
        like it. The square of how far their answers differ has a mean of \(mean, "neighbor_square"). \
        Half of it, \(mean / 2, "noise_variance"), is about what squared error noise leaves to any \
        network; it is too much where the nearest rows are not very alike.
        """
      ]
    }
  }

  fileprivate var noiseTrials: [TopicReport.Trial] {
    [
      .init(command: "data moons noise=0.6", why: "half moons that overlap\(layerCost)"),
      .init(command: "data moons noise=0", why: "the same without noise\(layerCost)"),
    ]
  }
}
