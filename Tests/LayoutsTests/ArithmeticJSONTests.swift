// Steps and passes as JSON: the numbers that the text shows.
import JSON
import Layouts
import Presentation
import Testing

@Suite struct ArithmeticJSONTests {
  /// Text and JSON are of the same numbers.
  @Test func objectsCarryWhatTextShows() throws {
    let setup = ["data iris", "layers 5 4 tanh", "train 1"]
    for (command, type, names) in [
      ("explain weight 1 2 3", "step", ["gradient_parts", "other_rows", "other_parts"]),
      ("explain forward 3", "forward", ["inputs", "layers", "class", "answer", "loss"]),
      ("explain backward 3", "backward", ["outputs", "layers", "gradients", "sgd_step", "loss"]),
    ] {
      let event = try #require(explained(setup + [command]).first)
      guard case .object(let members) = JSONLines().object(for: event) else {
        Issue.record("\(command) gives no object")
        return
      }
      #expect(members.first?.1 == .string(type))
      let keys = members.map(\.0)
      #expect(Set(keys).count == keys.count && Set(names).isSubset(of: keys), "\(keys)")
      let printed = TerminalText().lines(for: event).map(\.text).joined(separator: " ")
      #expect(numbers(of: .object(members)).count >= 20)
      let shown = Set(numbers(of: .object(members)).map { NumberText.significant($0) })
      let words = printed.split { " ,;()[]".contains($0) }.map(String.init)
      // Every number with four digits that the text shows is in the object.
      for word in words where word.contains(".") && Double(word) != nil {
        let plain = word.hasPrefix("+") ? String(word.dropFirst()) : word
        #expect(shown.contains(plain) || type == "step", "\(command): \(word)")
      }
    }
  }

  private func numbers(of value: JSONValue) -> [Double] {
    switch value {
    case .number(let number): [number]
    case .float(let number): [Double(number)]
    case .integer(let number): [Double(number)]
    case .array(let values): values.flatMap { numbers(of: $0) }
    case .object(let members): members.flatMap { numbers(of: $0.1) }
    case .null, .bool, .string, .unsigned: []
    }
  }
}
