// Blocks as a fragment of HTML: everything from outside escaped, nothing fetched from anywhere. What it
// looks like is said in one stylesheet; a page takes that over once and any number of fragments.
import CommandLanguage
import Presentation
import Text

package struct HTML: Sendable {
  private let hasNarrowFigures: Bool

  /// - Parameter hasNarrowFigures: for a column beside others.
  package init(hasNarrowFigures: Bool = false) { self.hasNarrowFigures = hasNarrowFigures }

  package func fragment(of blocks: [Block]) -> String {
    blocks.map(element).joined(separator: "\n")
  }

  private func element(_ block: Block) -> String {
    switch block {
    case .heading(let heading):
      Markup.element("h\(heading.level + 2)", inline(heading.text), step(heading.depth))
    case .paragraph(let paragraph):
      Markup.element(
        "p", inline(paragraph.text), "\(paragraph.tone.rawValue) \(step(paragraph.depth))")
    case .table(let table): HTMLTable(table, self).element
    case .definitions(let definitions): list(definitions)
    case .arithmetic(let arithmetic): self.table(arithmetic)
    case .code(let code):
      "<pre class=\"\(code.language.rawValue)\"><code>"
        + code.lines.map(Markup.escaped).joined(separator: "\n") + "</code></pre>"
    case .figure(let figure): FigureSVG(figure, isNarrow: hasNarrowFigures).element
    case .diagnostic(let diagnostic): alert(diagnostic)
    case .difference(let difference): self.difference(difference)
    case .group(let group):
      Markup.element(
        "section",
        (group.title.map { Markup.element("h4", inline($0)) } ?? "") + fragment(of: group.blocks),
        group.isTwoColumns ? "columns" : "")
    }
  }

  // MARK: Text

  private func step(_ depth: Int) -> String { depth > 0 ? "in\(depth)" : "" }

  func inline(_ text: Spans) -> String {
    var result = ""
    var command = ""
    for span in text.spans {
      if span.role == .command {
        command += inline(span)
        continue
      }
      if !command.isEmpty { result += Markup.element("code", command) }
      command = ""
      result += inline(span)
    }
    return command.isEmpty ? result : result + Markup.element("code", command)
  }

  private func inline(_ span: Span) -> String {
    var text = Markup.escaped(span.text)
    if let number = span.number {
      let name = Markup.escaped(number.name)
      text = "<data value=\"\(number.value.value)\" title=\"\(name)\">\(text)</data>"
    }
    // Text in a script that runs the other way must not turn what stands beside it.
    if span.role == .name { text = Markup.element("bdi", text) }
    return span.isUnbreakable ? Markup.element("span", text, "whole") : text
  }

  // MARK: Blocks

  private func list(_ definitions: Definitions) -> String {
    Markup.element(
      "dl",
      definitions.entries.map {
        Markup.element("dt", inline($0.name)) + Markup.element("dd", inline($0.text))
      }.joined(separator: "\n"))
  }

  private func table(_ arithmetic: Arithmetic) -> String {
    let rows = arithmetic.lines.map { line -> String in
      let numbers = line.sign.map { sign in
        line.numbers.map { " \(sign) \(unbroken($0))" } ?? ""
      }
      let formula = line.sign != nil && line.numbers == nil ? "\(line.sign ?? "") " : ""
      let value = line.value.map { text in
        let exact = line.number.map { "<data value=\"\($0.value)\">\(text)</data>" }
        return exact ?? Markup.escaped(text)
      }
      let remarks = line.remarks.map { inline($0) }.joined(separator: "; ")
      return Markup.element(
        "tr",
        "<th scope=\"row\">\(Markup.escaped(line.name))</th>"
          + Markup.element("td", formula + inline(line.formula) + (numbers ?? ""))
          + Markup.element("td", value ?? "", "right") + Markup.element("td", remarks, "hint"))
    }
    return Markup.element(
      "table", Markup.element("tbody", rows.joined(separator: "\n")), "arithmetic")
  }

  /// With words kept whole in which a line could end at a minus, as in 1e-8.
  private func unbroken(_ text: String) -> String {
    text.split(separator: " ").map { word in
      let word = Markup.escaped(String(word))
      return word.contains("-") ? Markup.element("span", word, "whole") : word
    }.joined(separator: " ")
  }

  private func alert(_ diagnostic: DiagnosticBlock) -> String {
    var parts = diagnostic.place.map { Markup.element("p", Markup.escaped($0)) } ?? ""
    if let source = diagnostic.source {
      let marked = Markup.element("mark", Markup.escaped(source.marked))
      parts += Markup.element(
        "pre", Markup.escaped(source.before) + marked + Markup.escaped(source.after))
    }
    parts += Markup.element("p", inline(Spans(diagnostic.sentence)), "error")
    parts += diagnostic.notes.map { Markup.element("p", inline(Spans($0)), "in1") }.joined()
    return "<div class=\"diagnostic\" role=\"alert\">\(parts)</div>"
  }

  private func difference(_ difference: Difference) -> String {
    let marks: [Character: String] = ["-": "del", "+": "ins"]
    let lines = difference.hunks.map { line in
      let text = Markup.escaped(line)
      return line.first.flatMap { marks[$0] }.map { Markup.element($0, text) } ?? text
    }
    return Markup.element("p", Markup.escaped(difference.file), "error")
      + Markup.element("pre", lines.joined(separator: "\n"), "difference")
  }
}
