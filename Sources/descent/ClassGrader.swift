// Grades what a class handed in, several files at a time, and shows and writes what that comes to.
import CommandLanguage
import Files
import Grading
import HyperparameterSearch
import Lessons
import Notebooks
import Pictures
import Sessions
import Terminal

struct ClassGrader {
  let console: Console
  let courseFile: String
  let jobs: Int?

  init(_ console: Console, courseFile: String, jobs: Int?) {
    (self.console, self.courseFile, self.jobs) = (console, courseFile, jobs)
  }

  func grade(_ folder: String, writingTo out: String?) -> Ending {
    do {
      let course = try CourseFile.read(courseFile)
      let tasks = try tasks(of: course)
      guard TextFile.isDirectory(folder) else {
        return refuse(folder, "it is no folder of what was handed in")
      }
      let (files, leftOut) = HandInFile.all(in: folder)
      guard !files.isEmpty else {
        return refuse(folder, "nothing was handed in: there is no `.md` in it")
      }
      // What cannot be written is said before the work and not after it.
      if let out { try Folder.make(out) }
      let ending = try grade(files, course, tasks, writingTo: out)
      if leftOut > 0 {
        console.say(
          """
          \(leftOut) of the files are not graded: of a folder the first \(HandInFile.most) by their \
          names are.
          """)
      }
      return ending
    } catch let fault as LessonFault {
      console.receive(.error(fault.report(courseFile)))
    } catch let error as FileError {
      return refuse(error.path, error.message)
    } catch {
      return refuse(courseFile, "\(error)")
    }
    return .status(1)
  }

  private func refuse(_ path: String, _ reason: String) -> Ending {
    console.receive(.error(.inFile(path, line: 1, id: "unusable-class", reason)))
    return .status(1)
  }

  private var courseFolder: String { TextFile.folder(of: courseFile) ?? "./" }

  private var library: LessonLibrary {
    LessonLibrary(folders: [String(courseFolder.dropLast())] + console.lessonFolders)
  }

  /// Error: of a lesson that there is not.
  private func tasks(of course: CourseFile) throws -> [Grader.Task] {
    try course.lessons.map { entry in
      if let lesson = try library.lesson(named: entry.name) { return Grader.Task(entry, lesson) }
      let lines = try TextFile.read(courseFile)
        .split(separator: "\n", omittingEmptySubsequences: false)
      let source = LogicalLine(
        bytes: lines.indices.contains(entry.line - 1) ? Array(lines[entry.line - 1].utf8) : [],
        line: entry.line)
      throw LessonFault(
        .unknownName(
          Word(entry.name, range: source.range(of: entry.name)), kind: "lesson",
          among: library.paths().map(LessonLibrary.name)), source)
    }
  }

  private func grade(
    _ files: [HandInFile], _ course: CourseFile, _ tasks: [Grader.Task], writingTo out: String?
  ) throws -> Ending {
    let watch = InterruptWatch()
    let workers = min(jobs ?? console.options.threads ?? Console.processorCount, files.count)
    let grader = Grader(
      course, tasks, notebooks: notebooks, environment: environment(watch, workers: workers),
      version: Descent.version)
    var graded: [GradedFile] = []
    runTrials(
      files.indices, threads: workers, body: { grader.grade(files[$0]) },
      deliver: { graded.append($1) }, shouldStop: { watch.token.isRaised() })
    guard graded.count == files.count, !watch.token.isRaised() else {
      return InterruptWatch.terminationSignal.map(Ending.signal) ?? .status(130)
    }
    let book = Gradebook(course, tasks, graded)
    console.show(book.blocks)
    if let out { try write(book, to: out) }
    return .status(0)
  }

  /// Those that need nothing of the user's own.
  private var notebooks: NotebookKind {
    NotebookKind(
      version: Descent.version,
      commands: { SessionCommands.all + PictureCommands.all + LessonCommands.all() })
  }

  /// What one file's commands may take in memory.
  private static let mostMemory = 1 << 30

  private func environment(_ watch: InterruptWatch, workers: Int) -> SessionEnvironment {
    var world = console.environment(file: courseFile, watch).ofDocument(courseFile)
    world.mayWrite = false
    world.mayRead = .beside(courseFile)
    world.lessonFolders = library.folders
    world.threads = 1
    world.showsProgress = false
    world.picture = nil
    let isRaised = watch.token
    world.shouldStop = { isRaised.isRaised() }
    world.availableMemory = { min(Self.mostMemory, MachineMemory.available() / max(1, workers)) }
    return world
  }

  private func write(_ book: Gradebook, to folder: String) throws {
    for file in GradeFile.allCases {
      try ReplacingFile.replace("\(folder)/\(file.name)", with: Array(file.text(book).utf8))
    }
    console.say("\(GradeFile.allCases.map(\.name).joined(separator: ", ")) are in `\(folder)`.")
  }
}
