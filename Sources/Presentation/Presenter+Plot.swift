// Pictures that a command made: shown, told in words, or written to a file.
import Events

extension Presenter {
  func blocks(_ report: PlotReport) -> [Block] {
    switch report.form {
    case .shown: [.figure(report.figure)] + choice(report)
    case .described: [.text("\(report.figure.words)")]
    case .written(let file, let bytes):
      [.text("wrote \(name: file) (\(bytes) bytes): \(report.figure.caption(in: .graphics))")]
    }
  }

  /// What was chosen, and how to see something else.
  private func choice(_ report: PlotReport) -> [Block] {
    guard let choice = report.choice else { return [] }
    let command = report.options.isEmpty ? report.kind : "\(report.kind) \(report.options)"
    return [
      .text(
        "This is `plot \(command)`: \(choice). `plot KIND` draws others; `help plot` lists them.",
        .hint)
    ]
  }
}
