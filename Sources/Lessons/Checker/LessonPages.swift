// The pages of a lesson as they are shown, to see before a class does whether one is taller than a screen.
import CommandLanguage
import Events
import Layouts
import Presentation

struct LessonPages {
  /// Of a terminal of 80 columns and 24 rows, without the command that led there and the prompt.
  static let mostLines = 22
  private static let columns = 80

  let lesson: Lesson

  /// What is shown at once and is too tall, by what it asks for.
  func faults() -> [LessonFault] {
    lesson.steps.indices.flatMap(faults)
  }

  private func faults(inStep index: Int) -> [LessonFault] {
    let step = lesson.steps[index]
    var faults: [LessonFault] = []
    var page = report(index)
    if index == 0 { page.parts = lesson.introduction.map { .prose($0.asWritten) } }
    var first: LogicalLine?
    func close(_ ask: LessonStepReport.Ask, at source: LogicalLine) {
      page.ask = ask
      let lines = height(page)
      if lines > Self.mostLines {
        faults.append(
          LessonFault(
            "too-tall",
            "\(lines) lines are shown at once here, and a screen of 24 has room for "
              + "\(Self.mostLines)", first ?? source,
            suggestion: "fewer words, or something to do in between"))
      }
      (page, first) = (report(index), nil)
      page.isBeginning = false
    }
    for part in step.parts {
      switch part {
      case .prose(let prose):
        page.parts.append(.prose(prose.asWritten))
        first = first ?? prose.source
      case .verbatim(let lines): page.parts.append(.verbatim(lines))
      case .commands(let commands):
        let source = commands.source
        switch commands.manner {
        case .typed: close(.commands(commands.texts), at: source)
        // What they say is as tall as it is.
        case .run: close(.nothing, at: source)
        case .hidden: break
        case .skipped: page.parts.append(.verbatim(commands.texts))
        }
      case .check(let check):
        close(.goal(check.goal), at: check.source)
      case .question(let question), .predict(let question):
        close(question.askedAsWritten, at: question.source)
      case .hint, .solution: break
      }
    }
    close(.next, at: step.source)
    return faults
  }

  private func report(_ index: Int) -> LessonStepReport {
    LessonStepReport(
      lesson: lesson.name, title: lesson.title, step: index + 1, steps: lesson.steps.count,
      heading: lesson.steps[index].heading, isBeginning: true, parts: [], ask: nil)
  }

  private func height(_ page: LessonStepReport) -> Int {
    var presenter = Presenter()
    var text = GrowingText()
    return text.lines(
      for: presenter.receive(.lessonStep(page)), TerminalText(columns: Self.columns)
    ).count
  }
}

extension Question {
  /// As it is asked before anything has run.
  fileprivate var askedAsWritten: LessonStepReport.Ask {
    switch answer {
    case .choices(let choices):
      .choices(question: text.asWritten, choices.map(\.text.asWritten), isPrediction: false)
    case .number: .number(question: text.asWritten, isPrediction: false)
    case .text: .words(question: text.asWritten)
    }
  }
}
