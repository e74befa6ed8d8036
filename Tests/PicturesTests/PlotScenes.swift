// Every kind of plot, of small sessions whose numbers are the same everywhere.
import Events
import SessionSupport

enum PlotScenes {
  typealias Scene = [(name: String, figure: Figure)]

  static var all: Scene { spiral + digits + iris }

  private static let spiral = scene(
    [
      "data spiral n=200 noise=0.05", "layers 4 4 tanh", "set optimizer adam", "set lr 0.02",
      "set l2 0.001", "train 12",
    ],
    [
      "data", "boundary", "boundary unit=1.3", "units", "confusion", "calibration", "network",
      "loss", "loss parts=on", "lr", "gradients", "activations", "weights",
      "weights as=heatmap layer=2", "penalty", "surface",
    ])

  private static let digits = scene(
    ["data digits test=0.9", "layers 12 relu", "set optimizer adam", "train 2"],
    ["boundary of=digits", "examples n=4", "confusion of=digits", "weights as=pictures units=4"])

  private static let iris =
    scene(
      ["data iris", "layers 4 tanh", "train 5"], ["boundary of=iris", "network of=iris"])
    + scene(
      ["data iris", "layers 4", "search bayes trials=10 epochs=2 lr=0.001..1:log"],
      ["posterior x=lr", "search"])
    + scene(
      [
        "data iris", "layers 4",
        "search bayes trials=12 epochs=2 lr=0.001..1:log units=4..16",
      ],
      ["space", "posterior", "importance"])
    + scene(
      ["data iris", "layers 4", "search halving trials=9 epochs=9 lr=0.001..1:log"], ["halving"])
    + scene(
      ["data iris", "layers 4", "race sgd adam epochs=6"],
      ["loss of=race", "surface directions=race"])

  /// - Parameter plots: what stands behind `plot`; `of=digits` and `of=iris` are names alone.
  private static func scene(_ setup: [String], _ plots: [String]) -> Scene {
    let session = RecordedSession(explain: .off)
    session.run(setup)
    return plots.compactMap { plot in
      let words = plot.split(separator: " ").filter { $0 != "of=digits" && $0 != "of=iris" }
      guard let figure = session.drawn("plot " + words.joined(separator: " ")) else { return nil }
      return (plot.split { $0 == " " || $0 == "=" || $0 == "." }.joined(separator: "-"), figure)
    }
  }

  /// How many there should be.
  static let count = 16 + 4 + 2 + 2 + 3 + 1 + 2
}
