// `plot`: a picture of what the session is at, on the screen, in words or as a file.
import CommandLanguage
import Events
import Layouts
import Sessions

package enum PictureCommands {
  package static let all: [any Command] = [PlotCommand(plots: PlotCatalog.all)]
}

struct PlotCommand: Command {
  let plots: [any Plot]
  let signature: CommandSignature

  /// Where the picture goes.
  enum Target: Sendable {
    case words
    case file(String)
  }

  static let target = Argument.optional(
    "FILE.svg", .target, "a file to write, or `describe` for what is to be seen in words")

  init(plots: [any Plot]) {
    self.plots = plots
    signature = CommandSignature(
      "plot", summary: "draw what there is to see", area: CommandArea.explaining,
      forms: plots.map { plot in
        Form(
          plot.name, plot.summary, keywords: [Keyword(plot.name, plot.summary)],
          positionals: [Self.target], options: plot.options)
      },
      details: [
        "On a terminal pictures are as wide as the window. A file is written in SVG, which browsers, "
          + "notebooks and slides show; it says in words what is to be seen, as `describe` does here.",
        "Nothing that is there is changed by a picture; what is missing is assumed as `train` would.",
      ],
      examples: plots.map(\.example))
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
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
