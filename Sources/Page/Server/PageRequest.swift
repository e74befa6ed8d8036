// What a request comes to, as a function of its parts: the server only carries it out. Refusals are in the order
// in which they tell least: who has no token learns nothing else.
import CommandLanguage
import JSON

package struct PageRequest: Sendable {
  package var method: String
  package var path: String
  /// Behind the address, or in the head.
  package var token: String?
  package var host: String?
  package var origin: String?
  package var contentType: String?
  /// Nil where none was given.
  package var contentLength: String?
  /// Whether its head says something twice, or leaves open where the body ends.
  package var isAmbiguous: Bool

  package init(
    method: String, path: String, token: String? = nil, host: String? = nil,
    origin: String? = nil, contentType: String? = nil, contentLength: String? = nil,
    isAmbiguous: Bool = false
  ) {
    (self.method, self.path, self.token) = (method, path, token)
    (self.host, self.origin) = (host, origin)
    (self.contentType, self.contentLength) = (contentType, contentLength)
    self.isAmbiguous = isAmbiguous
  }

  /// The longest body, in bytes.
  package static let longestBody = 4096

  /// What is asked for.
  package enum Wish: Equatable, Sendable {
    case page
    case events
    /// A line to be typed; it is in the body.
    case command
    case control(PageControl)

    fileprivate var method: String {
      switch self {
      case .page, .events: "GET"
      case .command, .control: "POST"
      }
    }
  }

  package struct Refusal: Error, Equatable, Sendable {
    package let status: Int
    package let message: String
    /// The method that there is, of a wrong one.
    package var allowed: String?

    package init(_ status: Int, _ message: String, allowed: String? = nil) {
      (self.status, self.message, self.allowed) = (status, message, allowed)
    }
  }

  private static let wishes: [String: Wish] = [
    "/": .page, "/events": .events, "/command": .command, "/pause": .control(.pause),
    "/resume": .control(.resume), "/stop": .control(.stop),
  ]

  /// What it asks for, as far as its head tells.
  package func wish(with access: PageAccess) throws(Refusal) -> Wish {
    guard !isAmbiguous else { throw Refusal(400, "The head of a request says each thing once.") }
    guard access.accepts(host: host) else {
      throw Refusal(403, "This address is not the one that the terminal shows.")
    }
    guard access.accepts(origin: origin) else {
      throw Refusal(403, "Another page may not ask this one.")
    }
    guard access.accepts(token: token) else {
      throw Refusal(403, "Open the page at the whole address that the terminal shows.")
    }
    guard let wish = Self.wishes[path] else { throw Refusal(404, "There is nothing here.") }
    guard wish.method == method else {
      throw Refusal(405, "This takes \(wish.method).", allowed: wish.method)
    }
    if wish.method == "POST" { try checkBody(access, of: wish) }
    return wish
  }

  private func checkBody(_ access: PageAccess, of wish: Wish) throws(Refusal) {
    if access.isReadOnly { throw Refusal(409, "This page only shows: it was opened for a class.") }
    // Without a length a body could go on for ever.
    guard let length = Int(contentLength ?? (wish == .command ? "" : "0")), length >= 0 else {
      throw Refusal(400, "The length of what is sent must be given.")
    }
    guard length <= Self.longestBody else {
      throw Refusal(413, "A command has at most \(Self.longestBody) bytes.")
    }
    guard wish == .command else { return }
    let type = contentType?.split(separator: ";").first.map { $0.filter { $0 != " " }.lowercased() }
    guard type == "application/json" else {
      throw Refusal(400, "A command is sent as application/json.")
    }
  }

  /// The line that a body asks to be typed.
  package static func line(in body: [UInt8]) throws(Refusal) -> String {
    guard case .object(let members)? = try? StrictJSON(parsing: body), members.count == 1,
      let member = members.first, member.name == "line", case .string(let line) = member.value
    else { throw Refusal(400, "A command is sent as {\"line\":\"…\"}.") }
    guard line.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    else { throw Refusal(400, "A command is one line.") }
    var scanner = ContinuationScanner()
    guard !scanner.endsInContinuation(line) else {
      throw Refusal(400, "A command is whole: its end must not say that it goes on.")
    }
    guard !line.allSatisfy(\.isWhitespace) else { throw Refusal(400, "A command has words.") }
    return line
  }
}

/// What is done to a run of training beside typing commands.
package enum PageControl: String, Sendable {
  /// Ends it after the epoch, to go on later.
  case pause
  case resume
  /// Ends it after the epoch.
  case stop
}
