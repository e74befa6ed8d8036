// `descent page`: the shell, with its page open from the start.
import ArgumentParser
import CommandLanguage
import Terminal

struct PageCommandLine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page", abstract: "The shell, and beside it the session in a browser.",
    discussion: """
      It says an address for a browser on this computer, which alone can reach it. With --class the \
      page only shows, and --listen opens it to a network: whoever reaches that address and has the \
      page's whole address reads along, and it is not encrypted.
      """)

  @OptionGroup var options: CommonOptions
  @Option(
    parsing: .unconditional, help: "At which port; any that is free unless given.",
    transform: { try wholeNumber($0, in: 1...65_535) })
  var port: Int?
  @Flag(name: .customLong("class"), help: "Show only: nothing can be typed on the page.")
  var isForClass = false
  @Option(parsing: .unconditional, help: "With --class, the address of this computer to listen at.")
  var listen: String?

  func validate() throws {
    guard listen == nil || isForClass else {
      throw ValidationError(
        "--listen is for a page that only shows: give --class too, or others could type here")
    }
    guard Capabilities.detect().isInteractive, options.format == .text else {
      throw ValidationError("a page is beside a shell in a terminal, and there is none")
    }
  }

  mutating func run() throws {
    let words =
      ["page"] + (isForClass ? ["class"] : []) + (port.map { ["port=\($0)"] } ?? [])
      + (listen.map { ["listen=\(Word.source(of: $0))"] } ?? [])
    let console = Console(options)
    guard let shell = Shell(console) else { console.finish(.status(1)) }
    console.finish(shell.run(first: words.joined(separator: " ")))
  }
}
