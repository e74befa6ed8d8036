// Where interactive sessions are kept while they go on and after, one journal each, so that a crash, a kill or
// a lid that is closed loses nothing that was done. Each has a number, and beside its journal a mark once its
// user has left it: a start need not read what is finished.
import Files

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

package struct SessionFolder: Sendable {
  package let path: String

  package init(_ path: String) { self.path = path }

  /// How many that are finished are kept, those finished last. Counted and not by age: who comes back after
  /// the holidays finds what was there before, and as many as this are a term's work and a few megabytes.
  static let mostFinished = 50

  // MARK: Names

  private static let ending = ".journal"

  /// The latest first.
  var numbers: [Int] {
    TextFile.names(in: path).compactMap(Self.number).sorted(by: >)
  }

  package var isEmpty: Bool { numbers.isEmpty }

  private static func number(of name: String) -> Int? {
    guard name.hasSuffix(ending), let number = Int(name.dropLast(ending.count)),
      (1..<1 << 31).contains(number), name == "\(number)\(ending)"
    else { return nil }
    return number
  }

  func journal(_ number: Int) -> String { "\(path)/\(number)\(Self.ending)" }

  private func mark(_ number: Int) -> String { "\(path)/\(number).finished" }

  /// The number of the one that has this journal.
  package func number(of journal: SessionJournal) -> Int? {
    let folder = path + "/"
    guard journal.path.hasPrefix(folder) else { return nil }
    return Self.number(of: String(journal.path.dropFirst(folder.count)))
  }

  // MARK: Beginning

  /// The journal of a session that begins now.
  package func makeJournal(_ begin: SessionJournal.Begin) throws(FileError) -> SessionJournal {
    try Folder.make(path)
    var number = (numbers.first ?? 0) + 1
    while true {
      do throws(FileError) {
        return try SessionJournal(creating: journal(number), begin)
      } catch {
        // Another shell that began at the same time may have that number.
        guard TextFile.exists(journal(number)) else { throw error }
        number += 1
      }
    }
  }

  // MARK: Going on

  /// One that nobody else has while this value is held.
  package struct Claim {
    package let number: Int
    package let kept: SessionJournal.Kept
    package let journal: SessionJournal
  }

  /// Error: what cannot be read, is no journal, or belongs to another shell.
  package func claim(_ number: Int) throws(FileError) -> Claim {
    let (journal, kept) = try SessionJournal.goingOn(with: journal(number))
    return Claim(number: number, kept: kept, journal: journal)
  }

  /// What earlier shells left that no running program has.
  package struct Left {
    /// The latest that ended without its user's leaving it.
    package var cutOff: Claim?
    /// Those that are damaged from their beginning: each is told of once.
    package var unreadable: [Int] = []
    /// How many more were cut off.
    package var others = 0
  }

  /// What holds nothing goes.
  package func takeLeft() -> Left {
    var left = Left()
    for number in numbers where !TextFile.exists(mark(number)) {
      guard !SessionJournal.isInUse(journal(number)) else { continue }
      // Of those behind the first only whether they can be read.
      if left.cutOff != nil, let kept = try? SessionJournal.reading(journal(number)) {
        if !holdsNothing(kept), !kept.hasEnded { left.others += 1 }
        continue
      }
      do throws(FileError) {
        let claim = try claim(number)
        if holdsNothing(claim.kept) {
          remove(number)
        } else if claim.kept.hasEnded {
          setMark(number)
        } else {
          left.cutOff = claim
        }
      } catch {
        // Unless another shell that begins has just taken it.
        let path = journal(number)
        guard TextFile.exists(path), !SessionJournal.isInUse(path) else { continue }
        setMark(number)
        left.unreadable.append(number)
      }
    }
    return left
  }

  /// Nor anything that was damaged.
  private func holdsNothing(_ kept: SessionJournal.Kept) -> Bool {
    kept.isEmpty && !TextFile.exists(kept.damagedCopy)
  }

  /// Notes that a session is gone on with.
  package func goOn(with claim: Claim) { unlink(mark(claim.number)) }

  /// Notes that a session's user leaves it.
  package func finish(_ journal: SessionJournal) {
    journal.end()
    forgetPage(of: journal)
    guard let number = number(of: journal), journal.failure == nil else { return }
    if let kept = try? SessionJournal.reading(journal.path), holdsNothing(kept) {
      return remove(number)
    }
    setMark(number)
    removeOldest()
  }

  private func setMark(_ number: Int) {
    let file = open(mark(number), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    if file >= 0 { close(file) }
  }

  // MARK: Removing

  /// Whether it has gone: none goes that a running shell has.
  func delete(_ number: Int) -> Bool {
    // Held, so that no shell goes on with it meanwhile; one that is damaged cannot be.
    let claim = try? claim(number)
    guard claim != nil || !SessionJournal.isInUse(journal(number)) else { return false }
    return withExtendedLifetime(claim) {
      remove(number)
      return !TextFile.exists(journal(number))
    }
  }

  /// With all that lies beside its journal.
  private func remove(_ number: Int) {
    for name in TextFile.names(in: path) where name.hasPrefix("\(number).") {
      unlink(path + "/" + name)
    }
  }

  private func removeOldest() {
    let finished = numbers.compactMap { number in
      time(ofMark: number).map { (number: number, time: $0) }
    }
    let latest = finished.sorted { ($0.time, $0.number) > ($1.time, $1.number) }
    for session in latest.dropFirst(Self.mostFinished) { _ = delete(session.number) }
  }

  /// When it was set; nil where there is none.
  private func time(ofMark number: Int) -> Int? {
    var status = stat()
    guard stat(mark(number), &status) == 0 else { return nil }
    #if canImport(Glibc)
      return Int(status.st_mtim.tv_sec)
    #else
      return Int(status.st_mtimespec.tv_sec)
    #endif
  }
}
