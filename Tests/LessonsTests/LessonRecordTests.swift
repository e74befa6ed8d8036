// Records of lessons: what is written down leads, run again, to where the session was, and what was changed by hand shows.
import CommandLanguage
import Events
import Experiments
import Files
import Lessons
import Notebooks
import Sessions
import TestSupport
import Testing

/// A notebook whose lesson is recorded.
private final class RecordedLesson {
  let recorder: LessonRecorder
  let notebook: Notebook
  private let folder: TemporaryFolder
  private let heard = Heard()

  private final class Heard {
    var losses: [String] = []
  }

  var losses: [String] { heard.losses }

  init(_ folder: TemporaryFolder, text: String = LessonSession.lesson, records: String = "/records")
    throws
  {
    self.folder = folder
    try write(text, to: folder.path + "/01-small.md")
    let recorder = LessonRecorder(in: RecordFolder(folder.path + records), version: "test")
    recorder.keepFiles()
    self.recorder = recorder
    weak var made: Notebook?
    let heard = heard
    notebook = NotebookKind(
      version: "test", commands: { SessionCommands.all },
      aboutCells: { LessonCommands.all(HandInDesk(recorder, $0, version: "test")) }
    ).make(environment: SessionEnvironment(lessonFolders: [folder.path], mayWrite: true)) {
      output in
      if let made, let loss = recorder.take(output, in: made) { heard.losses.append(loss) }
    }
    made = notebook
  }

  @discardableResult
  func run(_ commands: String...) -> [LineOutcome] { commands.map { notebook.execute($0) } }

  var lesson: Lesson { get throws { try Lesson(name: "small", text: LessonSession.lesson) } }

  /// The record's commands.
  var commands: [String] {
    get throws {
      guard case .record(let record) = recorder.earlier(in: try lesson) else { return [] }
      return record.lines.map(\.command)
    }
  }

  /// Another notebook, in which a copy of the record was run.
  func again() throws -> RecordedLesson {
    let copy = TemporaryFolder()
    try makeFolder(copy.path + "/records")
    try write(
      fileText(folder.path + "/records/small.jsonl"), to: copy.path + "/records/small.jsonl")
    let other = try RecordedLesson(copy)
    guard case .record(let record) = other.recorder.earlier(in: try lesson) else { return other }
    let count = other.recorder.goOn(with: record) { other.notebook.execute($0) == .done }
    #expect(count == record.lines.count)
    return other
  }

  var place: [String] {
    let state = notebook.session.state
    let lesson = state.lesson
    return [
      "\(lesson?.lesson.name ?? "none") \(lesson?.step ?? -1) \(lesson?.done.sorted() ?? [])",
      "\(lesson?.lineToType ?? "")", "\(state.settings.training)",
      // Weights are made when they are asked for first.
      "\(state.training.flatMap { $0.epoch > 0 ? "\($0.epoch) \($0.parameters)" : nil } ?? "")",
    ]
  }
}

@Suite struct LessonRecordTests {
  @Test(
    arguments: [
      [], ["1", "layers 3 tanh", "set lr 0.3"],
      ["1", "layers 3 tanh", "undo", "layers 4", "undo 2", "redo"],
      [
        "1", "layer 3", "play", "data xor", "resume", "layers 3 tanh", "set lr 0.3", "train 5", "4",
        "5",
      ],
      ["skip", "skip", "solution", "next", "hint", "solution", "2", "answer so"],
      ["lesson small 2", "train 3", "back"],
      ["1", "layers 3 tanh", "eval", "note why", "undo", "delete 2", "undo", "rerun stale"],
      ["1", "layers 3 tanh", "set lr 0.3", "delete 4", "set lr 0.2", "undo"],
      ["1", "nonsense", "train nothing", "lesson"],
      // A cell that has failed is stale below, and leaves nothing.
      ["set momentum 0.5", "layrs", "delete 4", "1", "layers 3 tanh", "set lr 0.3", "train 5"],
      ["undo", "redo", "1"], ["lesson reset", "2", "layers 3 tanh"],
      ["lesson reset small student=Ada", "1"],
    ])
  func aRecordLeadsToWhereTheSessionWas(commands: [String]) throws {
    let lived = try RecordedLesson(TemporaryFolder())
    lived.run("data iris", "layers 4")
    lived.run("lesson small")
    for command in commands { lived.run(command) }
    let again = try lived.again()
    #expect(again.place == lived.place)
    // And both go on alike.
    for command in ["train 2", "undo", "redo", "set lr 0.7"] {
      lived.run(command)
      again.run(command)
    }
    #expect(again.place == lived.place)
    let count = try again.commands.count
    again.run("status", "train 1")
    #expect(try again.commands.count > count)
    #expect(try again.again().place == again.place)
  }

  @Test func whatWritesOrFailsIsNotRecorded() throws {
    let folder = TemporaryFolder()
    let lived = try RecordedLesson(folder)
    lived.run("lesson small", "nonsense", "save \(folder.path)/x.md", "1", "quit")
    #expect(try lived.commands == ["lesson small", "1"])
  }

  @Test func eachBeginningHasAFileOfItsOwn() throws {
    let folder = TemporaryFolder()
    let lived = try RecordedLesson(folder)
    for _ in 0..<24 { lived.run("lesson reset small") }
    let names = directoryEntries(folder.path + "/records")
    #expect(names.count == 21 && names.contains("small.20.jsonl"))
  }

  @Test func aLineThatWasChangedBreaksTheChain() throws {
    let folder = TemporaryFolder()
    let lived = try RecordedLesson(folder)
    lived.run("lesson small", "1", "layers 3 tanh", "set lr 0.3")
    let path = folder.path + "/records/small.jsonl"
    let lines = fileText(path).split(separator: "\n").map(String.init)
    #expect(lines.count == 5)
    #expect(try LessonRecord(reading: lines).brokenLine == nil)
    for place in lines.indices {
      var changed = lines
      changed[place] = changed[place].replacing("0.3", with: "0.4").replacing("tanh", with: "relu")
      if changed != lines { #expect(try LessonRecord(reading: changed).brokenLine == place + 1) }
      guard place > 0 else { continue }
      changed = lines
      changed.remove(at: place)
      let expected = place == lines.count - 1 ? nil : place + 1
      #expect(try LessonRecord(reading: changed).brokenLine == expected)
    }
  }

  @Test func whatIsRecordedCanBeReadAgain() throws {
    let lived = try RecordedLesson(TemporaryFolder())
    let essay = "note " + String(repeating: "because ", count: 2000) + "so"
    lived.run("lesson small", essay)
    #expect(try lived.commands == ["lesson small", essay])
    // What is too much is said once, and what comes after it would lead elsewhere without it.
    let tome = "note " + String(repeating: "x", count: LessonRecord.longestCommand)
    lived.run(tome, "1", "undo", "2")
    #expect(lived.losses.count == 1 && lived.losses[0].contains("record of this lesson ends"))
    #expect(try lived.commands == ["lesson small", essay])
    lived.run("lesson reset", "1")
    #expect(lived.losses.count == 1)
    #expect(try lived.commands.last == "1")
  }

  @Test func aRecordTakesNoMoreLinesThanAreRead() throws {
    var record = LessonRecord(
      .init(lesson: "x", digest: "1", version: "1", seed: 1, explain: "full", student: nil))
    let line = LessonRecord.Line(
      time: RecordTime(seconds: 0), command: "1", step: 1, steps: 1, finished: false)
    for _ in 1..<LessonRecord.mostLines { try record.add(line) }
    #expect(throws: RecordFault.self) { try record.add(line) }
    #expect(try LessonRecord(reading: record.texts).lines == record.lines)
  }

  @Test func aFullDiskIsSaidOnce() throws {
    let folder = TemporaryFolder()
    try write("no folder", to: folder.path + "/records")
    let lived = try RecordedLesson(folder)
    lived.run("lesson small", "1", "layers 3 tanh")
    #expect(lived.losses.count == 1 && lived.losses[0].contains("not recorded any more"))
    // What is in memory can be handed in all the same.
    #expect(lived.run("lesson hand-in \(folder.path)/h.md student=\"Ada L.\"") == [.done])
    let handIn = try HandIn(reading: fileText(folder.path + "/h.md"))
    #expect(handIn.head.student == "Ada L." && handIn.record.lines.count == 3)
    #expect(
      HandIn.entries(of: handIn.document).map(\.command) == ["lesson small", "1", "layers 3 tanh"])
    // It replaces itself and nothing else.
    #expect(lived.run("lesson hand-in \(folder.path)/h.md") == [.done])
    try write("mine", to: folder.path + "/h.md")
    #expect(lived.run("lesson hand-in \(folder.path)/h.md") == [.failed])
  }
}
