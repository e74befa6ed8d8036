// The columns of a table of trials, within 80 characters: of many axes the last ones are left out.
import CommandLanguage
import HyperparameterSearch
import LearningSession

struct TrialLayout {
  let measure: SearchMeasure
  /// The axes that fit.
  let axes: [String]
  let hiddenAxes: Int
  let showsErrors: Bool
  let showsEpochs: Bool
  private let axisWidth: Int

  private static let width = 80
  private static let widestAxis = 11
  private static let narrowestAxis = 9

  init(
    axes: [String], measure: SearchMeasure, showsErrors: Bool, showsEpochs: Bool = false
  ) {
    self.measure = measure
    self.showsErrors = showsErrors
    self.showsEpochs = showsEpochs
    let room =
      Self.width - 19 - (showsEpochs ? 8 : 0) - (measure.score == nil ? 0 : 11)
      - (showsErrors ? 9 : 0)
    let shown = min(axes.count, room / Self.narrowestAxis)
    self.axes = Array(axes.prefix(shown))
    hiddenAxes = axes.count - shown
    axisWidth = min(Self.widestAxis, room / max(1, shown))
  }

  var head: String {
    var text = "  trial  \(TextLayout.rightAligned(measure.shortName, to: 9))"
    if showsErrors { text += TextLayout.rightAligned("± se", to: 9) }
    if let score = measure.score { text += TextLayout.rightAligned(score.name, to: 11) }
    if showsEpochs { text += TextLayout.rightAligned("epochs", to: 8) }
    return text + axes.map { cell($0) }.joined()
  }

  func row(_ report: TrialReport, marksBest: Bool) -> String {
    let mark = marksBest && report.isBestSoFar ? "*" : " "
    // A value that a trial had when it was cut is in parentheses.
    let value = report.value.map { text(of: $0) } ?? report.state.rawValue
    let shown = report.state == .pruned ? "(\(value))" : value
    var line =
      "  \(TextLayout.rightAligned(String(report.number), to: 5)) "
      + "\(mark)\(TextLayout.rightAligned(shown, to: 10))"
    if showsErrors {
      let error = report.trial.standardError.map { errorText($0) } ?? ""
      line += TextLayout.rightAligned(error, to: 8)
    }
    if let score = measure.score {
      let number = report.score.map { scoreText($0, score.metric) } ?? ""
      line += TextLayout.rightAligned(number, to: showsErrors ? 11 : 10)
    }
    if showsEpochs {
      line += TextLayout.rightAligned(report.epochs.map(String.init) ?? "-", to: 8)
    }
    return line
      + axes.map { name in cell(report.trial.param(name).map { valueText($0) } ?? "-") }.joined()
  }

  private func cell(_ text: String) -> String {
    TextLayout.rightAligned(TextLayout.clipped(text, to: axisWidth - 1), to: axisWidth)
  }

  func text(of value: Double) -> String {
    measure.isShare ? NumberText.percent(value) : NumberText.loss(value)
  }

  func errorText(_ error: Double) -> String {
    measure.isShare ? NumberText.percent(error) : NumberText.significant(error, 2)
  }

  private func scoreText(_ score: Double, _ metric: String) -> String {
    switch metric {
    case "validation_accuracy": NumberText.percent(score)
    case "validation_r2": NumberText.r2(score)
    default: NumberText.loss(score)
    }
  }

  /// `accuracy 93.1%`
  func named(_ score: Double) -> String {
    measure.score.map { "\($0.name) \(scoreText(score, $0.metric))" } ?? ""
  }

  private func valueText(_ value: ParameterValue) -> String {
    if case .number(let number) = value { return NumberText.significant(number, 3) }
    return escapedForDisplay(value.description)
  }
}
