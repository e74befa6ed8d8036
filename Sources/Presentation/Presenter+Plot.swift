// Pictures that a command made: shown, told in words, or written to a file.
import Events

extension Presenter {
  func blocks(_ report: PlotReport) -> [Block] {
    switch report.form {
    case .shown: [.figure(report.figure)]
    case .described: [.text("\(report.figure.words)")]
    case .written(let file, let bytes):
      [.text("wrote \(name: file) (\(bytes) bytes): \(report.figure.caption)")]
    }
  }
}
