// The rows of the data that a picture shows: of very many an even choice, training and test rows each by
// themselves.
import Datasets
import Experiments
import Text

struct ShownRows {
  struct Part {
    let isTest: Bool
    /// Without features.
    let plain: Examples
    /// As the network sees them.
    let seen: Examples
    /// How many there are of them.
    let count: Int

    var name: String { isTest ? "test" : "training" }
  }

  let parts: [Part]

  var training: Part { parts[0] }
  var notes: [String] {
    parts.filter { $0.plain.count < $0.count }.map {
      "\($0.plain.count) of \($0.count) \($0.name) rows"
    }
  }
  /// "250 training rows and 250 test rows"
  var words: String {
    parts.map { counted($0.plain.count, "\($0.name) row") }.joined(separator: " and ")
  }

  init(_ data: PreparedData, most: Int = 1500) {
    var parts = [
      Self.part(false, data.plainTraining, data.training, most: most)
    ]
    if let test = data.test, let plain = data.plainTest, test.count > 0 {
      parts.append(Self.part(true, plain, test, most: most))
    }
    self.parts = parts
  }

  private static func part(
    _ isTest: Bool, _ plain: Examples, _ seen: Examples, most: Int
  ) -> Part {
    let count = plain.count
    guard count > most else { return Part(isTest: isTest, plain: plain, seen: seen, count: count) }
    let rows = evenly(count, most: most)
    return Part(
      isTest: isTest, plain: plain.subset(rows), seen: seen.subset(rows), count: count)
  }

  /// At most so many of the numbers below `count`, evenly chosen.
  static func evenly(_ count: Int, most: Int) -> [Int] {
    count <= most ? Array(0..<count) : (0..<most).map { $0 * count / most }
  }
}

extension PreparedData {
  /// "setosa", "digit 3"
  func nameOfClass(_ place: Int) -> String {
    let name = classNames.indices.contains(place) ? classNames[place] : "\(place)"
    return Double(name) == nil ? name : "\(targetName) \(name)"
  }

  /// A row's target as a place among the classes; nil for numbers.
  static func label(_ targets: Examples.Targets, _ row: Int) -> Int? {
    if case .classes(let labels, _) = targets { Int(labels[row]) } else { nil }
  }

  /// The numbers to be predicted, in their own units; none for classes.
  func originalTargets(_ targets: Examples.Targets) -> [Double] {
    if case .values(let values) = targets { values.map(originalTarget) } else { [] }
  }
}
