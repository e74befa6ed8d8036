// A line of arithmetic: what it is called, how it comes about, what it comes to, and what else is
// worth knowing. Remarks stand at its right where there is room, else below it, and so do numbers too
// long for the line of their formula.
import CommandLanguage
import LearningSession
import NeuralNetwork

struct ArithmeticRow {
  var name: String
  var text: String
  var value: String?
  var remarks: [String]
  /// The text with its numbers put in.
  var numbers: PrintedArithmetic?
  /// `=` or `≈`, before the numbers or, without any of its own, before the text.
  private(set) var sign: String?

  init(_ name: String, _ text: String, _ value: String? = nil, remarks: [String] = []) {
    self.name = name
    self.text = text
    self.value = value
    self.remarks = remarks
  }

  /// A row whose value is what its numbers come to.
  init(
    _ name: String, _ text: String, _ numbers: PrintedArithmetic, _ value: some BinaryFloatingPoint,
    isSigned: Bool = false, remarks: [String] = []
  ) {
    self.init(name, text, NumberText.text(Double(value), isSigned: isSigned), remarks: remarks)
    self.numbers = numbers
    sign = numbers.sign(to: Double(value))
  }

  /// A row whose value is the sum of values in rows above it.
  init(
    _ name: String, _ text: String, sum terms: [Float], _ value: Float, isSigned: Bool = false
  ) {
    self.init(name, text, NumberText.text(Double(value), isSigned: isSigned))
    sign = NumberText.signOfSum(terms.map(Double.init), Double(value))
  }
}

extension NumberText {
  fileprivate static func text(_ value: Double, isSigned: Bool) -> String {
    isSigned ? signed(value) : significant(value)
  }

  /// `=` where numbers as they are printed, added up, are the sum as it is printed.
  static func signOfSum(_ terms: [Double], _ sum: Double) -> String {
    sign(terms.reduce(0) { $0 + (Double(significant($1)) ?? .nan) }, to: sum)
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
    if let sign = row.sign {
      let numbers = "\(sign) \(row.numbers?.text ?? text)"
      let whole = row.numbers == nil || text.isEmpty ? numbers : "\(text) \(numbers)"
      if displayWidth(whole) <= Self.textColumns { text = whole } else { below.append(numbers) }
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
