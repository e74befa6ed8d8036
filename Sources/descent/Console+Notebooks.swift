// The notebooks of this program, which report to the console, and the world that their commands see.
import Events
import Experiments
import Exports
import Lessons
import NeuralNetwork
import Notebooks
import Page
import Pictures
import Sessions
import StudyStorage
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Console {
  /// What a session begins with, by the process's flags.
  var settings: SessionSettings {
    var settings = SessionSettings()
    settings.training.seed = options.seed
    settings.explain = options.explain
    return settings
  }

  /// A notebook that reports here.
  ///
  /// - Parameter begin: of a kept session, in place of what the process was given.
  func makeNotebook(goingOnWith begin: SessionJournal.Begin? = nil) -> Notebook {
    weak var made: Notebook?
    let notebook = notebooks.make(
      seed: begin?.seed, explain: begin.flatMap { ExplainLevel(rawValue: $0.explain) },
      environment: environment()
    ) { [unowned self] output in
      // A command is recorded before its user hears that it is done.
      let loss = made.flatMap { recorder.take(output, in: $0) }
      receive(output)
      if let loss { receive(.hint("\(loss)")) }
    }
    made = notebook
    return notebook
  }

  /// Those of this program.
  var notebooks: NotebookKind {
    var kind = NotebookKind(
      version: Descent.version, settings: settings,
      folders: StateFolder.forTemporaryFiles,
      commands: { [sessions, pages] in
        SessionCommands.all + PictureCommands.all
          + [SessionsCommand(sessions), PageCommand(pages)]
      },
      aboutCells: { [recorder] store in
        ExportCommands.all(store)
          + LessonCommands.all(HandInDesk(recorder, store, version: Descent.version))
      })
    kind.beginStepping = beginStepping
    return kind
  }

  /// - Parameter file: what says the commands to come; nil where their user types them.
  /// - Parameter watch: sees the interrupts that are meant for those commands.
  func environment(
    file: String? = nil, _ watch: InterruptWatch = InterruptWatch()
  ) -> SessionEnvironment {
    let token = watch.token
    var world = SessionEnvironment(
      lessonFolders: lessonFolders, threads: options.threads ?? Self.processorCount,
      kernels: (try? CommonOptions.kernels()) ?? .best,
      showsProgress: showsProgress, mayWrite: true,
      filePermissions: FilePermissions(writes: options.allowWrites, reads: options.allowReads),
      studies: studies, studyExporter: StudyFiles(),
      availableMemory: MachineMemory.available,
      shouldStop: { token.isRaised() },
      isAbandoned: { watch.request >= .abandon })
    world.picture = PictureCommands.live
    if let folder = recorder.folder {
      world.lessonPlaces = { $0.with(folder.place(in: $0.name)) }
    }
    return file.map(world.ofCommands) ?? world
  }

  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

extension LessonSummary {
  /// - Parameter place: where its user was last; nil where it was not begun.
  fileprivate func with(_ place: (step: Int, isFinished: Bool)?) -> LessonSummary {
    var summary = self
    (summary.reached, summary.isFinished) = (place?.step, place?.isFinished ?? false)
    return summary
  }
}
