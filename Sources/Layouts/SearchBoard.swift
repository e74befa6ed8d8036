// The trials under way, for whoever watches a search: a line each, with the course of its value.
import CommandLanguage
import Events
import HyperparameterSearch
import Presentation
import Text

package struct SearchBoard {
  private let report: ProgressReport
  private static let mostLines = 4

  package init(_ report: ProgressReport) { self.report = report }

  /// `trial 12  ▇▅▃▂▁  0.4123 after epoch 10  lr=0.0123 units=14`, with as many parameters as fit before
  /// the last column.
  package func lines(columns: Int) -> [String] {
    report.running.prefix(Self.mostLines).map { trial in
      let number = TextWrap.rightAligned(String(trial.number), to: 5)
      let bars = TextWrap.padded(Self.sparkline(trial.curve.map(\.value)), to: 8)
      let value =
        trial.curve.last.map { "\(NumberText.loss($0.value)) after epoch \($0.epoch)" }
        ?? "training"
      var line = "trial \(number)  \(bars)  \(TextWrap.padded(value, to: 22)) "
      for param in trial.parameters {
        let next = " \(param.name)=\(text(of: param.value))"
        // Half a number would be a false one.
        guard displayWidth(line) + displayWidth(next) < columns else { break }
        line += next
      }
      return line
    }
  }

  private func text(of value: ParameterValue) -> String {
    if case .number(let number) = value { return NumberText.significant(number, 3) }
    return escapedForDisplay(value.description)
  }

  /// A bar for each of the last eight values, between the lowest and the highest of them.
  package static func sparkline(_ values: [Double]) -> String {
    let bars = Array("▁▂▃▄▅▆▇█")
    let shown = values.suffix(bars.count)
    guard shown.allSatisfy(\.isFinite), let low = shown.min(), let high = shown.max() else {
      return ""
    }
    return String(
      shown.map { value in
        high > low ? bars[Int(((value - low) / (high - low) * 7).rounded())] : bars[3]
      })
  }
}
