// A server that runs: its daemon, the thread that wakes its streams, and who may look. Made when the page is
// asked for and ended with the session.
import CMicrohttpd

/// What is bounded of connections.
package struct PageLimits: Sendable {
  /// Beyond as many others wait: streams, and what browsers keep open beside them.
  package var connections = 400
  /// So many of them may be ones that have not shown the token, each for so long.
  package var strangers = 100
  package var strangerSeconds = 5
  /// After as long a silent one is ended.
  package var idleSeconds = 10

  package init() {}

  fileprivate var inC: cmh_limits {
    cmh_limits(
      connections: UInt32(connections), strangers: UInt32(strangers),
      stranger_seconds: UInt32(strangerSeconds), idle_seconds: UInt32(idleSeconds),
      body: PageRequest.longestBody)
  }
}

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

  /// - Parameter port: 0 for any that is free.
  package init(
    address: String, port: UInt16, isReadOnly: Bool, limits: PageLimits = PageLimits(),
    token: String = PageAccess.makeToken(),
    document: @escaping @Sendable (_ nonce: String, _ token: String) -> String
  ) throws(PageServerError) {
    let (board, inbox) = (PageBoard(), PageInbox())
    let server = PageServer(board: board, inbox: inbox, document: document)
    daemon = try PageDaemon(address: address, port: port, limits: limits.inC, server)
    let others = PageAccess.families(of: address)?.flatMap(PageDaemon.ownAddresses) ?? []
    access = PageAccess(
      token: token, address: address, port: daemon.port, others: others, isReadOnly: isReadOnly)
    server.open(access)
    let endStrangers = daemon.endStrangers
    waking = PageThread { board.run(tending: endStrangers) }
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
