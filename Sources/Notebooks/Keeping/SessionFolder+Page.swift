// What a shell notes of its session's page while that is open, beside the journal, for the program that goes on with
// the session. It lets whoever reads it type into the session: nobody but its user can.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension SessionFolder {
  private func pageNote(_ number: Int) -> String { "\(path)/\(number).page" }

  package func notePage(_ text: String, of journal: SessionJournal) {
    guard let number = number(of: journal) else { return }
    let file = open(pageNote(number), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return }
    let bytes = Array(text.utf8)
    _ = write(file, bytes, bytes.count)
    close(file)
  }

  /// Nil where its page was closed, or there was none.
  package func notedPage(of journal: SessionJournal) -> String? {
    guard let number = number(of: journal),
      let bytes = try? TextFile.readAll(pageNote(number), atMost: 1000)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  package func forgetPage(of journal: SessionJournal) {
    if let number = number(of: journal) { unlink(pageNote(number)) }
  }
}
