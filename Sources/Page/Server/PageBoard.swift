// What there is to see on the page, between the thread of the session, which posts, and the server's, which
// reads. Everything has a name and is there once, as it is last: so whoever begins to look, or is slow, is
// brought up to date and nothing waits for anyone. What was posted is made text when it is read.
import Synchronization

package final class PageBoard: Sendable {
  private struct Held {
    var postings = PagePostings()
    var passing = 0
    var isClosed = false
    var isAnythingNew = false
    /// Streams that rest until there is something new.
    var resting: [ObjectIdentifier: PageStream] = [:]
    var streams = 0
    /// Counts the signs of life that are sent where there is nothing to say.
    var beats = 0
  }

  private let held = Mutex(Held())
  /// Wakes whoever sees to the resting streams.
  private let pulse: PagePulse
  /// The most that may look at a time.
  package static let mostStreams = 120
  private static let mostPassing = 16
  /// How long nothing may be heard of the server.
  private static let beat = Duration.seconds(15)

  package init() { pulse = PagePulse() }

  // MARK: Posting

  package func post(_ name: PageName, _ content: any PageContent) { post([(name, content)]) }

  /// Posts what belongs together, so that nobody reads only the beginning of it beside the end of what was before.
  package func post(_ together: [(name: PageName, content: any PageContent)]) {
    let isFirst = held.withLock { held in
      for (name, content) in together { held.postings.put(name, content) }
      defer { held.isAnythingNew = true }
      return !held.isAnythingNew
    }
    if isFirst { pulse.wake() }
  }

  /// Says something to those who look now.
  package func say(_ name: (Int) -> PageName, _ content: any PageContent) {
    let place = held.withLock { held in
      held.passing += 1
      return held.passing % Self.mostPassing
    }
    post(name(place), content)
  }

  /// Forgets what is not there any more; whoever looks learns it by another posting.
  package func remove(_ names: some Sequence<PageName>) {
    held.withLock { for name in names { $0.postings.remove(name) } }
  }

  /// Forgets everything, for another session.
  package func clear() {
    held.withLock { $0.postings.clear() }
  }

  package var isWatched: Bool { onlookers > 0 }

  var onlookers: Int { held.withLock { $0.streams } }

  /// Whether one more may look.
  var hasRoom: Bool { onlookers < Self.mostStreams }

  // MARK: Reading

  /// Begins a stream; its number so far, or nil where there are too many already.
  func join() -> Int? {
    held.withLock { held in
      guard !held.isClosed, held.streams < Self.mostStreams else { return nil }
      held.streams += 1
      return held.postings.last
    }
  }

  func leave(_ stream: PageStream) {
    held.withLock { held in
      held.streams -= 1
      held.resting[ObjectIdentifier(stream)] = nil
    }
  }

  enum Next {
    case posting(PagePosting)
    /// Nothing is new, and it is time to show that the other end is there.
    case beat(Int)
    case rest
    case end
  }

  /// What a stream is to say next. Where that is nothing it is put to rest.
  ///
  /// - Parameters:
  ///   - number: of what it said last.
  ///   - begin: the last number before it began.
  ///   - beat: the last sign of life.
  func next(
    after number: Int, since begin: Int, beat: Int, for stream: PageStream, rest: () -> Void
  ) -> Next {
    held.withLock { held in
      if let posting = held.postings.first(after: number, since: begin) { return .posting(posting) }
      if held.isClosed { return .end }
      if held.beats != beat { return .beat(held.beats) }
      held.resting[ObjectIdentifier(stream)] = stream
      rest()
      return .rest
    }
  }

  // MARK: Waking

  /// Wakes resting streams, for as long as the board is open, and calls for what is to be done every second.
  func run(tending: () -> Void) {
    var (tended, beaten) = (ContinuousClock.now, ContinuousClock.now)
    while true {
      pulse.wait(milliseconds: 1000)
      let now = ContinuousClock.now
      if tended.duration(to: now) >= .seconds(1) {
        tending()
        tended = now
      }
      let isBeat = beaten.duration(to: now) >= Self.beat
      if isBeat { beaten = now }
      let isOver = held.withLock { held in
        if isBeat { held.beats += 1 }
        held.isAnythingNew = false
        for stream in held.resting.values { stream.wake() }
        held.resting = [:]
        return held.isClosed
      }
      if isOver { return }
      // Who reads is shown at most twenty states a second.
      pulse.pause()
    }
  }

  /// Ends all streams when they have said what there is.
  package func close() {
    held.withLock { $0.isClosed = true }
    pulse.wake()
  }

  /// Gives those who look a moment to hear that it is closed.
  func awaitEnd() {
    for _ in 0..<30 where isWatched { pulse.pause(milliseconds: 10) }
  }
}
