// Whether of several conditions exactly one holds, whatever a run gives. Conditions only ask which of two values is
// larger, so it is enough to try every order that their facts can have among each other and the numbers written.
import CommandLanguage

package enum ChoiceCover {
  /// More orders than these are not tried.
  private static let most = 200_000

  package enum Fault: Equatable, Sendable {
    /// No condition holds; where, in words.
    case none(String)
    /// These two both hold, by their place.
    case both(Int, Int, String)
    case tooMany
  }

  /// Nil where exactly one of them holds always.
  ///
  /// - Parameter othersAllowed: whether it is well that none holds.
  package static func fault(in conditions: [FactCondition], othersAllowed: Bool) -> Fault? {
    let checks = conditions.flatMap(\.comparisons)
    guard checks.allSatisfy({ $0.assertion.isComparison }) else { return nil }
    let terms = unique(checks.flatMap(\.terms))
    let values = unique(checks.compactMap(\.value))
    let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
    let words = values.compactMap { if case .word(let word) = $0 { word } else { nil } }
    let choices = terms.map { term in
      isWord(term, checks)
        ? (words + ["something else"]).map(FactValue.word)
        : candidates(numbers.sorted(), for: term.fact, count: terms.count).sorted().map(
          FactValue.number)
    }
    let count = choices.reduce(1) { $0 > most ? $0 : $0 * $1.count }
    guard count <= most else { return .tooMany }
    var place = [Int](repeating: 0, count: terms.count)
    for _ in 0..<count {
      var world: [FactTerm: FactValue] = [:]
      for (index, term) in terms.enumerated() { world[term] = choices[index][place[index]] }
      let holding = conditions.indices.filter { index in
        conditions[index].reasons { $0.holds(in: world) } != nil
      }
      if holding.isEmpty, !othersAllowed { return .none(description(of: world, checks)) }
      if holding.count > 1 {
        return .both(holding[0], holding[1], description(of: world, checks))
      }
      for index in place.indices {
        place[index] += 1
        if place[index] < choices[index].count { break }
        place[index] = 0
      }
    }
    return nil
  }

  /// Values that the fact can have below, at, between and above the numbers, so many in each gap that all terms
  /// fit in any order.
  private static func candidates(_ numbers: [Double], for fact: Fact, count: Int) -> [Double] {
    var values: Set<Double> = Set(numbers)
    func fill(_ low: Double, _ high: Double) {
      for step in 1...count {
        values.insert(low + (high - low) * Double(step) / Double(count + 1))
      }
    }
    let (first, last) = (numbers.first ?? 0, numbers.last ?? 0)
    fill(first - abs(first) - 1, first)
    for (number, next) in zip(numbers, numbers.dropFirst()) { fill(number, next) }
    fill(last, fact.isShare && last < 1 ? 1 : last + abs(last) + 1)
    if fact.isShare { return values.union([0, 1]).filter { (0...1).contains($0) } }
    guard fact.isWhole else { return Array(values) }
    let whole = values.union([0]).flatMap { value in
      (-count...count).map { value.rounded(.down) + Double($0) }
    }
    return Array(Set(whole)).filter { $0 >= 0 }
  }

  /// Whether the term is compared with words only.
  private static func isWord(_ term: FactTerm, _ checks: [FactCheck]) -> Bool {
    checks.contains { $0.terms.first == term && $0.value.map(\.isWord) ?? false }
  }

  /// How the world lies, comparison by comparison: "test_loss = test_loss@before".
  private static func description(
    of world: [FactTerm: FactValue], _ checks: [FactCheck]
  ) -> String {
    var said: [String] = []
    for check in checks {
      guard let text = check.relationFound(in: world), !said.contains(text) else { continue }
      said.append(text)
    }
    return said.joined(separator: " and ")
  }

  private static func unique<Element: Hashable>(_ elements: [Element]) -> [Element] {
    var seen: Set<Element> = []
    return elements.filter { seen.insert($0).inserted }
  }
}

extension FactValue {
  fileprivate var isWord: Bool { if case .word = self { true } else { false } }
}

extension Assertion {
  fileprivate var isComparison: Bool { if case .compared = self { true } else { false } }
}

extension FactCheck {
  /// What the fact is compared with where that is no fact.
  fileprivate var value: FactValue? {
    if case .compared(_, _, .value(let value)) = meaning { value } else { nil }
  }

  fileprivate func holds(in world: [FactTerm: FactValue]) -> Bool {
    guard let (left, right, relation) = sides(in: world) else { return false }
    return left.isIn(relation, to: right)
  }

  private func sides(
    in world: [FactTerm: FactValue]
  ) -> (FactValue, FactValue, Comparison.Relation)? {
    guard case .compared(let term, let relation, let other) = meaning, let left = world[term]
    else { return nil }
    switch other {
    case .value(let value): return (left, value, relation)
    case .term(let term): return world[term].map { (left, $0, relation) }
    }
  }

  fileprivate func relationFound(in world: [FactTerm: FactValue]) -> String? {
    guard let (left, right, _) = sides(in: world),
      case .compared(let name, _, let operand) = assertion
    else { return nil }
    if left.isIn(.equal, to: right) { return "\(name.text) = \(operand.text)" }
    guard left.isIn(.less, to: right) || right.isIn(.less, to: left) else {
      return "\(name.text) is not \(operand.text)"
    }
    return "\(name.text) \(left.isIn(.less, to: right) ? "<" : ">") \(operand.text)"
  }
}
