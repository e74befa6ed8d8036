// What `plot` makes in a session after some commands, for tests that look at the figure itself.
import CommandLanguage
import Events
import Experiments
import Pictures
import Sessions
import TestSupport

/// The last command of some, and the state that it was given in.
struct TrainingPicture {
  let figure: Figure?
  let error: Diagnostic?
  let state: SessionState

  /// - Parameter isStopped: whether its user stops the command at once.
  init(_ command: String, after setup: [String], isStopped: Bool = false) {
    var said: [LearningEvent] = []
    let session = Session(
      environment: SessionEnvironment(lessonFolders: [checkout + "/lessons"]),
      catalog: CommandCatalog(SessionCommands.all + PictureCommands.all)
    ) { output in
      if let event = output.event { said.append(event) }
    }
    for line in setup { session.execute(line) }
    said = []
    if isStopped { session.environment.shouldStop = { true } }
    session.execute(command)
    figure =
      said.lazy.compactMap { if case .plot(let report) = $0 { report.figure } else { nil } }.first
    error =
      said.lazy.compactMap { if case .error(let report) = $0 { report.diagnostic } else { nil } }
      .first
    state = session.state
  }

  var panels: [Panel] { figure?.panels ?? [] }

  var series: [Series] { panels.flatMap(\.marks).compactMap(\.series) }

  func series(_ name: String) -> [Series] { series.filter { $0.name == name } }

  func y(_ name: String) -> [Double] { series(name).flatMap { $0.y.map(\.value) } }

  func x(_ name: String) -> [Double] { series(name).flatMap { one in (0..<one.count).map(one.x) } }
}
