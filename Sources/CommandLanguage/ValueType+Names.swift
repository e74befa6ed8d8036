// Ready-made types of text: free text, files, and names that only the session knows.

extension ValueType where Value == String {
  /// Any text that is not empty.
  package static var text: ValueType<String> { text(label: "text") }

  package static func text(label: String, placeholder: String = "TEXT") -> ValueType<String> {
    var type = ValueType<String>(
      label: label, placeholder: placeholder,
      parse: { (word) throws(Diagnostic) in
        guard !word.text.isEmpty else { throw .wrongType(word, expected: label) }
        return word.text
      })
    type.takesAnything = true
    return type
  }

  /// A name out of a name space of the session, which alone can say whether it exists.
  package static func named(
    _ space: NameSpace, label: String? = nil, placeholder: String? = nil
  ) -> ValueType<String> {
    let label = label ?? "the name of a \(space.name)"
    return text(label: label, placeholder: placeholder ?? space.name.uppercased())
      .described(candidates: { $0.names(space) })
  }

  /// A value of the thing named just before, as in `set optimizer adam`: completed from the name
  /// space with that thing as its member.
  package static func value(
    of space: NameSpace, label: String = "a value", placeholder: String = "VALUE"
  ) -> ValueType<String> {
    text(label: label, placeholder: placeholder)
      .described(candidates: { context in
        guard let owner = context.option ?? context.words.last else { return [] }
        return context.names(NameSpace(space.name, member: owner.text))
      })
  }

  /// A path.
  /// - Parameters:
  ///   - extensions: without points; they order and filter the completion.
  ///   - isStrict: whether a path with another extension is an error.
  package static func file(
    extensions: [String] = [], isStrict: Bool = false
  ) -> ValueType<String> {
    let kinds = joinedByOr(extensions.map { ".\($0)" })
    let label = extensions.isEmpty ? "a file" : "a \(kinds) file"
    let suffix =
      switch extensions.count {
      case 0: ""
      case 1: ".\(extensions[0])"
      default: ".(\(extensions.joined(separator: "|")))"
      }
    return ValueType<String>(
      label: label, placeholder: "FILE" + suffix,
      parse: { (word) throws(Diagnostic) in
        guard !word.text.isEmpty else { throw .wrongType(word, expected: label) }
        guard isStrict, !extensions.isEmpty else { return word.text }
        let given = pathExtension(of: word.text)?.lowercased()
        if let given, extensions.contains(where: { $0.lowercased() == given }) { return word.text }
        let stem = given.map { String(word.text.dropLast($0.count + 1)) } ?? word.text
        throw .wrongType(
          word, expected: label, suggestion: "`\(Word.source(of: "\(stem).\(extensions[0])"))`")
      },
      candidates: { $0.files($0.prefix, extensions) })
  }

  /// A folder.
  package static var directory: ValueType<String> {
    text(label: "a folder", placeholder: "FOLDER")
      .described(candidates: { context in
        context.files(context.prefix, []).filter { !$0.appendsSpace }
      })
  }
}

/// The extension of the last component without its point; nil for none and for names such as
/// `.descent`.
package func pathExtension(of path: String) -> String? {
  let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
  guard let point = name.lastIndex(of: "."), point > name.startIndex else { return nil }
  let text = name[name.index(after: point)...]
  return text.isEmpty ? nil : String(text)
}

extension ValueType where Value == SpaceSyntax {
  /// What a search tries for one name: `1e-4..1:log`, `relu|tanh`, `8,16,32`.
  /// - Parameter space: completes the values of the name before the `=`.
  package static func space(of space: NameSpace? = nil) -> ValueType<SpaceSyntax> {
    ValueType<SpaceSyntax>(
      label: "a range such as 1e-4..1:log, choices such as relu|tanh, or a list such as 8,16,32",
      placeholder: "SPACE",
      parse: { (word) throws(Diagnostic) in try SpaceSyntax(word) },
      candidates: { context in
        guard let space, let option = context.option else { return [] }
        // Only the piece after the last separator is being written.
        let mark = context.prefix.lastIndex { $0 == "|" || $0 == "," }
        let head = mark.map { String(context.prefix[...$0]) } ?? ""
        let taken = Set(head.split { $0 == "|" || $0 == "," }.map(String.init))
        return context.names(NameSpace(space.name, member: option.text))
          .filter { !taken.contains($0.text) }
          .map { candidate in
            Candidate(
              head + candidate.text, candidate.description, kind: candidate.kind,
              appendsSpace: false)
          }
      })
  }

  package static var space: ValueType<SpaceSyntax> { space(of: nil) }
}
