// A line of arithmetic: what it is called, how it comes about, what it comes to, and what else is
// worth knowing. Remarks stand at its right where there is room, else below it.
import CommandLanguage
import LearningSession
import NeuralNetwork

struct ArithmeticRow {
  var name: String
  var text: String
  var value: String?
  var remarks: [String]
  /// The text with its numbers put in, where they are too long for its line.
  var numbers: String?

  init(
    _ name: String, _ text: String, _ value: String? = nil, numbers: String? = nil,
    remarks: [String] = []
  ) {
    self.name = name
    self.text = text
    self.value = value
    self.numbers = numbers
    self.remarks = remarks
  }

  /// Says so where the terms as printed do not add up to the sum as printed.
  mutating func markRounding(_ terms: [Float], _ sum: Float) {
    if !NumberText.addsUp(terms.map(Double.init), to: Double(sum)) { text += ", rounded" }
  }
}

extension NumberText {
  /// Whether numbers as they are printed, added up and printed, are the sum as it is printed.
  static func addsUp(_ terms: [Double], to sum: Double) -> Bool {
    let printed = terms.compactMap { Double(significant($0)) }
    guard printed.count == terms.count else { return false }
    return significant(printed.reduce(0, +)) == significant(sum)
  }
}

extension ParameterName {
  /// "w" or "b", as formulas have it.
  var symbol: String {
    if case .weight = self { "w" } else { "b" }
  }
}

extension TextRenderer {
  private static let nameColumns = 14
  private static let textColumns = 44
  private static let valueColumns = 13

  /// The row in its columns. Whatever is too long for its column gets a line of its own.
  func lines(_ row: ArithmeticRow) -> [RenderedLine] {
    let indent = 2 + Self.nameColumns + 1
    var text = row.text
    var below: [String] = []
    if let numbers = row.numbers {
      let whole = "\(text) = \(numbers)"
      if displayWidth(whole) <= Self.textColumns {
        text = whole
      } else {
        below.append("= " + numbers)
      }
    }
    let name = "  " + TextLayout.padded(row.name, to: Self.nameColumns) + " "
    guard let value = row.value else { return [RenderedLine(name + text)] }
    var parts = TextLayout.wrapped(text, width: indent + Self.textColumns, indent: indent)
    if parts.isEmpty { parts = [TextLayout.spaces(indent)] }
    parts[0] = name + parts[0].dropFirst(indent)
    let last = parts.count - 1
    let room = indent + Self.textColumns + Self.valueColumns
    parts[last] += TextLayout.rightAligned(
      value, to: max(displayWidth(value) + 1, room - displayWidth(parts[last])))
    var remarks = below + row.remarks
    if columns >= 100, let first = remarks.first {
      let whole = remarks.joined(separator: "; ")
      let fitting = [whole, first].first {
        displayWidth(parts[last]) + 3 + displayWidth($0) <= columns
      }
      if let fitting {
        parts[last] += "   " + fitting
        remarks = fitting == whole ? [] : Array(remarks.dropFirst())
      }
    }
    return
      (parts
      + remarks.flatMap {
        TextLayout.wrapped($0, width: width, indent: indent, hanging: indent + 2)
      }).map { RenderedLine($0) }
  }
}
