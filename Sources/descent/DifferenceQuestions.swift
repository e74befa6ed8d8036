// `replay --interactive`: shows each difference and asks whether to write it into the document.
import Notebooks
import Terminal

struct DifferenceQuestions {
  let console: Console
  let watch: InterruptWatch
  let path: String

  /// The differences that the user wants written; nil when the questions were interrupted.
  func accepted(
    _ findings: [ReplayResult.Finding], of document: CourseDocument
  ) -> [ReplayResult.Finding]? {
    var accepted: [ReplayResult.Finding] = []
    var reader = PlainReader()
    for (number, finding) in findings.enumerated() {
      let names = ["--- \(path)", "+++ \(path)"]
      for line in names + document.diff(finding.edits) { console.output.writeLine(line) }
      let place = "\(path):\(finding.difference.line), \(number + 1) of \(findings.count)"
      switch ask("\(place): write this? y, n or q (y yes, n no, q no more): ", &reader) {
      case .yes: accepted.append(finding)
      case .no: continue
      case .quit: return accepted
      case .interrupted: return nil
      }
    }
    return accepted
  }

  private enum Answer { case yes, no, quit, interrupted }

  /// Asks until the answer is one of those.
  private func ask(_ question: String, _ reader: inout PlainReader) -> Answer {
    while true {
      console.output.write(question)
      console.output.flush()
      // Each line is an answer by itself, also one that ends in a backslash.
      switch reader.next(stop: watch.token, isContinued: { _ in false }) {
      case .line(let bytes, _):
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "y", "yes": return .yes
        case "n", "no": return .no
        case "q", "quit": return .quit
        default: continue
        }
      case .tooLong: continue
      case .end, .failed:
        console.output.writeLine()
        return .quit
      case .stopped:
        console.output.writeLine()
        return .interrupted
      }
    }
  }
}
