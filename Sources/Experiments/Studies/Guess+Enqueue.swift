// A guess of the user's becomes the point of the next trial that has none yet.
import CommandLanguage
import Events
import HyperparameterSearch
import SpaceLanguage

extension FinishedSearch {
  /// Gives a guess to the next trial that has no point yet; its number and point.
  ///
  /// Errors: `guess-outside`, and those of `SearchSpace.check`.
  package mutating func enqueue(_ guess: Guess) throws(Diagnostic) -> (Int, [ParameterAssignment]) {
    let space = study.space
    var given: [String: ParameterValue] = [:]
    for value in guess.values {
      guard let axis = space.axes.first(where: { $0.name == value.name }) else {
        throw Self.outside(guess, "the search does not vary `\(value.name)`")
      }
      guard let found = axis.domain.value(written: value.text) else {
        throw Self.outside(guess, "\(value.name)=\(value.text) lies outside \(axis.text)")
      }
      given[value.name] = found
    }
    var number = study.nextTrial
    while study.enqueued[number] != nil { number += 1 }
    let drawn = study.proposal(for: number)?.params ?? []
    let point = space.point { place in
      let axis = space.axes[place]
      return given[axis.name] ?? drawn.first { $0.name == axis.name }?.value
        ?? axis.domain.value(at: 0.5)
    }
    if let unused = guess.values.first(where: { value in
      !point.contains { $0.name == value.name }
    }) {
      throw Self.outside(guess, "`\(unused.name)` plays no part at that point")
    }
    do {
      return (try study.enqueue(point, from: number), point)
    } catch {
      throw Diagnostic(error, axis: nil, range: nil)
    }
  }

  private static func outside(_ guess: Guess, _ message: String) -> Diagnostic {
    Diagnostic(
      id: "guess-outside", message: "the guess \(guess.text) does not fit: \(message)",
      suggestion: "a space that holds it, or `enqueue clear` to forget the guesses")
  }
}

extension Domain {
  /// The value of the domain that is written so; nil for what it does not hold.
  func value(written text: String) -> ParameterValue? {
    var candidates: [ParameterValue] = []
    switch self {
    case .uniform, .logUniform: break
    default: if let whole = Int(text) { candidates.append(.integer(whole)) }
    }
    if let number = Double(text) { candidates.append(.number(number)) }
    candidates.append(.choice(text))
    if let found = candidates.first(where: { unit(of: $0) != nil }) { return found }
    // `0.10` for the 0.1 of a list, `Relu` for relu.
    guard let count = valueCount, count <= 1000 else { return nil }
    return gridValues(count: count).first { value in
      if let number = value.asNumber { return number == Double(text) }
      return value.description.lowercased() == text.lowercased()
    }
  }
}
