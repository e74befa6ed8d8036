// What is being recorded: the record, which executions stand in it, and whether it has lost sight of the session. That
// happens where cells are edited or run again, and where a kept session is gone on with; the lesson is then begun anew in
// the record, with the cells there are.
import CommandLanguage
import Events
import Experiments
import Files
import Notebooks
import Sessions

struct Recording: Sendable {
  let folder: RecordFolder?
  let version: String
  var keepsFiles = false
  private(set) var record: LessonRecord?
  /// The execution that began it.
  private(set) var beginning: Int?
  /// Those that stand in it, so that undoing them can.
  private var serials: Set<Int> = []
  /// Whether it may not lead to where the session is.
  private var isAdrift = false
  private var isReplaying = false
  private struct Place: Equatable {
    var name: String
    var digest: String

    init(_ lesson: LessonUnderWay) { (name, digest) = (lesson.lesson.name, lesson.lesson.digest) }
  }

  /// The lesson in which the session was.
  private var present: Place?
  /// Of the record's file; nil where there is none.
  private var length: Int?
  private var loss: String?
  private var isLost = false
  /// Whether something that was done could not be taken in: what comes after it leads nowhere.
  private var isFull = false

  init(folder: RecordFolder?, version: String) {
    (self.folder, self.version) = (folder, version)
  }

  mutating func takeLoss() -> String? {
    defer { loss = nil }
    return loss
  }

  // MARK: What has happened

  mutating func goOver(to notebook: Notebook) {
    (record, beginning, serials, length) = (nil, nil, [], nil)
    let lesson = notebook.session.state.lesson
    present = lesson.map(Place.init)
    (isAdrift, isFull) = (true, false)
    if let lesson { catchUp(lesson, notebook) }
  }

  mutating func note(_ execution: Execution, in notebook: Notebook) {
    let lesson = notebook.session.state.lesson
    let before = present
    present = lesson.map(Place.init)
    guard !isReplaying else { return noteReplayed(execution) }
    guard lesson != nil || before != nil, !execution.effect.writes,
      let command = execution.wordsAgain
    else {
      // What failed half-way has left something all the same.
      isAdrift = isAdrift || execution.outcome == .failed && notebook.session.hasChanged
      return
    }
    if let travel = execution.effect.travelled {
      return isFull ? () : follow(travel, lesson, notebook)
    }
    guard let lesson else { return }
    if let begun = LessonBeginning(command), notebook.session.hasChanged,
      begun.isReset || begun.student != nil || before != present
    {
      return begin(lesson, with: command, execution, notebook)
    }
    guard !isFull || !isRecorded(lesson) else { return }
    if execution.changesCells(in: notebook) { isAdrift = true }
    guard !isAdrift, isRecorded(lesson) else { return catchUp(lesson, notebook) }
    guard execution.effect.isCell || notebook.session.hasChanged else { return }
    serials.insert(execution.serial)
    add(command, lesson)
  }

  private func isRecorded(_ lesson: LessonUnderWay) -> Bool {
    record?.isOf(lesson.lesson) ?? false
  }

  private mutating func follow(
    _ travel: Execution.Travel, _ lesson: LessonUnderWay?, _ notebook: Notebook
  ) {
    let first = beginning ?? 0
    guard !isAdrift, beginning != nil,
      travel.serials.allSatisfy({ $0 <= first || serials.contains($0) })
    else {
      isAdrift = true
      if let lesson { catchUp(lesson, notebook) }
      return
    }
    let count = travel.serials.count { $0 > first }
    guard count > 0, let record, let last = record.lines.last else { return }
    let command = "\(travel.direction.rawValue) \(count)"
    if let lesson, isRecorded(lesson) { return add(command, lesson) }
    // Back before the lesson began: the record goes to its beginning.
    add(
      .init(
        time: .now, command: command, step: 1, steps: last.steps, finished: false))
  }

  // MARK: Going on

  mutating func beginReplaying(_ found: LessonRecord) {
    (record, beginning, serials) = (found, nil, [])
    (isReplaying, isAdrift, isFull) = (true, false, false)
    guard let folder, let (present, length, isTorn) = folder.record(of: found.head.lesson),
      present == found
    else { return }
    self.length = length
    if isTorn { keeping { folder, record throws(FileError) in try folder.replace(record) } }
  }

  mutating func endReplaying(isWhole: Bool) {
    isReplaying = false
    isAdrift = !isWhole
  }

  private mutating func noteReplayed(_ execution: Execution) {
    guard execution.wordsAgain != nil, execution.effect.travelled == nil else { return }
    beginning = beginning ?? execution.serial
    serials.insert(execution.serial)
  }

  // MARK: Writing down

  private mutating func begin(
    _ lesson: LessonUnderWay, with command: String, _ execution: Execution, _ notebook: Notebook
  ) {
    start(LessonRecord(lesson.head(in: notebook, version: version)))
    (beginning, serials, isAdrift) = (execution.serial, [execution.serial], false)
    // Said where the lesson is the present one; run again, there is none.
    let isNamed = LessonBeginning(command)?.lesson != nil
    add(isNamed ? command : lesson.reset, lesson)
  }

  private mutating func start(_ new: LessonRecord) {
    (record, length) = (new, nil)
    (isLost, isFull) = (false, false)
    keeping { folder, record throws(FileError) in try folder.begin(record) }
  }

  /// Brings the record to where the session is, by the notebook's cells.
  private mutating func catchUp(_ lesson: LessonUnderWay, _ notebook: Notebook) {
    let cells = LessonCells(lesson, in: notebook, beginning: beginning)
    // Where cells are stale the session is not where they lead, and nothing can be done there.
    guard let first = cells.beginning, !cells.areStale else { return }
    if !isRecorded(lesson) {
      if keepsFiles, let found = folder?.record(of: lesson.lesson.name),
        found.record.isOf(lesson.lesson), found.record.head.student == lesson.student
      {
        (record, length) = (found.record, found.length)
        if found.isTorn {
          keeping { folder, record throws(FileError) in try folder.replace(record) }
        }
      } else {
        start(LessonRecord(lesson.head(in: notebook, version: version)))
      }
    }
    let (known, wanted) = (record?.latest ?? [], cells.commands)
    if record?.lines.isEmpty ?? true {
      add(LessonBeginning(first)?.lesson == nil ? lesson.reset : first, lesson)
      for command in wanted { add(command, lesson) }
    } else if wanted.starts(with: known) {
      for command in wanted.dropFirst(known.count) { add(command, lesson) }
    } else {
      add(lesson.reset, lesson)
      for command in wanted { add(command, lesson) }
    }
    (beginning, serials, isAdrift) = (cells.serial, cells.serials, false)
  }

  private mutating func add(_ command: String, _ lesson: LessonUnderWay) {
    add(
      .init(
        time: .now, command: command, step: lesson.step + 1, steps: lesson.steps,
        finished: lesson.isFinished))
  }

  private mutating func add(_ line: LessonRecord.Line) {
    guard !isFull, record != nil else { return }
    let text: String
    do throws(RecordFault) {
      text = try record?.add(line) ?? ""
    } catch {
      isFull = true
      loss =
        "The record of this lesson ends here: \(error.reason). What you do from here on is not "
        + "recorded; `lesson reset` begins the lesson anew."
      return
    }
    guard let length else { return }
    keeping { folder, record throws(FileError) in
      try folder.add([text], to: record.head.lesson, length: length)
    }
  }

  /// Does something with the record's file, whose length it gives.
  private mutating func keeping(
    _ work: (RecordFolder, LessonRecord) throws(FileError) -> Int
  ) {
    guard keepsFiles, !isLost, let folder, let record else { return }
    do throws(FileError) {
      length = try work(folder, record)
    } catch {
      length = nil
      isLost = true
      loss = "What you do in this lesson is not recorded any more: \(error.path): \(error.message)."
    }
  }
}

extension Execution {
  /// The words that do the same again; nil of what failed or came to nothing.
  fileprivate var wordsAgain: String? {
    switch outcome {
    case .done: source
    case .interrupted(let again): again
    case .failed, nil: nil
    }
  }

  /// Whether it is a change of the notebook that words alone do not say: they name cells by numbers.
  fileprivate func changesCells(in notebook: Notebook) -> Bool {
    guard !effect.isCell, notebook.session.hasChanged else { return false }
    let word = source.prefix { $0 != " " }.lowercased()
    return ["rerun", "edit", "insert", "delete", "move", "open"].contains { $0.hasPrefix(word) }
  }
}

extension LessonUnderWay {
  /// The command that begins it anew, wherever the session is.
  fileprivate var reset: String {
    LessonBeginning.reset(lesson.name, student: student)
  }

  fileprivate func head(in notebook: Notebook, version: String) -> LessonRecord.Head {
    let settings = notebook.session.state.settings
    return LessonRecord.Head(
      lesson: lesson.name, digest: lesson.digest, version: version, seed: settings.training.seed,
      explain: settings.explain.rawValue, student: student)
  }
}
