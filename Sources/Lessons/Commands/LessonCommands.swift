// The commands of lessons, all together, and what completion knows of them.
import CommandLanguage
import Sessions

package enum LessonCommands {
  /// - Parameter desk: where lessons are handed in; nil where they are not.
  package static func all(_ desk: HandInDesk? = nil) -> [any Command] {
    [LessonCommand(desk: desk), AnswerCommand()] + LessonWord.all
  }
}

extension CommandCatalog {
  /// The commands of a session with those of lessons.
  ///
  /// - Parameter more: of modules that stand beside this one.
  package static func withLessons(and more: [any Command] = []) -> CommandCatalog {
    CommandCatalog(SessionCommands.all + more + LessonCommands.all())
  }
}

extension Session {
  /// What completion offers, lessons included.
  package func namesWithLessons(_ space: NameSpace) -> [Candidate] {
    guard space.name == "lesson" else { return names(space) }
    return LessonLibrary(folders: environment.lessonFolders).summaries()
      .map { Candidate($0.name, $0.title) }
  }
}
