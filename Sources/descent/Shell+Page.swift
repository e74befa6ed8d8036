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
    let running = try run(options)
    let page = PageSession(running, of: notebook, in: console.environment())
    self.page = page
    console.listener = { page.receive($0) }
    console.pages.access = page.access
    notePage()
    return page.access
  }

  /// Where it was when the program was killed that had the session, if it can.
  private func run(_ options: PageOptions) throws(PageServerError) -> RunningPage {
    let noted = notebook.journal.flatMap { console.sessions.folder?.notedPage(of: $0) }
    if let kept = noted.flatMap(KeptPage.init(text:)), kept.fits(options),
      let running = try? run(options, at: kept.port, token: kept.token)
    {
      return running
    }
    return try run(options, at: options.port, token: PageAccess.makeToken())
  }

  private func run(
    _ options: PageOptions, at port: Int, token: String
  ) throws(PageServerError) -> RunningPage {
    try RunningPage(
      address: options.address, port: UInt16(clamping: port), isReadOnly: options.isReadOnly,
      token: token, document: PageDocument.text)
  }

  /// For the program that goes on with the session when this one is killed.
  func notePage() {
    guard let page, let journal = notebook.journal else { return }
    console.sessions.folder?.notePage(KeptPage(page.access).text, of: journal)
  }

  func closePage() {
    page?.stop()
    (page, console.listener, console.pages.access) = (nil, nil, nil)
    if let journal = notebook.journal { console.sessions.folder?.forgetPage(of: journal) }
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
