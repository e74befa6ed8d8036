// What a session needs from the world around it: given from outside, so that tests and replays can give
// another world.
import Events
import Experiments
import Files
import HyperparameterSearch
import NeuralNetwork

package struct SessionEnvironment: Sendable {
  /// Folders in which lessons (and `data/` under them) are looked for, nearest first.
  package var lessonFolders: [String]
  /// How many threads a training or a search may use. Results do not depend on it.
  package var threads: Int
  /// The kernels that compute; all give the same bits.
  package var kernels: KernelSet
  /// Whether anyone sees progress; counting it costs time where nobody does.
  package var showsProgress: Bool
  /// Where relative paths start: the folder of the file that the commands stand in, with a slash behind it;
  /// nil for the current one.
  package var folder: String?
  /// Whether commands may write the files they name: their user typed them, or allowed it.
  package var mayWrite: Bool
  /// Which files commands may read.
  package var mayRead: ReadScope
  /// What those may do of these that a file says.
  package var filePermissions: FilePermissions
  /// Where searches are kept. What must leave no trace has one in memory.
  package var studies: any StudyJournal
  /// Writes studies for other programs; nil where that cannot be done.
  package var studyExporter: (any StudyExporter)?
  /// In which a user changes a text; nil where nobody sits.
  package var editor: TextEditor?
  /// How many bytes of memory are free. Asked before large requests, which are refused if they need
  /// more; nothing else depends on it.
  package var availableMemory: @Sendable () -> Int
  /// Asked at least every few hundredths of a second of work; true ends the command under way, where it can
  /// be typed again.
  package var shouldStop: @Sendable () -> Bool
  /// Asked after each epoch of a `train`; true ends it there, as its `stop=` would.
  package var shouldPause: @Sendable () -> Bool = { false }
  /// Who sees the states of a `train` under way; nil where nobody does.
  package var onlooker: StateOnlooker?
  /// Says of a lesson in a list where its user is in it.
  package var lessonPlaces: @Sendable (LessonSummary) -> LessonSummary = { $0 }
  /// Makes the pictures of `train live`; nil where nobody could see them.
  package var picture: LivePicture?
  /// Asked after each command; true takes back all that the command did.
  package var isAbandoned: @Sendable () -> Bool

  package init(
    lessonFolders: [String] = [], threads: Int = 1, kernels: KernelSet = .best,
    showsProgress: Bool = false, folder: String? = nil, mayWrite: Bool = false,
    mayRead: ReadScope = .anywhere, filePermissions: FilePermissions = FilePermissions(),
    studies: any StudyJournal = MemoryStudyJournal(), studyExporter: (any StudyExporter)? = nil,
    availableMemory: @escaping @Sendable () -> Int = { 4_000_000_000 },
    shouldStop: @escaping @Sendable () -> Bool = { false },
    isAbandoned: @escaping @Sendable () -> Bool = { false }
  ) {
    self.lessonFolders = lessonFolders
    self.threads = threads
    self.kernels = kernels
    self.showsProgress = showsProgress
    self.folder = folder
    self.mayWrite = mayWrite
    self.mayRead = mayRead
    self.filePermissions = filePermissions
    self.studies = studies
    self.studyExporter = studyExporter
    self.availableMemory = availableMemory
    self.shouldStop = shouldStop
    self.isAbandoned = isAbandoned
  }
}
