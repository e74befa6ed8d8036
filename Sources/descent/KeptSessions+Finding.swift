// Where the program keeps sessions, and how it reads one without going over to it.
import Experiments
import Exports
import Files
import HyperparameterSearch
import Lessons
import Notebooks
import Pictures
import Sessions

extension KeptSessions {
  /// Making it touches no file.
  static func find() -> KeptSessions {
    let folder = StateFolder.path.map { SessionFolder($0 + "/sessions") }
    return KeptSessions(in: folder) { kept, world in
      var world = world
      // It leaves no trace, and its paths start where they did.
      world.studies = MemoryStudyJournal()
      world.mayWrite = false
      let isHere = kept.begin.folder == TextFile.resolved(".")
      world.folder = isHere ? nil : kept.begin.folder + "/"
      let notebook = Notebook(
        settings: SessionSettings(kept.begin), environment: world, version: Descent.version,
        commands: SessionCommands.all + PictureCommands.all + LessonCommands.all(),
        aboutCells: ExportCommands.all
      ) { _ in }
      return notebook.documentGoingOn(with: kept)
    }
  }
}

extension SessionSettings {
  /// With what a kept session began.
  init(_ begin: SessionJournal.Begin) {
    self.init()
    training.seed = begin.seed
    explain = ExplainLevel(rawValue: begin.explain) ?? explain
  }
}
