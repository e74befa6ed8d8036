// The type of a search's axes: how they are read, and how each of their parts is completed.

extension ValueType where Value == AxisSyntax {
  /// What a search tries for one name, with `:each` and `:if=` behind it.
  /// - Parameters:
  ///   - values: completes the values of the name before the `=`.
  ///   - names: completes the names that conditions are about.
  ///   - endings: completes what may stand behind the values of that name.
  package static func axis(
    values: NameSpace, names: NameSpace, endings: NameSpace
  ) -> ValueType<AxisSyntax> {
    let spaces = ValueType<SpaceSyntax>.space(of: values)
    return ValueType<AxisSyntax>(
      label: spaces.label, placeholder: spaces.placeholder,
      parse: { (word) throws(Diagnostic) in try AxisSyntax(word) },
      candidates: { context in
        guard let option = context.option else { return [] }
        if let mark = conditionStart(in: context.prefix) {
          return conditionCandidates(context, from: mark, values: values, names: names)
        }
        // Behind a whole space, or behind the `:` after it.
        let colon = context.prefix.lastIndex(of: ":")
        let stem = String(context.prefix[..<(colon ?? context.prefix.endIndex)])
        var candidates = spaces.candidates(context)
        if let axis = try? AxisSyntax(Word(stem, range: SourceRange(at: 0))) {
          candidates += context.names(NameSpace(endings.name, member: option.text))
            .filter { axis.mayBeFollowed(by: $0.text) }
            .map { ending in
              var ending = ending
              ending.text = stem + ending.text
              // Not `.value`: in an option a further `=` needs no quotes.
              ending.kind = .option
              return ending
            }
        }
        return candidates
      })
  }

  /// Where the text after `:if=` begins.
  private static func conditionStart(in text: String) -> String.Index? {
    let mark = Array(":if=")
    var index = text.startIndex
    while index < text.endIndex {
      if text[index...].prefix(mark.count).lowercased().elementsEqual(mark) {
        return text.index(index, offsetBy: mark.count)
      }
      index = text.index(after: index)
    }
    return nil
  }

  private static func conditionCandidates(
    _ context: CompletionContext, from mark: String.Index, values: NameSpace, names: NameSpace
  ) -> [Candidate] {
    let rest = context.prefix[mark...]
    guard let equals = rest.firstIndex(of: "=") else {
      let head = context.prefix[..<mark]
      return context.names(names)
        .filter { $0.text.lowercased() != context.option?.lowercased }
        .map { Candidate(head + $0.text + "=", $0.description, kind: .option, appendsSpace: false) }
    }
    let start = rest[equals...].lastIndex { $0 == "|" || $0 == "=" } ?? equals
    let head = context.prefix[...start]
    let taken = Set(rest[equals...].split { $0 == "|" || $0 == "=" }.map(String.init))
    return context.names(NameSpace(values.name, member: String(rest[..<equals])))
      .filter { !taken.contains($0.text) && !$0.text.contains("..") }
      .map { Candidate(head + $0.text, $0.description, kind: .option, appendsSpace: false) }
  }
}

extension AxisSyntax {
  /// Whether an ending such as `:log` would mean something here.
  fileprivate func mayBeFollowed(by ending: String) -> Bool {
    let isRangeEnding = [":log", ":int", ":step="].contains(ending)
    if condition != nil || each != nil && (isRangeEnding || ending == ":each") { return false }
    guard isRangeEnding else { return true }
    guard case .range(let low, _, let log, let step, let integers) = space else { return false }
    switch ending {
    case ":log": return !log && step == nil && low > 0
    case ":int": return !integers
    default: return !log && step == nil
    }
  }
}
