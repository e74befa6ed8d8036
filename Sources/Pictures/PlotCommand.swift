// `plot`: a picture of what the session is at, on the screen, in words or as a file.
import CommandLanguage
import Datasets
import Events
import Experiments
import HyperparameterSearch
import Layouts
import NeuralNetwork
import Sessions

package enum PictureCommands {
  package static let all: [any Command] = [PlotCommand()]
}

struct PlotCommand: Command {
  /// Where the picture goes.
  enum Target: Sendable {
    case words
    case file(String)
  }

  /// The form without a kind.
  private static let unnamed = "chosen"

  static let target = Argument.optional(
    "FILE.svg", .target, "a file to write, or `describe` for what is to be seen in words")

  // Not held by the command, which every start makes: its kinds and their options are made when they are used.
  var plots: [any Plot] { PlotCatalog.all }

  let signature = CommandSignature(
    "plot", summary: "draw what there is to see", area: CommandArea.explaining,
    forms: [Form(Self.unnamed, "draw what is most worth seeing now, and say what that is")]
      + PlotCatalog.all.map { plot in
        Form(
          plot.name, plot.summary, keywords: [Keyword(plot.name, plot.summary)],
          positionals: [Self.target], options: plot.options)
      },
    details: [
      "On a terminal pictures are as wide as the window; a curve is at most some 130 columns wide, since in "
        + "more it would look flat, and small pictures stand side by side. A file is written in SVG, which browsers, "
        + "notebooks and slides show; it says in words what is to be seen, as `describe` does here.",
      "`plot` alone draws the data before anything is trained, a search that is newer than the training, "
        + "the racers' losses after a race that is newer, the boundary of a network with two inputs, and "
        + "otherwise the loss.",
      "Nothing that is there is changed by a picture; what is missing is assumed as `train` would.",
    ],
    examples: PlotCatalog.all.map(\.example) + [
      Example(
        "plot", "what is most worth seeing",
        setup: ["data moons n=60", "layers 4", "train 5"])
    ])

  func writes(_ arguments: Arguments) -> Word? {
    if case .file = arguments[Self.target] { arguments.word(of: Self.target) } else { nil }
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    if arguments.formID == Self.unnamed {
      if preparation.state.hasNewRace {
        var report = PlotReport(
          kind: LossPlot().name, try LossPlot.ofRace(preparation.state, arguments, .automatic),
          choice: "the racers' losses after each epoch")
        report.options = "of=race"
        return .say(.plot(report))
      }
      let plot = preparation.state.mostWorthSeeing
      return .say(
        .plot(
          PlotReport(
            kind: plot.name, try plot.figure(arguments, &preparation), choice: plot.summary)))
    }
    let plot = try arguments.value(ofForm: plots, \.name)
    switch arguments[Self.target] {
    case nil:
      return .say(.plot(PlotReport(kind: plot.name, try plot.figure(arguments, &preparation))))
    case .words:
      let figure = try plot.figure(arguments, &preparation)
      return .say(.plot(PlotReport(kind: plot.name, figure, as: .described)))
    case .file(let named):
      let range = arguments.range(of: Self.target)
      let path = try preparation.pathToWrite(named, range: range)
      let figure = try plot.figure(arguments, &preparation)
      return Work { performance in
        let bytes = Array(FigureSVG(figure).document.utf8)
        guard performance.write(path, range: range, { bytes }) else { return }
        let form = PlotReport.Form.written(file: named, bytes: bytes.count)
        performance.emit(.plot(PlotReport(kind: plot.name, figure, as: form)))
      }
    }
  }
}

extension SessionState {
  /// Whether a race that has losses is the latest thing to look at.
  fileprivate var hasNewRace: Bool {
    newest == .race
      && race?.results.contains { $0.end.model.network?.epochs.isEmpty == false } == true
  }

  fileprivate var mostWorthSeeing: any Plot {
    if newest == .search, search?.study.trials.contains(where: \.state.hasValue) == true {
      return SearchPlot()
    }
    guard let network, let training = network.training, training.stepCount > 0 else {
      return DataPlot()
    }
    // Of numbers that grew beyond all bounds there is no boundary, and their course is what matters.
    let isFinite = network.divergence == nil
    if data?.plainInputNames.count == 2, isFinite { return BoundaryPlot() }
    return network.epochs.isEmpty ? DataPlot() : LossPlot()
  }
}

extension ValueType where Value == PlotCommand.Target {
  /// `describe`, or the name of a file.
  static var target: ValueType<PlotCommand.Target> {
    let (file, word) = (ValueType<String>.file(extensions: ["svg"], isStrict: true), "describe")
    return ValueType(
      label: "`describe` or a .svg file", placeholder: "FILE.svg|describe",
      parse: { (typed) throws(Diagnostic) in
        if !typed.isQuoted, typed.lowercased == word { return .words }
        return .file(try file.parse(typed))
      },
      candidates: { context in
        [Candidate(word, "what is to be seen, in words")] + file.candidates(context)
      })
  }
}
