// The page's document: whole in itself, allowed by its policy, and with nothing of what it is given left unescaped.
import Testing

import Page

@Suite struct PageDocumentTests {
  private let text = PageDocument.text(nonce: "n0nce", token: "t0ken")

  @Test func nothingInItRefersToAnotherHost() {
    for word in ["http:", "https:", "//cdn", "ws:", "@import", "url(", "src=", "integrity="] {
      #expect(!text.contains(word), "\(word)")
    }
    // An address is a path of this server's, or a place in the page, or empty data.
    for address in values(of: "href") {
      #expect(address.hasPrefix("#") || address == "data:,", "\(address)")
    }
    #expect(!values(of: "href").isEmpty)
  }

  /// Handlers and styles in attributes would be refused by the policy, each with a complaint.
  @Test func styleAndScriptAreAllowedByName() {
    #expect(text.components("<style nonce=\"n0nce\">") == 1 && text.components("<style") == 1)
    #expect(text.components("<script nonce=\"n0nce\">") == 1 && text.components("<script") == 1)
    let markup =
      text.prefix(upTo: text.firstRange(of: "<style")?.lowerBound ?? text.endIndex)
      + text.suffix(from: text.firstRange(of: "</style>")?.lowerBound ?? text.startIndex)
    let body = markup.prefix(upTo: markup.firstRange(of: "<script")?.lowerBound ?? markup.endIndex)
    #expect(
      !body.contains(" style=") && !body.contains(" onclick=") && !body.contains("javascript:"))
  }

  /// Words from outside are set as text. One place makes HTML of what the layouts have written.
  @Test func onlyThePartForLayoutsMakesHTML() {
    let script = PageScript.text
    for word in [
      "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(",
    ] {
      #expect(!script.contains(word), "\(word)")
    }
    #expect(script.components("parseFromString") == 1)
    #expect(script.components("parsed(message.html)") == 1)
    #expect(script.components("parsed(message.svg)") == 1)
    #expect(script.components("parsed(") == 3)
    // It would end the element that it stands in.
    #expect(!script.contains("</script") && !PageStyle.parts.joined().contains("</style"))
  }

  @Test func whatItIsGivenIsEscaped() {
    let text = PageDocument.text(nonce: "\"><b>n", token: "\"><i>t")
    #expect(!text.contains("\"><b>n") && !text.contains("\"><i>t"))
  }

  /// Every control that the script looks up is there, once.
  @Test func idsAreThereOnce() {
    let ids = values(of: "id").filter { !$0.contains("\\") }
    #expect(Set(ids).count == ids.count)
    let asked = PageScript.text.split(separator: "$(\"").dropFirst().map {
      $0.prefix { $0 != "\"" }
    }
    for id in Set(asked) { #expect(ids.contains(String(id)), "\(id)") }
    for id in values(of: "for") { #expect(ids.contains(id), "\(id)") }
  }

  @Test func itIsSmall() { #expect(text.utf8.count < 100_000) }

  private func values(of attribute: String) -> [String] {
    text.split(separator: " \(attribute)=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
  }
}

extension String {
  /// How often `part` stands in it.
  fileprivate func components(_ part: String) -> Int { ranges(of: part).count }
}
