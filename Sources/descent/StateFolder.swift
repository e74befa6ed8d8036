// Where the program keeps what outlives it: the lines that were typed and the searches that were run.
import HyperparameterSearch
import StudyStorage
import Terminal

enum StateFolder {
  /// `DESCENT_HOME`, or the user's own folder for state; nil where there is neither. It is made when
  /// something is kept for the first time.
  static var path: String? {
    if let home = environmentVariable("DESCENT_HOME"), !home.isEmpty { return home }
    if let state = environmentVariable("XDG_STATE_HOME"), !state.isEmpty {
      return state + "/descent"
    }
    return environmentVariable("HOME").map { $0 + "/.local/state/descent" }
  }

  /// Where a file may be that has no name, the best first: `/tmp` often is memory itself.
  static var forTemporaryFiles: [String] {
    [path, environmentVariable("TMPDIR"), "/var/tmp", "/tmp"].compactMap(\.self)
  }

  static var history: String? { path.map { $0 + "/history" } }

  /// Making it touches no file.
  static func makeStudies() -> any StudyJournal {
    path.map { StudyArchive(folder: $0) } ?? MemoryStudyJournal()
  }
}
