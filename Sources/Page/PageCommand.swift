// `page`: the session in a browser on this machine.
import CommandLanguage
import Events
import Sessions

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct PageCommand: Command {
  enum FormID: String { case open, readOnly, close }

  static let port = Argument.option(
    "port", .integer(1...65_535, placeholder: "PORT"), "which one; any that is free unless said")
  static let address = Argument.option(
    "listen", .text(label: "an address", placeholder: "ADDRESS"),
    "the address of this computer in a network: whoever reaches it and has the page's address reads along"
  )

  let host: PageHost

  package let signature = CommandSignature(
    "page", summary: "see this session in a browser", area: CommandArea.notebook,
    forms: [
      Form(FormID.open, "say where it is, and open it if it is not", options: [port]),
      Form(
        FormID.readOnly, "a page that only shows, for a class",
        keywords: [Keyword("class", "a page that only shows")], options: [port, address]),
      Form(FormID.close, "close it", keywords: [Keyword("stop", "close it")]),
    ],
    details: [
      "Open the address that it says in a browser on this computer: cells as they come, pictures while "
        + "a network is trained, and controls that type commands here. Nobody else can: it listens to "
        + "this computer alone and takes no one without the whole address.",
      "A command from the page ends a training under way after its epoch; the training goes on when "
        + "the command has run. `page class` shows the same without controls, and with `listen=` to others in "
        + "the network too, not encrypted.",
    ],
    examples: [])

  package init(_ host: PageHost) { self.host = host }

  /// It is about the notebook.
  package var isCell: Bool { false }

  package func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    guard let open = host.open else {
      throw Diagnostic(
        id: "no-shell", message: "only a shell in which one types can have a page",
        range: arguments.syntax.range, suggestion: "`export FILE.html` writes one")
    }
    let form = try arguments.form(FormID.self)
    if form == .close { return try closing(arguments) }
    let options = PageOptions(
      port: arguments[Self.port] ?? 0, address: arguments[Self.address] ?? "127.0.0.1",
      isReadOnly: form == .readOnly)
    if let access = host.access { return try present(access, options, arguments) }
    try check(options, arguments)
    return Work { performance in
      do throws(PageServerError) {
        let access = try open(options)
        for sentence in Self.sentences(on: access) { performance.emit(.hint(sentence)) }
      } catch {
        performance.fail(Self.diagnostic(error, options, arguments))
      }
    }
  }

  // MARK: Refusals

  private func check(_ options: PageOptions, _ arguments: Arguments) throws(Diagnostic) {
    let range = arguments.range(of: Self.address)
    var bytes = in6_addr()
    let isNumeric =
      inet_pton(AF_INET, options.address, &bytes) == 1
      || inet_pton(AF_INET6, options.address, &bytes) == 1
    guard isNumeric else {
      throw Diagnostic(
        id: "no-address", message: "\(shown(options.address)) is no address in numbers",
        range: range, suggestion: "`page class listen=0.0.0.0` listens on all of this computer's")
    }
    guard RunningPage.isInstalled else {
      throw Self.diagnostic(.noLibrary, options, arguments)
    }
  }

  private func present(
    _ access: PageAccess, _ options: PageOptions, _ arguments: Arguments
  ) throws(Diagnostic) -> Work {
    let isAnother =
      options.isReadOnly != access.isReadOnly || options.port != 0 && options.port != access.port
      || arguments[Self.address].map { $0 != access.address } ?? false
    if isAnother {
      throw Diagnostic(
        id: "page-is-open", message: "another page of this session is open",
        range: arguments.syntax.range, suggestion: "`page stop` first")
    }
    return Work { performance in
      for sentence in Self.sentences(on: access) { performance.emit(.hint(sentence)) }
    }
  }

  private func closing(_ arguments: Arguments) throws(Diagnostic) -> Work {
    guard host.access != nil else {
      throw Diagnostic(
        id: "no-page", message: "no page is open", range: arguments.syntax.range,
        suggestion: "`page`, which opens one")
    }
    return Work { [host] performance in
      host.close()
      performance.emit(.hint("The page is closed."))
    }
  }

  private static func diagnostic(
    _ error: PageServerError, _ options: PageOptions, _ arguments: Arguments
  ) -> Diagnostic {
    switch error {
    case .noLibrary:
      Diagnostic(
        id: "no-http-library",
        message: "a page needs libmicrohttpd, which is not installed",
        range: arguments.syntax.range,
        suggestion: "`\(RunningPage.installation)` in another terminal installs it")
    case .refused(let code):
      Diagnostic(
        id: "no-port",
        message: code == 0
          ? "the page's server cannot be started"
          : "nothing can listen at \(options.address), port \(options.port): "
            + String(cString: strerror(code)).lowercased(),
        range: arguments.range(of: port) ?? arguments.range(of: address)
          ?? arguments.syntax.range,
        suggestion: "`page`, which takes any port that is free")
    }
  }

  // MARK: What is said

  private static func sentences(on access: PageAccess) -> [Statement] {
    var sentences: [Statement] = ["The page is at \(access.link)"]
    for link in access.otherLinks { sentences.append("It is at \(link) too.") }
    if access.isReadOnly { sentences.append("It only shows: nothing can be typed there.") }
    if access.isAnywhere, access.others.isEmpty {
      sentences.append(
        "This computer has no address in a network now, so nobody else can open the page.")
    }
    if access.address != PageOptions().address {
      sentences.append(
        """
        Whoever in your network has the address sees all that the session shows, and so does whoever \
        listens on the way: it is not encrypted. `page stop` ends that.
        """)
    }
    return sentences
  }
}
