// Dropout (Srivastava, Hinton, Krizhevsky, Sutskever and Salakhutdinov, JMLR 15, 2014), inverted: how
// many units stay, and what they are multiplied by.
import Events
import Experiments

extension Topic {
  static let dropout = Topic(
    name: "dropout", aliases: ["drop out", "inverted dropout"],
    title: "Dropout: units switched off by chance",
    group: .regularization, summary: "units switched off",
    seeAlso: ["regularization", "overfitting", "l2"],
    idea: [
      """
      For every row of every training step some units of the layer are drawn by chance and switched off, \
      so none can rely on another being there. What the others give is multiplied to make up for those \
      that are missing, so that the next layer gets as much on average. For answers, all units are on \
      and nothing is multiplied.
      """
    ],
    formulas: [
      "training   a ← 0 with probability p, else a / (1 - p)",
      "mean       p · 0 + (1 - p) · a / (1 - p) = a        using   a as it is",
    ],
    now: { $0.dropoutNow },
    tryNext: { $0.dropoutTrials })
}

extension SessionState {
  private static let shownDropouts = 3

  fileprivate var dropoutNow: [Statement] {
    guard let hidden else { return [noLayersChosen] }
    let places = hidden.indices.filter { hidden[$0].dropout > 0 }
    guard !places.isEmpty else {
      return ["No hidden layer has dropout now: all units take part in every step."]
    }
    var statements: [Statement] = places.prefix(Self.shownDropouts).map { place in
      let (p, number) = (hidden[place].dropout, String(place + 1))
      return """
        Hidden \(number) has dropout \(p, "p_\(number)", .exact), the chance of each unit to be off: of \
        \(hidden[place].units, "units_\(number)") units \
        \((1 - p) * Double(hidden[place].units), "mean_units_\(number)") stay on average, multiplied by \
        1 / (1 - \(p, "p_\(number)", .exact)) = \(1 / (1 - p), "factor_\(number)").
        """
    }
    if places.count > Self.shownDropouts { statements.append("Further layers are left out here.") }
    return statements + [
      "Losses after an epoch are of the network with all its units; those of a `step` are not."
    ]
  }

  fileprivate var dropoutTrials: [TopicReport.Trial] {
    guard let first = hidden?.first else {
      return [
        dropoutTrial,
        .init(command: "layer 16 relu dropout=0.5", why: "half of the units at a time\(layerCost)"),
      ]
    }
    return [
      dropoutTrial,
      .init(
        command: "layer edit 1 \(first.units) dropout=\(first.dropout == 0.5 ? "0.1" : "0.5")",
        why: first.dropout == 0.5
          ? "a tenth of the units\(layerCost)" : "half of the units at a time\(layerCost)"),
    ]
  }
}
