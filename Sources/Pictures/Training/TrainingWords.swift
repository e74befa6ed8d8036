// How pictures of a training word what is to be seen: numbers as everywhere, and a curve in half a sentence.

enum TrainingWords {
  static func number(_ value: Double) -> String { Prose.number(value) }

  /// "fell from 0.693 to 0.0812"
  static func course(from first: Double, to last: Double) -> String {
    let ends = (number(first), number(last))
    if ends.0 == ends.1 { return "stayed at \(ends.1)" }
    return "\(last < first ? "fell" : "rose") from \(ends.0) to \(ends.1)"
  }
}
