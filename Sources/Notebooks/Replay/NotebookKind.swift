// Which notebooks a program has: its version and its commands. They are made anew for each notebook, since some
// keep a place of their own, and so that commands too can make one.
import CommandLanguage
import Events
import Experiments
import Sessions

package struct NotebookKind: Sendable {
  let version: String
  /// With what they begin, but for a seed of their own.
  private let settings: SessionSettings
  private let commands: @Sendable () -> [any Command]
  private let aboutCells: @Sendable (NotebookStore) -> [any Command]
  private let folders: [String]
  /// Begins to go through a document step by step when the line under way has ended; nil where nobody is there
  /// to watch.
  package var beginStepping: (@Sendable (_ path: String) -> Void)?
  /// How many documents that replay documents there may be inside each other, this one included.
  private(set) var depthLeft = 4

  /// - Parameters:
  ///   - version: of the program, which is part of what a state is known by.
  ///   - folders: where cells go for which there is no room in memory.
  ///   - commands: beside those about the notebook.
  ///   - aboutCells: more of those, which share its store.
  package init(
    version: String, settings: SessionSettings = SessionSettings(),
    folders: [String] = [],
    commands: @escaping @Sendable () -> [any Command],
    aboutCells: @escaping @Sendable (NotebookStore) -> [any Command] = { _ in [] }
  ) {
    self.version = version
    self.settings = settings
    self.folders = folders
    self.commands = commands
    self.aboutCells = aboutCells
  }

  /// - Parameters:
  ///   - seed: in place of that of the settings.
  ///   - explain: in place of what the settings say.
  package func make(
    seed: UInt64? = nil, explain: ExplainLevel? = nil, environment: SessionEnvironment,
    receive: @escaping (NotebookOutput) -> Void
  ) -> Notebook {
    var settings = settings
    settings.training.seed = seed ?? settings.training.seed
    settings.explain = explain ?? settings.explain
    return Notebook(
      settings: settings, environment: environment, version: version, commands: commands(),
      aboutCells: { aboutCells($0) + [ReplayCommand(kind: self)] }, folders: folders,
      receive: receive)
  }

  /// Those in which documents are run that a notebook of this kind replays; nil where there are too many
  /// inside each other already.
  var inside: NotebookKind? {
    guard depthLeft > 1 else { return nil }
    var kind = self
    kind.depthLeft -= 1
    kind.beginStepping = nil
    return kind
  }
}
