// `plot loss`: how the loss went, epoch by epoch, of this network's training, of its parts, or of the racers of
// the last race.
import Datasets
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct LossPlot: Plot {
  enum Runs: Sendable { case own, race }
  enum Scale: Sendable { case automatic, linear, log }

  static let of = Argument.option(
    "of",
    ValueType<Runs>.choice([
      Choice("run", .own, "of this network, as usual"),
      Choice("race", .race, "of the racers of the last race"),
    ]), "whose loss: of this network's run, or of every racer of the last race")
  static let scale = Argument.option(
    "scale",
    ValueType<Scale>.choice([
      Choice("auto", .automatic, "log where the losses differ by more than a factor of four"),
      Choice("linear", .linear, "equal steps are equal differences"),
      Choice("log", .log, "equal steps are equal factors"),
    ]), "how losses become heights")
  static let parts = Argument.option(
    "parts", .toggle, "the training loss with its parts: the data's and each penalty's")

  let name = "loss"
  let summary = "the loss after each epoch"
  let options: [any AnyArgumentConvertible] = [Self.of, Self.scale, Self.parts]
  let example = Example(
    "plot loss", "how the loss fell", setup: ["data moons n=60", "layers 4", "train 20"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let network = try preparation.network(with: .epochs, for: arguments)
    let state = preparation.state
    if arguments[Self.of] == .race {
      if arguments[Self.parts] == true {
        throw Diagnostic(
          id: "parts-of-race", message: "a race's picture has one line for each racer, no parts",
          range: arguments.range(of: Self.parts), suggestion: "`plot loss of=race`")
      }
      return try Self.ofRace(state, arguments, axis(arguments))
    }
    guard !network.epochs.isEmpty else { throw .noFinishedEpoch(arguments, state) }
    let showsParts = arguments[Self.parts, default: false]
    let figures =
      showsParts ? [.training, .dataLoss, .l1Penalty, .l2Penalty] : network.epochs.rowLosses
    let curves = network.epochs.lossCurves(figures)
    if showsParts, curves.count < 3 {
      throw Diagnostic(
        id: "no-penalty", message: "no penalty has been part of this loss: all of it is the data's",
        range: arguments.range(of: Self.parts), suggestion: "`set l2 0.01`, then `train`")
    }
    return figure(curves, state, network, axis(arguments))
  }

  /// Error: `no-race-yet`.
  static func ofRace(
    _ state: SessionState, _ arguments: Arguments, _ kind: PanelAxis.Kind
  ) throws(Diagnostic) -> Figure {
    try RaceLosses(state, arguments).figure(kind)
  }

  private func axis(_ arguments: Arguments) -> PanelAxis.Kind {
    switch arguments[Self.scale, default: .automatic] {
    case .automatic: .automatic
    case .linear: .linear
    case .log: .log
    }
  }

  private func figure(
    _ curves: [LossCurve], _ state: SessionState, _ network: NetworkModel, _ kind: PanelAxis.Kind
  ) -> Figure {
    let words = LossWords(curves, state, network)
    var marks = curves.flatMap(\.series).map(Mark.loss)
    if let (curve, lowest) = words.risen {
      marks.append(
        .points(
          Series(
            "lowest \(curve.name) loss", .emphasis, x: [Double(lowest.epoch)], y: [lowest.loss])))
    }
    return Figure(
      "loss over epochs", description: words.sentences, notes: words.notes,
      [.losses(marks, kind)])
  }
}

extension Mark {
  /// A curve, or of one epoch a point.
  fileprivate static func loss(_ series: Series) -> Mark {
    series.count == 1 ? .points(series) : .line(series)
  }
}

extension Panel {
  /// Losses over epochs.
  static func losses(_ marks: [Mark], _ kind: PanelAxis.Kind) -> Panel {
    let lines = marks.compactMap(\.series)
    var axis = PanelAxis.losses("loss", lines.map { $0.y.map(\.value) })
    axis.kind = kind
    return Panel(x: PanelAxis("epoch", .count), y: axis, marks: marks)
  }
}

/// What is said of the losses of one run.
private struct LossWords {
  private let curves: [LossCurve]
  @Boxed private var state: SessionState
  @Boxed private var network: NetworkModel
  /// The loss of rows not trained on that has risen since it was lowest.
  let risen: (curve: LossCurve, lowest: (epoch: Int, loss: Double))?

  init(_ curves: [LossCurve], _ state: SessionState, _ network: NetworkModel) {
    (self.curves, self.state, self.network) = (curves, state, network)
    let others = curves.filter { $0.name == "validation" || $0.name == "test" }
    risen = others.lazy.compactMap { curve in curve.lowest.map { (curve, $0) } }.last
  }

  var sentences: String {
    let epochs = network.epochs
    guard let first = epochs.first?.epoch, let last = epochs.last?.epoch else { return "" }
    var sentences = curves.compactMap { curve -> String? in
      guard let start = curve.first, let end = curve.last else { return nil }
      let of = curve.name.hasSuffix("loss") || curve.name.hasSuffix("penalty")
      let name = "The \(curve.name)\(of ? "" : " loss")"
      if first == last { return "\(name) after epoch \(first) is \(TrainingWords.number(end))." }
      let place = curve.name == LossFigure.training.name ? " over epochs \(first) to \(last)" : ""
      return "\(name) \(TrainingWords.course(from: start, to: end))\(place)."
    }
    if let (curve, lowest) = risen {
      sentences.append(
        """
        The lowest \(curve.name) loss was \(TrainingWords.number(lowest.loss)), after epoch \
        \(lowest.epoch): at the end it is higher.
        """)
    }
    if let divergence = network.divergence {
      sentences.append(
        "At step \(divergence.step) training had to stop: its numbers grew beyond all bounds.")
    }
    if let place = network.training?.weightsEpoch {
      sentences.append("The weights there are now are those after epoch \(place).")
    }
    return sentences.joined(separator: " ")
  }

  var notes: [String] {
    var notes: [String] = []
    if let last = network.epochs.last, last.training.l1Penalty + last.training.l2Penalty > 0,
      curves.count > 1, curves[1].name == LossFigure.test.name
    {
      notes.append("penalties included")
    }
    if let shown = network.epochs.last?.training.rows, let all = state.trainedRowCount, shown < all
    {
      notes.append("training loss of \(shown) of \(all) rows")
    }
    return notes
  }
}

/// The racers of the last race, a line each.
private struct RaceLosses {
  private let race: FinishedRace

  /// Error: `no-race-yet`.
  init(_ state: SessionState, _ arguments: Arguments) throws(Diagnostic) {
    guard let race = state.race else {
      throw Diagnostic(
        id: "no-race-yet", message: "there has been no race yet",
        range: arguments.range(of: LossPlot.of), suggestion: "`race sgd momentum adam`")
    }
    self.race = race
  }

  func figure(_ kind: PanelAxis.Kind) -> Figure {
    let runs = race.results.map { ($0.racer, $0.end.model.network?.epochs ?? EpochHistory()) }
    let isValidated = runs.allSatisfy { $1.last?.validation != nil }
    let (figure, what) =
      isValidated ? (LossFigure.validationDataLoss, "validation") : (.dataLoss, "training")
    let curves = runs.enumerated().compactMap { place, run -> LossCurve? in
      guard let curve = run.1.lossCurves([figure]).first else { return nil }
      return LossCurve(
        name: run.0.name, role: .series(place), letter: run.0.letter,
        firstEpoch: curve.firstEpoch, values: curve.values)
    }
    let ends = curves.compactMap { curve in curve.last.map { (curve.name, $0) } }
    var sentences: [String] = []
    let order = ends.filter(\.1.isFinite).sorted { $0.1 < $1.1 }
    if let best = order.first, let worst = order.last, order.count > 1 {
      sentences = [
        """
        Of \(counted(order.count, "racer")) \(best.0) ended lowest, at \(TrainingWords.number(best.1)), and \
        \(worst.0) highest, at \(TrainingWords.number(worst.1)).
        """
      ]
    }
    let missing = runs.filter { $1.isEmpty }.map(\.0.letter)
    let notes = missing.isEmpty ? [] : ["no finished epoch of \(missing.joined(separator: ", "))"]
    return Figure(
      "\(what) loss over epochs of the last race", description: sentences.joined(separator: " "),
      notes: ["without penalties"] + notes, [.losses(curves.flatMap(\.series).map(Mark.line), kind)]
    )
  }
}
