// How values of a search are written: as losses or as shares, and the figure beside them by its kind.
import CommandLanguage
import Events
import HyperparameterSearch
import Text

extension SearchMeasure {
  var style: NumberStyle { isShare ? .percent : .loss }
  var errorStyle: NumberStyle { isShare ? .percent : .significant(2) }

  var scoreStyle: NumberStyle {
    switch score?.metric {
    case "validation_accuracy": .percent
    case "validation_r2": .r2
    default: .loss
    }
  }

  /// A value with its name.
  func text(_ value: Double, _ name: String = "value") -> Spans { "\(value, name, style)" }
  func error(_ error: Double) -> Spans { "\(error, "standard_error", errorStyle)" }
  func cell(_ value: Double?) -> Cell { value.map { Cell($0, style) } ?? "-" }

  /// `accuracy 93.1%`
  func named(_ score: Double) -> Spans {
    self.score.map { "\($0.name) \(score, $0.metric, scoreStyle)" } ?? ""
  }
}

extension ParameterValue {
  /// Short enough for a column.
  var cell: Cell {
    if case .number(let number) = self { return Cell(number, .significant(3)) }
    return Cell(description)
  }
}

/// An axis as typed; of a long list the first and the last value, and how many there are.
func shortAxis(_ text: String) -> Spans {
  let most = 40
  let isChoice = text.contains("|")
  guard DisplayWidth.columns(of: text) > most, let equals = text.firstIndex(of: "="),
    !text.contains(":")
  else { return Spans(name: text) }
  let values = text[text.index(after: equals)...].split(separator: isChoice ? "|" : ",")
  guard values.count > 3, let first = values.first, let last = values.last else {
    return Spans(name: text)
  }
  let gap = isChoice ? "|…|" : ",…,"
  return Spans(name: "\(text[..<equals])=\(first)\(gap)\(last) (\(values.count) values)")
}
