// Where the page of a session was, as it is kept beside the session's journal while it is open: when the program was
// killed and another goes on with the session, its page is at the same address, and browsers find it again.

package struct KeptPage: Equatable, Sendable {
  package let address: String
  package let port: Int
  package let token: String
  package let isReadOnly: Bool

  package init(_ access: PageAccess) {
    (address, port) = (access.address, access.port)
    (token, isReadOnly) = (access.token, access.isReadOnly)
  }

  /// Nil of what is none.
  package init?(text: String) {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 4, let port = Int(words[1]), (1...65_535).contains(port),
      words[2].utf8.count == 32, words[2].allSatisfy(\.isHexDigit),
      let isReadOnly = Self.kinds[words[3]]
    else { return nil }
    (address, self.port, token, self.isReadOnly) = (words[0], port, words[2], isReadOnly)
  }

  package var text: String { "\(address) \(port) \(token) \(isReadOnly ? "class" : "own")\n" }

  private static let kinds = ["class": true, "own": false]
}
