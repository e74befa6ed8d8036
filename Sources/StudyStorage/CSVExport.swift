// A study as a table for spreadsheets and data frames.

import Files
import HyperparameterSearch

extension StudyRecord {
  /// What every export begins with, and hardly another table.
  private static let firstNames = ["trial", "state", "value", "standard_error"]

  /// Whether a file begins as an export does.
  static func isExport(_ path: String) -> Bool {
    TextFile.begins(path, with: Array(firstNames.joined(separator: ",").utf8))
  }

  /// A header and one row a trial, quoted by RFC 4180, lines ended by a newline. An axis that does not
  /// matter in a trial is empty there. Text that a spreadsheet would take for a formula gets an
  /// apostrophe in front; numbers never do.
  var csv: String {
    let axes = study.space.axes.map(\.name)
    var metrics: [String] = []
    for trial in study.trials {
      for metric in trial.metrics where !metrics.contains(metric.name) {
        metrics.append(metric.name)
      }
    }
    let names =
      Self.firstNames + metrics + axes + ["origin", "epochs"]
    var text = Self.line(different(names).map(Self.field(text:)))
    for trial in study.trials {
      var fields = [trial.number.description, Self.field(text: trial.state.rawValue)]
      fields += [trial.value, trial.standardError].map(Self.field(number:))
      fields += metrics.map { name in
        Self.field(number: trial.metrics.first { $0.name == name }?.value)
      }
      fields += axes.map { Self.field(trial.param($0)) }
      fields.append(Self.field(text: trial.origin.rawValue))
      fields.append(trial.curve.last?.epoch.description ?? "")
      text += Self.line(fields)
    }
    return text
  }

  /// A name that stands twice, such as an axis called `value`, gets a number: `value_2`.
  private func different(_ names: [String]) -> [String] {
    var taken: Set<String> = []
    return names.map { name in
      var candidate = name
      var count = 1
      while !taken.insert(candidate).inserted {
        count += 1
        candidate = "\(name)_\(count)"
      }
      return candidate
    }
  }

  private static func line(_ fields: [String]) -> String {
    fields.joined(separator: ",") + "\n"
  }

  private static func field(_ value: ParameterValue?) -> String {
    switch value {
    case .choice(let word): field(text: word)
    case .number, .integer: value?.description ?? ""
    case nil: ""
    }
  }

  private static func field(number: Double?) -> String {
    number.map { ParameterValue.number($0).description } ?? ""
  }

  private static func field(text: String) -> String {
    let isFormula =
      text.unicodeScalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false
    let safe = isFormula ? "'" + text : text
    let needsQuotes = safe.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard needsQuotes else { return safe }
    var quoted = "\""
    for scalar in safe.unicodeScalars {
      if scalar == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
