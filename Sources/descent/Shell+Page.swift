// The shell and the page: opens it when the command asks for that, takes the lines that it types, and closes it
// with the session.
import Page
import Terminal

extension Shell {
  /// Lets `page` open one.
  func offerPages() {
    console.pages.open = { [unowned self] (options) throws(PageServerError) in
      try openPage(options)
    }
    console.pages.close = { [unowned self] in closePage() }
  }

  private func openPage(_ options: PageOptions) throws(PageServerError) -> PageAccess {
    let running = try RunningPage(
      address: options.address, port: UInt16(clamping: options.port),
      isReadOnly: options.isReadOnly, document: PageDocument.text)
    let page = PageSession(running, of: notebook, in: console.environment())
    self.page = page
    console.listener = { page.receive($0) }
    console.pages.access = page.access
    return page.access
  }

  func closePage() {
    page?.stop()
    (page, console.listener, console.pages.access) = (nil, nil, nil)
  }

  /// What the page types.
  var lines: LineEditor.Source? {
    page.map { page in
      LineEditor.Source(descriptor: page.descriptor) { [unowned self] in
        let line = page.nextLine()
        isLineOfPage = line != nil
        return line
      }
    }
  }
}
