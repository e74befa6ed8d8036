// A step as the shell shows it: what is to be read, and what to type.
import Events

extension Lesson {
  package func report(step index: Int) -> LessonStepReport {
    let step = steps[index]
    let prose = step.parts.compactMap { part -> String? in
      switch part {
      case .prose(let prose): prose.asWritten
      case .question(let question), .predict(let question): question.text.asWritten
      default: nil
      }
    }
    return LessonStepReport(
      lesson: name, title: title, step: index + 1, steps: steps.count, heading: step.heading,
      prose: (index == 0 ? introduction.map(\.asWritten) : []) + prose,
      commands: step.typed.flatMap { $0.entries.map(\.command) })
  }
}
