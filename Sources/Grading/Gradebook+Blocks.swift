// A class's grades as tables to be read.
import Lessons
import Presentation

extension Gradebook {
  package var blocks: [Block] {
    var blocks: [Block] = [.table(gradeTable)]
    if tasks.count > 1 { blocks += [Self.blank, .table(totalTable)] }
    if rows.contains(where: \.counts) { blocks += [Self.blank, .table(questionTable)] }
    return blocks
  }

  private static let blank = Block.paragraph(Paragraph("", flow: .line))

  private var gradeTable: Table {
    Table(
      [
        Column("student", .left, .content(most: 30)), Column("lesson", .left, .content(most: 24)),
        Column("points"), Column("of"), Column("percent"), Column("late", priority: 2),
        Column("hints", priority: 1), Column("minutes", priority: 1),
        Column("state", .left, .content()),
      ],
      rows: rows.map { row in
        let isGraded = !row.lesson.isEmpty
        func known(_ text: String) -> Cell { Cell(isGraded ? text : "") }
        return Row([
          Cell(row.student.name), Cell(row.lesson), known(Self.number(row.points)),
          known(Self.number(row.possible)), known(Self.number(row.percent)),
          known(row.lateDays == 0 ? "" : String(row.lateDays)), known(String(row.hints)),
          known(String(row.minutes)),
          Cell(row.states.isEmpty ? "done" : row.states.joined(separator: "; ")),
        ])
      })
  }

  private var totalTable: Table {
    Table(
      [Column("student", .left, .content(most: 30)), Column("percent of all")],
      rows: students.map { Row([Cell($0.name), Cell(Self.number(total(of: $0)))]) })
  }

  private var questionTable: Table {
    Table(
      [
        Column("lesson", .left, .content(most: 24)), Column("asked", .left, .content(most: 30)),
        Column("students"), Column("first try"), Column("hints", priority: 1),
        Column("minutes", priority: 1),
        Column("most frequent wrong answers", .left, .content()),
      ],
      rows: questions.map { question in
        Row([
          Cell(question.lesson),
          Cell("\(question.part.number) \(Plain.text(question.part.words, atMost: 60))"),
          Cell(question.count), Cell(question.rightAtFirst), Cell(question.hints),
          Cell(Self.number(question.medianMinutes)), Cell(question.frequent(3)),
        ])
      })
  }
}
