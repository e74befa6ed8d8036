// Lines of arithmetic in columns: what it is called, how it comes about, what it comes to. Remarks stand
// at its right where there is room, else below it, and so do numbers too long for the line of their
// formula.
import CommandLanguage
import Presentation

extension TerminalText {
  private static let nameColumns = 14
  private static let valueColumns = 13
  private static let indent = 2 + nameColumns + 1
  /// In a narrower window the text stands below its name and value.
  private static let narrowestText = 30
  private var textColumns: Int { min(44, width - Self.indent - Self.valueColumns) }

  /// Whatever is too long for its column gets a line of its own.
  func arithmeticLines(_ line: Arithmetic.Line) -> [TextLine] {
    guard textColumns >= Self.narrowestText else { return stacked(line) }
    let indent = Self.indent
    var text = line.formula.text
    var below: [String] = []
    if let sign = line.sign {
      let numbers = "\(sign) \(line.numbers ?? text)"
      let whole = line.numbers == nil || text.isEmpty ? numbers : "\(text) \(numbers)"
      if displayWidth(whole) <= textColumns { text = whole } else { below.append(numbers) }
    }
    let name = "  " + TextWrap.padded(line.name, to: Self.nameColumns) + " "
    guard let value = line.value else {
      let parts = TextWrap.wrapped(text, width: width, indent: indent)
      return parts.enumerated().map { TextLine($0 == 0 ? name + $1.dropFirst(indent) : $1) }
    }
    var parts = TextWrap.wrapped(text, width: indent + textColumns, indent: indent)
    if parts.isEmpty { parts = [TextWrap.spaces(indent)] }
    parts[0] = name + parts[0].dropFirst(indent)
    let last = parts.count - 1
    let room = indent + textColumns + Self.valueColumns
    parts[last] += TextWrap.rightAligned(
      value, to: max(displayWidth(value) + 1, room - displayWidth(parts[last])))
    var remarks = below + line.remarks.map(\.text)
    if let beside = fitting(remarks, behind: parts[last]) {
      parts[last] += "   " + beside.text
      remarks.removeFirst(beside.count)
    }
    let rest = remarks.flatMap {
      TextWrap.wrapped($0, width: width, indent: indent, hanging: indent + 2)
    }
    return (parts + rest).map { TextLine($0) }
  }

  /// All of the remarks or the first, where the window has columns for them.
  private func fitting(_ remarks: [String], behind line: String) -> (text: String, count: Int)? {
    guard columns >= 100, let first = remarks.first else { return nil }
    return [(remarks.joined(separator: "; "), remarks.count), (first, 1)].first {
      displayWidth(line) + 3 + displayWidth($0.0) <= columns
    }
  }

  private func stacked(_ line: Arithmetic.Line) -> [TextLine] {
    let name = "  " + TextWrap.padded(line.name, to: Self.nameColumns)
    let formula = line.formula.text
    var parts = [formula]
    if let sign = line.sign {
      parts = line.numbers.map { [formula, "\(sign) \($0)"] } ?? ["\(sign) \(formula)"]
    }
    let value = line.value.map { TextWrap.rightAligned($0, to: width - displayWidth(name)) } ?? ""
    return [TextLine(line.value == nil ? "  " + line.name : name + value)]
      + (parts + line.remarks.map(\.text)).flatMap {
        TextWrap.wrapped($0, width: width, indent: 4, hanging: 6)
      }.map { TextLine($0) }
  }
}
