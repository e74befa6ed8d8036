// Command lines with one fault each, made from what the commands declare: every argument of every form and
// every word of every example is broken in each way in which values can be wrong.
import CommandLanguage

struct BrokenCommands {
  /// Where files may be written.
  let folder: String

  /// What stands in place of a word. Large numbers are beyond every limit.
  private static let wrongWords = [
    "zzz", "-1", "nan", "1e400", "99999999999999999999", "\"\"", "0.5.5", "é", "1..", "a|b|",
  ]
  private static let wrongConditions = [
    "loss <", "los < 1", "loss < nan", "(loss < 1", "loss < 1 and", "test_accuracy > 95", "= 3",
  ]
  /// One of them fits most arguments.
  private var samples: [String] {
    [
      "2", "0.5", "lr", "tanh", "x1", "0.01..0.1", "0.1,0.2", "circle", "on", "epoch = 30",
      "output", "\(folder)/x.csv", "\(folder)/x.safetensors", "\(folder)/x.onnx", "sgd",
      "digits", "best",
    ]
  }

  func lines(of signature: CommandSignature) -> [String] {
    let ofForms = signature.forms.flatMap { lines(of: $0, signature.name) }
    let ofExamples = signature.examples.flatMap { brokenWords(of: inFolder($0.command)) }
    var seen: Set<String> = []
    return (ofForms + ofExamples).filter { seen.insert($0).inserted }
  }

  /// A line of an example with its files where they do no harm.
  func inFolder(_ line: String) -> String {
    line.replacing("net.", with: "\(folder)/net.").replacing(
      "parts.csv", with: "\(folder)/parts.csv")
  }

  // MARK: Forms

  private func lines(of form: Form, _ name: String) -> [String] {
    let words = [name] + form.elements.map(word)
    let required = (form.options.filter { !$0.isOptional } + [form.openOption].compactMap(\.self))
      .map(option)
    let whole = words + required
    func line(_ words: [String]) -> String { words.joined(separator: " ") }
    var lines = [
      line(whole + ["nosuch=1"]), line(whole + ["a", "b", "c", "d", "e", "f"]), line(whole + ["="]),
    ]
    for (place, element) in form.elements.enumerated() {
      guard case .argument(let argument) = element else {
        lines.append(line(broken(whole, at: place + 1, "zzz")))
        continue
      }
      let wrong = argument.takesRest ? Self.wrongConditions : Self.wrongWords
      lines += wrong.map { line(broken(whole, at: place + 1, $0)) }
      lines.append(line(Array(words.prefix(place + 1))))
    }
    for argument in form.options + [form.openOption].compactMap(\.self) {
      let given = option(argument)
      let key = given.prefix { $0 != "=" }
      let others = whole.filter { !$0.hasPrefix("\(key)=") }
      lines += Self.wrongWords.map { line(others + ["\(key)=\($0)"]) }
      lines += [
        line(others + ["\(key)="]), line(others + [given, given]), line(others + ["\(key)", "=1"]),
      ]
    }
    return lines
  }

  private func word(_ element: Form.Element) -> String {
    switch element {
    case .keyword(let keyword): keyword.name
    case .argument(let argument): sample(argument)
    }
  }

  private func option(_ argument: AnyArgument) -> String {
    "\(argument.names == nil ? argument.name : "lr")=\(sample(argument))"
  }

  private func sample(_ argument: AnyArgument) -> String {
    let words = argument.alternatives + samples
    let fitting = words.first { text in
      (try? argument.parse(Word(text, range: SourceRange(at: 0)))) != nil
    }
    return fitting ?? "2"
  }

  private func broken(_ words: [String], at place: Int, _ wrong: String) -> [String] {
    var words = words
    words[place] = wrong
    return words
  }

  // MARK: Examples

  private func brokenWords(of line: String) -> [String] {
    let words = line.split(separator: " ").map(String.init)
    return words.indices.flatMap { place in
      Self.wrongWords.map { wrong in
        let key = words[place].firstIndex(of: "=").map { words[place][...$0] } ?? ""
        return broken(words, at: place, key + wrong).joined(separator: " ")
      }
    }
  }
}
