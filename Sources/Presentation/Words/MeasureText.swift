// How values of a search are written: as losses or as shares, and the figure beside them by its kind.
import CommandLanguage
import Events
import HyperparameterSearch
import Text

extension SearchMeasure.Metric {
  /// Short enough for a column.
  var shortName: String {
    switch self {
    case .loss: "val. loss"
    case .balancedAccuracy: "balanced"
    case .averagePrecision: "avg. prec."
    default: title
    }
  }

  var style: NumberStyle {
    switch self {
    case .loss, .logLoss: .loss
    case .accuracy, .balancedAccuracy, .macroF1, .f1: .percent
    case .r2: .r2
    case .auc, .averagePrecision: .decimals(4)
    case .mae, .rmse: .significant(4)
    }
  }
}

extension SearchMeasure {
  var shortName: String {
    switch value {
    case .metric(let metric): metric.shortName
    case .column(let name): String(name.prefix(9))
    }
  }

  package var style: NumberStyle {
    switch value {
    case .metric(let metric): metric.style
    case .column: .loss
    }
  }
  var errorStyle: NumberStyle { style == .percent ? .percent : .significant(2) }
  var scoreStyle: NumberStyle { score?.style ?? .loss }

  /// In which order a list stands.
  func text(of order: TrialOrder) -> String {
    switch order {
    case .number: "in the order tried"
    case .value: "\(direction == .minimize ? "smallest" : "highest") \(name) first"
    case .score:
      "\(score == .loss ? "smallest" : "best") \(score?.shortName ?? "value") first"
    }
  }

  /// A value with its name.
  func text(_ value: Double, _ name: String = "value") -> Spans { "\(value, name, style)" }
  func error(_ error: Double) -> Spans { "\(error, "standard_error", errorStyle)" }
  func cell(_ value: Double?) -> Cell { value.map { Cell($0, style) } ?? "-" }

  /// `accuracy 93.1%`
  func named(_ score: Double) -> Spans {
    self.score.map { "\($0.shortName) \(score, $0.rawValue, $0.style)" } ?? ""
  }
}

extension ParameterValue {
  /// Short enough for a column.
  var cell: Cell {
    if case .number(let number) = self { return Cell(number, .significant(3)) }
    return Cell(description)
  }
}

extension AxisSpace {
  /// As typed; of a long list the first and the last value, and how many there are.
  var shortText: Spans {
    let most = 40
    guard condition == nil, DisplayWidth.columns(of: text) > most else { return Spans(name: text) }
    switch values {
    case .range: return Spans(name: text)
    case .levels(let texts): return shortText(of: texts, separator: ",")
    case .choices(let texts): return shortText(of: texts, separator: "|")
    }
  }

  private func shortText(of texts: [String], separator: String) -> Spans {
    guard texts.count > 3, let first = texts.first, let last = texts.last else {
      return Spans(name: text)
    }
    let gap = "\(separator)…\(separator)"
    return Spans(name: "\(name)=\(first)\(gap)\(last) (\(texts.count) values)")
  }
}
