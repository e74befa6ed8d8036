// Lessons: their list, the part of a step that is shown next with what it asks for, and what came of an answer.
import Events
import Text

extension Presenter {
  func blocks(_ summaries: [LessonSummary]) -> [Block] {
    guard !summaries.isEmpty else { return [.line("no lessons found")] }
    let entries = summaries.enumerated().map { place, summary -> (Spans, Spans) in
      let minutes = summary.minutes.map { ", \($0) minutes" } ?? ""
      return (
        Spans(name: "\(place + 1) \(summary.name)"),
        "\(name: summary.title) (\(counted(summary.steps, "step"))\(minutes))\(Self.place(summary))"
      )
    }
    let here = summaries.first { $0.reached != nil && !$0.isFinished }
    let next = here ?? summaries.first { $0.reached == nil }
    let hint: [Block] =
      next.map { next in
        let does = here == nil ? "begins" : "goes on with"
        return [.text("`lesson \(next.name)` \(does) \(name: next.title).", .hint, depth: 1)]
      } ?? []
    return [.title("lesson NAME", flow: .line), .definitions(entries)] + hint
  }

  private static func place(_ summary: LessonSummary) -> String {
    if summary.isFinished { return ": done" }
    return summary.reached.map { ": you are at step \($0)" } ?? ""
  }

  func blocks(_ report: LessonStepReport) -> [Block] {
    var blocks: [Block] = []
    if report.isBeginning {
      let place: Spans = "step \(report.step) of \(report.steps)"
      blocks.append(.title("\(name: report.title), \(place): \(name: report.heading)"))
    }
    for part in report.parts {
      switch part {
      case .prose(let text): blocks.append(.text(Spans(text), depth: 1))
      case .verbatim(let lines):
        blocks.append(.code(Code(.commands, lines, flow: .verbatim)))
      case .ran(let command):
        blocks.append(.code(Code(.commands, ["> " + command], flow: .verbatim, depth: 1)))
      }
    }
    return blocks + (report.ask.map(self.blocks) ?? [])
  }

  private func blocks(_ ask: LessonStepReport.Ask) -> [Block] {
    switch ask {
    case .commands(let commands):
      return [section("type"), .code(Code(.commands, commands, flow: .verbatim))]
    case .goal(let conditions):
      let goal = conditions.joined(separator: "; ")
      return [
        .text("Goal: \(goal).", depth: 1, hang: 1),
        .text("Any commands that lead there count. `hint` helps.", .hint, depth: 1),
      ]
    case .choices(let question, let choices, let isPrediction):
      let entries = choices.enumerated().map {
        (Spans("\($0.offset + 1)"), Spans($0.element))
      }
      let type: Spans =
        isPrediction ? "Type the number of your guess." : "Type the number of your answer."
      return [
        .text(Spans(question), depth: 1), .definitions(entries), .text(type, .hint, depth: 1),
      ]
    case .number(let question, let isPrediction):
      let type: Spans = isPrediction ? "Type the number that you expect." : "Type the number."
      return [.text(Spans(question), depth: 1), .text(type, .hint, depth: 1)]
    case .words(let question):
      return [
        .text(Spans(question), depth: 1),
        .text("Type `answer` and your own words; then you see the author's.", .hint, depth: 1),
      ]
    case .next: return [.text("`next` goes on.", .hint, depth: 1)]
    case .nothing: return [.text("This was the last step of the lesson.", .hint, depth: 1)]
    }
  }

  func blocks(_ verdict: LessonVerdict) -> [Block] {
    verdict.said.map { .text(Spans($0), verdict.outcome == .wrong ? .hint : .coach, depth: 1) }
  }

  func blocks(_ remark: LessonRemark) -> [Block] {
    remark.said.map { .text(Spans($0), .hint, depth: 1) }
  }
}
