// The columns of a table of trials at a width. What it has no room for is left out: of many axes the last
// ones; where few axes would remain, first the score, then the standard errors and the epochs.
import CommandLanguage
import HyperparameterSearch
import LearningSession

struct TrialLayout {
  let measure: SearchMeasure
  /// The axes that fit.
  let axes: [String]
  let showsErrors: Bool
  let showsEpochs: Bool
  /// What there is no room for.
  let leftOut: [String]
  /// The figure beside the value, where there is room for it.
  private let score: (name: String, metric: String)?
  private let axisWidth: Int

  private static let widestAxis = 11
  private static let narrowestAxis = 9
  private static let (scoreWidth, errorWidth, epochsWidth) = (11, 9, 8)

  init(
    axes: [String], measure: SearchMeasure, showsErrors: Bool, showsEpochs: Bool = false,
    width: Int = 80
  ) {
    self.measure = measure
    var left: [String] = []
    var room =
      width - 19 - (showsEpochs ? Self.epochsWidth : 0) - (showsErrors ? Self.errorWidth : 0)
      - (measure.score == nil ? 0 : Self.scoreWidth)
    /// Makes room for two axes at least, as far as the column is there.
    func spares(_ isThere: Bool, _ columns: Int, _ name: String) -> Bool {
      guard isThere, room < min(2, axes.count) * Self.narrowestAxis else { return false }
      room += columns
      left.append(name)
      return true
    }
    let sparesScore = spares(
      measure.score != nil, Self.scoreWidth, measure.score?.name ?? "")
    score = sparesScore ? nil : measure.score
    self.showsErrors = showsErrors && !spares(showsErrors, Self.errorWidth, "± se")
    self.showsEpochs = showsEpochs && !spares(showsEpochs, Self.epochsWidth, "epochs")
    let shown = min(axes.count, max(0, room) / Self.narrowestAxis)
    self.axes = Array(axes.prefix(shown))
    let hidden = axes.count - shown
    leftOut =
      left + (hidden > 1 ? ["the last \(hidden) axes"] : hidden == 1 ? ["the last axis"] : [])
    axisWidth = min(Self.widestAxis, room / max(1, shown))
  }

  var head: String {
    let isFollowed = showsErrors || score != nil
    let value = TextLayout.rightAligned(measure.shortName, to: isFollowed ? 9 : 10)
    var text = "  trial  \(value)"
    if showsErrors { text += TextLayout.rightAligned("± se", to: 9) }
    if let score { text += TextLayout.rightAligned(score.name, to: 11) }
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
    if let score {
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
