// A class room on a page: what is shown in the terminal, in large letters in a browser, for a projector.
import Page
import Terminal

extension ClassRoom {
  /// Opens a page that only shows, or closes it.
  func togglePage() -> Next {
    leaveLine()
    if page == nil { openPage() } else { closePage("The page is closed.") }
    return .show(typing: false)
  }

  private func openPage() {
    let options = PageOptions(isReadOnly: true)
    do throws(PageServerError) {
      let running = try RunningPage(
        address: options.address, port: UInt16(clamping: options.port),
        isReadOnly: options.isReadOnly, token: PageAccess.makeToken(),
        document: PageDocument.text)
      let page = PageSession(running, of: stepping.notebook, in: console.environment())
      self.page = page
      console.listener = { page.receive($0) }
      remark("The page is at \(page.access.link)")
    } catch {
      switch error {
      case .noLibrary:
        remark(
          "A page needs libmicrohttpd, which is not installed: `\(RunningPage.installation)` installs it."
        )
      case .refused: remark("The page's server cannot be started.")
      }
    }
  }

  func closePage(_ sentence: String? = nil) {
    page?.stop()
    (page, console.listener) = (nil, nil)
    if let sentence { remark(sentence) }
  }

  /// After what was not shown to it: where the session has gone to.
  func turnPage() { page?.show(stepping.notebook) }
}
