// What the command `page` shares with the shell that has the page.

/// How a page is to be opened.
package struct PageOptions: Equatable, Sendable {
  package var port: Int
  /// A numeric address.
  package var address: String
  package var isReadOnly: Bool

  package init(port: Int = 0, address: String = "127.0.0.1", isReadOnly: Bool = false) {
    (self.port, self.address, self.isReadOnly) = (port, address, isReadOnly)
  }
}

/// Used by the thread alone that runs the commands.
package final class PageHost: @unchecked Sendable {
  /// Opens a page; nil where there is no shell that could have one.
  package var open: ((PageOptions) throws(PageServerError) -> PageAccess)?
  package var close: () -> Void = {}
  /// Of the page that is open.
  package var access: PageAccess?

  package init() {}
}

extension KeptPage {
  /// Whether such a page may be at its address: whoever could only look there can do no more.
  package func fits(_ options: PageOptions) -> Bool {
    options.isReadOnly == isReadOnly && options.address == address
      && (options.port == 0 || options.port == port)
  }
}
