// The page's server: answers what a browser asks, from the board, and puts what it wants into the inbox. All
// that could be misused is bounded: connections, how long one may be idle, bodies, waiting lines, streams.
import CMicrohttpd
import JSON
import Synchronization

package final class PageServer: PageResponder {
  private let board: PageBoard
  private let inbox: PageInbox
  /// Makes the page, given a nonce and the token.
  private let document: @Sendable (_ nonce: String, _ token: String) -> String
  /// Nil until it is known at which port it listens.
  private let access = Mutex(PageAccess?.none)

  package init(
    board: PageBoard, inbox: PageInbox,
    document: @escaping @Sendable (_ nonce: String, _ token: String) -> String
  ) {
    (self.board, self.inbox, self.document) = (board, inbox, document)
  }

  func open(_ access: PageAccess) { self.access.withLock { $0 = access } }

  // MARK: Requests

  func begins(_ connection: PageConnection, method: String, path: String) -> Bool {
    guard let access = access.withLock({ $0 }) else { return false }
    do throws(PageRequest.Refusal) {
      _ = try Self.request(connection, method, path).wish(with: access)
      connection.isKnownNow()
      return true
    } catch {
      return refuse(connection, error, at: path)
    }
  }

  func arrives(
    _ connection: PageConnection, method: String, path: String, body: [UInt8]
  ) -> Bool {
    guard let access = access.withLock({ $0 }) else { return false }
    do throws(PageRequest.Refusal) {
      switch try Self.request(connection, method, path).wish(with: access) {
      case .page: return try show(connection, access)
      case .events: return try stream(connection)
      case .command: return try type(try PageRequest.line(in: body), connection)
      case .control(let control):
        guard inbox.take(control) else {
          throw PageRequest.Refusal(409, "Only a training can pause. Stop ends what runs now.")
        }
        return answer(connection, 202, .object([]))
      }
    } catch {
      return refuse(connection, error, at: path)
    }
  }

  private static func request(
    _ connection: PageConnection, _ method: String, _ path: String
  ) -> PageRequest {
    PageRequest(
      method: method, path: path,
      token: method == "POST"
        ? connection.header("X-Descent-Token") : connection.argument("token"),
      host: connection.header("Host"), origin: connection.header("Origin"),
      contentType: connection.header("Content-Type"),
      contentLength: connection.header("Content-Length"), isAmbiguous: isAmbiguous(connection))
  }

  /// Two readers of such a head could take it for two different ones.
  private static func isAmbiguous(_ connection: PageConnection) -> Bool {
    connection.count(of: "Transfer-Encoding") > 0
      || ["Host", "Content-Length", "Content-Type", "Origin", "X-Descent-Token"].contains {
        connection.count(of: $0) > 1
      }
  }

  // MARK: Answers

  private func show(
    _ connection: PageConnection, _ access: PageAccess
  ) throws(PageRequest.Refusal) -> Bool {
    guard board.hasRoom else { throw Self.full }
    let nonce = PageAccess.makeToken()
    let policy = """
      default-src 'none'; style-src 'nonce-\(nonce)'; script-src 'nonce-\(nonce)'; img-src data:; \
      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'
      """
    return connection.answer(
      status: 200,
      [
        "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy,
        "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
      ], Array(document(nonce, access.token).utf8))
  }

  private static let full = PageRequest.Refusal(
    503,
    """
    \(PageBoard.mostStreams) browsers look on already, which is as many as can. Close one, then load \
    this again.
    """)

  private func stream(_ connection: PageConnection) throws(PageRequest.Refusal) -> Bool {
    guard let stream = PageStream(of: board, on: connection) else {
      throw Self.full
    }
    return connection.answer(
      [
        "Content-Type": "text/event-stream", "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin",
      ], with: stream)
  }

  private func type(
    _ line: String, _ connection: PageConnection
  ) throws(PageRequest.Refusal) -> Bool {
    guard let count = inbox.add(line) else {
      throw PageRequest.Refusal(429, "Too many commands wait already.")
    }
    board.post(.waiting, PageWaiting(inbox: inbox))
    return answer(connection, 202, .object([("queued", .integer(count))]))
  }

  private func refuse(
    _ connection: PageConnection, _ refusal: PageRequest.Refusal, at path: String
  ) -> Bool {
    if let allowed = refusal.allowed {
      return connection.answer(
        status: refusal.status, ["Content-Type": "text/plain; charset=utf-8", "Allow": allowed],
        Array((refusal.message + "\n").utf8))
    }
    // Somebody reads it.
    if path == "/" {
      return connection.answer(
        status: refusal.status,
        [
          "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store",
          "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
        ], Array(PageDocument.refusal(refusal.message).utf8))
    }
    return answer(connection, refusal.status, .object([("message", .string(refusal.message))]))
  }

  private func answer(_ connection: PageConnection, _ status: Int, _ body: JSONValue) -> Bool {
    connection.answer(
      status: status,
      [
        "Content-Type": "application/json", "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
      ], Array((body.text + "\n").utf8))
  }
}
