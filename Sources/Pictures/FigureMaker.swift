// Pictures outside of any command: of a state that somebody looks at, such as the page's while a network is trained.
import CommandLanguage
import Events
import Experiments
import Sessions

package struct FigureMaker: Sendable {
  private let command: PlotCommand
  private let catalog: CommandCatalog
  private let environment: SessionEnvironment

  /// - Parameter environment: gives kernels, threads and the wish to stop.
  package init(in environment: SessionEnvironment) {
    command = PlotCommand()
    catalog = CommandCatalog([command])
    self.environment = environment
  }

  /// The picture that `plot` draws of a state with words behind it, such as "boundary". Errors: those of the
  /// command.
  package func figure(_ words: String, of state: SessionState) throws(Diagnostic) -> Figure {
    var preparation = Preparation(lookingAt: state, catalog: catalog, in: environment)
    guard let parsed = ScriptParser().parse("\(command.signature.name) \(words)").first else {
      throw Diagnostic(id: "no-plot", message: "no picture is named", range: nil)
    }
    let arguments = try command.signature.bind(try parsed.get())
    let plot = try arguments.value(ofForm: command.plots, \.name)
    return try plot.figure(arguments, &preparation)
  }
}
