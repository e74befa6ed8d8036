// What commands may do that stand in a file. What its user types may do anything; what somebody else wrote
// may read what lies beside it and write nothing, unless its user allows more when the program is started.
import Files
import HyperparameterSearch

package struct FilePermissions: Sendable, Equatable {
  /// Whether they may write the files that they name.
  package var writes: Bool
  /// Whether they may read files outside their file's folder and the shipped data.
  package var reads: Bool

  package init(writes: Bool = false, reads: Bool = false) {
    (self.writes, self.reads) = (writes, reads)
  }
}

extension SessionEnvironment {
  /// The same world for commands that a file says: their paths start at its folder.
  package func ofCommands(in file: String) -> SessionEnvironment {
    var world = self
    world.folder = TextFile.folder(of: file)
    world.mayWrite = mayWrite && filePermissions.writes
    world.mayRead = filePermissions.reads ? mayRead : .beside(file)
    return world
  }

  /// That, for a file that is run from its beginning to be compared or shown: what it searches is kept nowhere.
  package func ofDocument(_ file: String) -> SessionEnvironment {
    var world = ofCommands(in: file)
    world.studies = MemoryStudyJournal()
    world.lessonPlaces = { $0 }
    return world
  }
}
