// Sentences with their numbers filled in. A product's result is computed from exact numbers but shown
// beside rounded ones: where these do not give it as printed, `≈` stands in place of `=`.
import CommandLanguage
import LearningSession

extension Statement {
  /// The sentence with its numbers filled in.
  package var text: String {
    parts.indices.map { place in
      switch parts[place] {
      // Names come from files; a line feed in one must not begin a line of its own.
      case .text(let text):
        escapedForDisplay(isRounded(after: place) ? "\(text.dropLast(2))≈ " : text)
      case .number(let value, _, let format):
        isFactor(place) && value < 0
          ? "(\(NumberText.formatted(value, format)))" : NumberText.formatted(value, format)
      }
    }.joined()
  }

  private static let times = " × "

  private func text(at place: Int) -> String? {
    guard parts.indices.contains(place), case .text(let text) = parts[place] else { return nil }
    return text
  }

  /// Whether a number stands behind a sign, where one of its own would be hard to read.
  private func isFactor(_ place: Int) -> Bool {
    text(at: place - 1).map { $0.hasSuffix(Self.times) || $0.hasSuffix("-") } ?? false
  }

  /// Whether the text there ends a product with an equals sign and the product of the numbers as
  /// printed is not the result as printed.
  private func isRounded(after place: Int) -> Bool {
    guard text(at: place) == " = ", parts.indices.contains(place + 1),
      case .number(let result, _, let format) = parts[place + 1]
    else { return false }
    var product = 1.0
    var factors = 0
    var next = place - 1
    while parts.indices.contains(next), case .number(let value, _, let format) = parts[next],
      let printed = Double(NumberText.formatted(value, format))
    {
      product *= printed
      factors += 1
      next -= 1
      guard text(at: next) == Self.times else { break }
      next -= 1
    }
    // Words between the numbers may be factors too.
    guard factors > 1, let before = text(at: next), !before.hasSuffix(Self.times) else {
      return false
    }
    if before.hasSuffix("-") { product = -product }
    return NumberText.formatted(product, format) != NumberText.formatted(result, format)
  }
}
