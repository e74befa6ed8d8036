// A picture as a value: its axes and marks with their numbers, and what is to be seen in words.
import Events
import Presentation

struct PlotRecord: EventRecord {
  static let type = "plot"
  let kind: String
  let words: String
  /// Where it was written.
  var file: String?
  var bytes: Int?
  let figure: Figure

  init(_ report: PlotReport) {
    (kind, words, figure) = (report.kind, report.figure.words, report.figure)
    if case .written(let file, let bytes) = report.form { (self.file, self.bytes) = (file, bytes) }
  }
}
