// descent-blocks: what the commands of documents say, as every layout writes it, for programs that compare
// them. JSON Lines: first the stylesheet, then each block with the command it belongs to.
//
// Usage: descent-blocks DOCUMENT...
import Events
import Experiments
import Files
import JSON
import Layouts
import Lessons
import Notebooks
import Pictures
import Presentation
import Sessions

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@main
enum BlockWriter {
  static func main() {
    let paths = CommandLine.arguments.dropFirst()
    guard !paths.isEmpty, !paths.contains(where: { $0.hasPrefix("-") }) else {
      end("usage: descent-blocks DOCUMENT...", status: 64)
    }
    let documents = paths.map { (path: $0, document: document(at: $0)) }
    write([("stylesheet", .string(HTML.stylesheet))])
    for (path, document) in documents { run(document, at: path) }
  }

  private static func document(at path: String) -> CourseDocument {
    let text: String
    do throws(FileError) {
      text = try TextFile.read(path)
    } catch {
      end("\(path): \(error.message)", status: 1)
    }
    do throws(DocumentError) {
      return try CourseDocument(text)
    } catch {
      end("\(path):\(error.line): \(error.message)", status: 1)
    }
  }

  private static func end(_ line: String, status: Int32) -> Never {
    fputs("\(line)\n", fdopen(STDERR_FILENO, "w"))
    exit(status)
  }

  /// Every command of the document, whether it fails or not.
  private static func run(_ document: CourseDocument, at path: String) {
    var settings = SessionSettings()
    if let seed = document.seed { settings.training.seed = seed }
    var presenter = Presenter()
    var said = Blocks()
    let session = Session(
      settings: settings,
      environment: SessionEnvironment(lessonFolders: ["lessons"], threads: 2),
      catalog: .withLessons(and: PictureCommands.all)
    ) { output in
      switch output {
      case .began: (presenter, said) = (Presenter(), Blocks())
      case .event(let event, _): for change in presenter.receive(event) { said.apply(change) }
      case .ended(let execution):
        for change in presenter.end(execution) { said.apply(change) }
        for block in said.blocks { write(block, from: path, execution) }
      case .progress: break
      }
    }
    for entry in document.blocks.flatMap(\.entries) { session.execute(entry.command) }
  }

  private static func write(_ block: Block, from path: String, _ execution: Execution) {
    write([
      ("document", .string(path)), ("command", .string(execution.source)),
      ("text", .string(text(of: block, columns: 80))),
      // Where every column has room.
      ("wide", .string(text(of: block, columns: 1000))),
      ("markdown", .string(Markdown().text(of: [block]))),
      ("html", .string(HTML().fragment(of: [block]))),
    ])
  }

  private static func text(of block: Block, columns: Int) -> String {
    TerminalText(columns: columns).lines(of: block).map(\.text).joined(separator: "\n")
  }

  private static func write(_ members: [(String, JSONValue)]) {
    print(JSONValue.object(members).text)
  }
}
