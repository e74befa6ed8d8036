// The objects of a preparation's text, member by member.
import Datasets
import JSON
import Text

/// An object whose members are taken out one by one, so that none is overlooked.
struct PreparationObject {
  private var members: [StrictJSON.Member]
  /// How errors call it.
  private let subject: String

  init(_ json: StrictJSON, _ subject: String) throws(ModelFileError) {
    guard case .object(let members) = json else { throw .preparation("\(subject) is no object") }
    self.members = members
    self.subject = subject
  }

  func has(_ name: String) -> Bool { members.contains { $0.name == name } }

  mutating func required(_ name: String) throws(ModelFileError) -> StrictJSON {
    guard let place = members.firstIndex(where: { $0.name == name }) else {
      throw .preparation("\(subject) has no \(name)")
    }
    return members.remove(at: place).value
  }

  mutating func text(_ name: String) throws(ModelFileError) -> String {
    guard case .string(let text) = try required(name) else { throw wrong(name, "a text") }
    return text
  }

  mutating func array(_ name: String) throws(ModelFileError) -> [StrictJSON] {
    guard case .array(let values) = try required(name) else { throw wrong(name, "a list") }
    return values
  }

  /// Texts of which none stands twice.
  mutating func texts(_ name: String) throws(ModelFileError) -> [String] {
    var texts: [String] = []
    for value in try array(name) {
      guard case .string(let text) = value else { throw wrong(name, "a list of texts") }
      texts.append(text)
    }
    guard Set(texts).count == texts.count else {
      throw .preparation("one of the \(name) of \(subject) stands twice")
    }
    return texts
  }

  /// A number that data can have.
  mutating func number(_ name: String) throws(ModelFileError) -> Double {
    guard let number = try required(name).double else { throw wrong(name, "a number") }
    guard number.magnitude <= Double(Float.greatestFiniteMagnitude) else {
      throw wrong(name, "a number within ±3.4e38")
    }
    return number
  }

  /// Nil without a mean and a deviation.
  mutating func scale() throws(ModelFileError) -> Standardization.Scale? {
    guard has("mean") || has("deviation") else { return nil }
    let scale = Standardization.Scale(
      mean: try number("mean"), deviation: try number("deviation"))
    guard scale.deviation > 0 else {
      throw .preparation("the deviation of \(subject) is not above 0")
    }
    return scale
  }

  /// Refuses what is left.
  func finish() throws(ModelFileError) {
    guard let left = members.first else { return }
    throw .preparation("\(subject) has \(quotedForMessage(left.name)), which means nothing here")
  }

  private func wrong(_ name: String, _ kind: String) -> ModelFileError {
    .preparation("the \(name) of \(subject) is not \(kind)")
  }
}
