// Keeps the record of the lesson that a notebook is in: in memory, and where somebody sits at a prompt in a file too. It
// hears what the notebook puts out; what it writes down leads, run again, to where the session is.
import CommandLanguage
import Events
import Experiments
import Files
import Notebooks
import Sessions
import Synchronization

package final class LessonRecorder: Sendable {
  private let held: Mutex<Recording>
  /// Where files are kept; nil where nothing outlives the program.
  package let folder: RecordFolder?

  /// - Parameter version: of the program.
  package init(in folder: RecordFolder?, version: String) {
    self.folder = folder
    held = Mutex(Recording(folder: folder, version: version))
  }

  /// Keeps files from now on.
  package func keepFiles() { held.withLock { $0.keepsFiles = true } }

  /// Forgets where the session was: the notebook is another now.
  package func goOver(to notebook: Notebook) { held.withLock { $0.goOver(to: notebook) } }

  /// Takes in what a notebook puts out.
  ///
  /// - Returns: what is to be said where nothing is recorded any more.
  package func take(_ output: NotebookOutput, in notebook: Notebook) -> String? {
    guard case .session(.ended(let execution), _) = output else { return nil }
    return held.withLock { recording in
      recording.note(execution, in: notebook)
      return recording.takeLoss()
    }
  }

  /// The record of a lesson that the notebook is in.
  func record(of lesson: LessonUnderWay) -> LessonRecord? {
    held.withLock { held in
      guard let record = held.record, record.isOf(lesson.lesson) else { return nil }
      return record
    }
  }

  /// What began the present lesson.
  var beginning: Int? { held.withLock { $0.beginning } }

  // MARK: Going on

  package enum Earlier: Sendable {
    case none
    /// Of another text of the lesson.
    case ofOtherText
    case record(LessonRecord)
  }

  /// What was done in a lesson earlier.
  package func earlier(in lesson: Lesson) -> Earlier {
    held.withLock { held in
      guard held.keepsFiles, let found = held.folder?.record(of: lesson.name),
        !found.record.lines.isEmpty
      else { return .none }
      return found.record.isOf(lesson) ? .record(found.record) : .ofOtherText
    }
  }

  /// Runs what a record holds, which is not to be recorded twice.
  ///
  /// - Parameter run: runs a command; whether it held.
  /// - Returns: how many commands held.
  package func goOn(with record: LessonRecord, run: (String) -> Bool) -> Int {
    held.withLock { $0.beginReplaying(record) }
    var count = 0
    for line in record.lines {
      guard run(line.command) else { break }
      count += 1
    }
    held.withLock { $0.endReplaying(isWhole: count == record.lines.count) }
    return count
  }
}

extension LessonRecord {
  func isOf(_ lesson: Lesson) -> Bool {
    head.lesson == lesson.name && head.digest == lesson.digest
  }
}

extension Lesson {
  /// Of its text: another text is another lesson.
  package var digest: String {
    String(TextFile.digest(of: Array(document.lines.joined(separator: "\n").utf8)), radix: 16)
  }
}
