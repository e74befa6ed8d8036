// A study as a table for spreadsheets and data frames.

import Files
import HyperparameterSearch
import Text

extension StudyRecord {
  /// What every export begins with, and hardly another table.
  private static let firstNames = ["trial", "state", "value", "standard_error"]

  private static let lastNames = ["origin", "epochs"]

  /// Whether a file's header is an export's: with a column of somebody else's behind, it is not only one.
  static func isExport(_ path: String) -> Bool {
    guard let header = TextFile.firstLine(path),
      header.starts(with: firstNames.joined(separator: ",").utf8)
    else { return false }
    // An axis of the same name leaves it a number: `epochs_2`.
    return header.split(separator: 0x2C).suffix(lastNames.count).elementsEqual(lastNames) {
      field, name in
      field.elementsEqual(name.utf8) || field.starts(with: "\(name)_".utf8)
    }
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
      Self.firstNames + metrics + axes + Self.lastNames
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
    return String(decoding: csvField(safe.utf8), as: UTF8.self)
  }
}
