// All that a class handed in: whose it is, how late, and which attempt counts.
import Lessons

package struct Gradebook: Sendable {
  package struct Grade: Sendable {
    /// From the folder that is graded.
    package var file: String
    package var student: CourseFile.Student
    /// Empty where the file cannot be graded.
    package var lesson = ""
    package var points = 0.0
    package var possible = 0.0
    package var lateDays = 0
    package var hints = 0
    package var minutes = 0
    package var states: [String] = []
    /// Whether it is the attempt that counts.
    package var counts = false
    var time: RecordTime?
    var results: [Int: PartResult] = [:]

    /// Of the points with what lateness takes.
    package var percent: Double { possible > 0 ? 100 * points / possible : 0 }
  }

  package let course: CourseFile
  package let tasks: [Grader.Task]
  package private(set) var rows: [Grade]
  /// The row of each attempt that counts.
  private var counted: [Attempted: Int] = [:]

  package init(_ course: CourseFile, _ tasks: [Grader.Task], _ files: [GradedFile]) {
    (self.course, self.tasks) = (course, tasks)
    rows = []
    var owners: [UInt64: String] = [:]
    for file in files { rows.append(row(of: file, &owners)) }
    chooseAttempts()
    rows.sort { ($0.student.name, $0.lesson, $0.file) < ($1.student.name, $1.lesson, $1.file) }
    for (place, row) in rows.enumerated() where row.counts { counted[Attempted(row)] = place }
  }

  private func row(of file: GradedFile, _ owners: inout [UInt64: String]) -> Grade {
    switch file.outcome {
    case .refused(let reason):
      var row = Grade(
        file: file.file.name, student: student(file.file.student ?? stem(of: file.file)))
      row.states = [Plain.text(reason)]
      return row
    case .graded(let graded):
      var row = Grade(
        file: file.file.name,
        student: student(file.file.student ?? graded.student ?? stem(of: file.file)))
      guard let task = tasks.first(where: { $0.lesson.name == graded.lesson }) else { return row }
      fill(&row, graded, task)
      let owner = owners[graded.record]
      owners[graded.record] = owner ?? row.student.name
      var remarks = graded.remarks
      if let owner, StudentName(owner) != StudentName(row.student.name) {
        remarks.append(.sameAs(owner))
      }
      if !graded.isFinished { row.states.append("unfinished") }
      row.states += remarks.map(\.words)
      return row
    }
  }

  private func fill(_ row: inout Grade, _ graded: GradedHandIn, _ task: Grader.Task) {
    row.lesson = graded.lesson
    row.possible = task.parts.reduce(0) { $0 + $1.possible }
    let points = task.parts.reduce(0) { $0 + (graded.results[$1.number]?.points(of: $1) ?? 0) }
    (row.results, row.hints, row.time) = (graded.results, graded.hints, graded.time)
    row.minutes = (graded.seconds + 30) / 60
    if let deadline = task.entry.deadline, let time = graded.time, time > deadline {
      row.lateDays = (time.seconds - deadline.seconds + 86_399) / 86_400
    }
    row.points = points * course.late.share(after: row.lateDays)
  }

  private func stem(of file: HandInFile) -> String {
    let name = file.name.split(separator: "/").last ?? ""
    return String(name.dropLast(3))
  }

  /// Who of the course it is; nobody in particular where there is no list, or none of that name.
  private func student(_ text: String) -> CourseFile.Student {
    let name = StudentName(text)
    let known = course.students.first { student in
      [student.name, student.login, student.email, student.id, student.user]
        .contains { !$0.isEmpty && StudentName($0) == name }
    }
    if let known { return known }
    return CourseFile.Student(Plain.text(text, atMost: 80))
  }

  // MARK: Attempts

  private struct Attempted: Hashable {
    var student: StudentName
    var lesson: String

    init(_ student: CourseFile.Student, _ lesson: String) {
      (self.student, self.lesson) = (StudentName(student.name), lesson)
    }

    init(_ row: Grade) { self.init(row.student, row.lesson) }
  }

  private mutating func chooseAttempts() {
    var chosen: [Attempted: Int] = [:]
    for (place, row) in rows.enumerated() where !row.lesson.isEmpty {
      let key = Attempted(row)
      guard let other = chosen[key] else {
        chosen[key] = place
        continue
      }
      if isBetter(row, than: rows[other]) { chosen[key] = place }
    }
    for place in chosen.values { rows[place].counts = true }
    for place in rows.indices where !rows[place].lesson.isEmpty && !rows[place].counts {
      rows[place].states.append("another attempt counts")
    }
  }

  private func isBetter(_ row: Grade, than other: Grade) -> Bool {
    let (time, otherTime) = (row.time?.seconds ?? 0, other.time?.seconds ?? 0)
    return switch course.attempt {
    case .best: (row.points, -time) > (other.points, -otherTime)
    case .first: time < otherTime
    case .last: time > otherTime
    }
  }

  // MARK: What it comes to

  /// The attempt of a student at a lesson that counts.
  func row(of student: CourseFile.Student, in lesson: String) -> Grade? {
    counted[Attempted(student, lesson)].map { rows[$0] }
  }

  /// All of whom the course or a file knows, each once.
  var students: [CourseFile.Student] {
    var seen: Set<StudentName> = []
    let all = course.students + rows.filter { !$0.lesson.isEmpty }.map(\.student)
    return all.filter { seen.insert(StudentName($0.name)).inserted }.sorted { $0.name < $1.name }
  }

  /// The lessons' percents by their weights; what was not handed in is none.
  func total(of student: CourseFile.Student) -> Double {
    let weight = tasks.reduce(0) { $0 + $1.entry.weight }
    guard weight > 0 else { return 0 }
    return tasks.reduce(0) { sum, task in
      sum + task.entry.weight * (row(of: student, in: task.lesson.name)?.percent ?? 0)
    } / weight
  }
}

extension CourseFile.Late {
  /// The part of the points that is left after so many days.
  func share(after late: Int) -> Double {
    guard late > 0 else { return 1 }
    if let days, late > days { return 0 }
    return max(0, 1 - penalty * Double(late))
  }
}
