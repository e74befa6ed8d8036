// A server that runs: its daemon, the thread that wakes its streams, and who may look. Made when the page is
// asked for and ended with the session.
import CMicrohttpd

/// Used by the session's thread.
package final class RunningPage {
  package let access: PageAccess
  package let board: PageBoard
  package let inbox: PageInbox
  private let daemon: PageDaemon
  private let waking: PageThread

  /// Whether the library is there that it needs.
  package static var isInstalled: Bool { PageDaemon.isInstalled }

  /// What installs that.
  package static var installation: String {
    #if canImport(Darwin)
      "brew install libmicrohttpd"
    #else
      "apt install libmicrohttpd12"
    #endif
  }

  /// Beyond as many connections others wait; beyond as long a silent one is ended.
  private static let limits = cmh_limits(
    connections: 200, idle_seconds: 10, body: PageRequest.longestBody)

  /// - Parameter port: 0 for any that is free.
  package init(
    address: String, port: UInt16, isReadOnly: Bool,
    document: @escaping @Sendable (_ nonce: String, _ token: String) -> String
  ) throws(PageServerError) {
    let (board, inbox) = (PageBoard(), PageInbox())
    let server = PageServer(board: board, inbox: inbox, document: document)
    daemon = try PageDaemon(address: address, port: port, limits: Self.limits, server)
    access = PageAccess(address: address, port: daemon.port, isReadOnly: isReadOnly)
    server.open(access)
    waking = PageThread { board.run() }
    (self.board, self.inbox) = (board, inbox)
  }

  /// Tells all who look on that it is over, and ends.
  package func stop() {
    board.post(.closed, PageText(json: "{}"))
    board.close()
    waking.join()
    board.awaitEnd()
    daemon.stop()
  }
}
