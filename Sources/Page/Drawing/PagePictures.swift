// The pictures on the page: drawn from copies of the state on a thread of their own, so that training does not
// wait for them: at most ten rounds a second, for at most a quarter of the time of one processor, and only of one
// that nobody else wants.
import CommandLanguage
import Events
import Experiments
import JSON
import Pictures
import Sessions
import Synchronization

final class PagePictures: Sendable {
  private struct Held {
    var state: SessionState?
    /// Whether the state is one on the way of a training.
    var isOnTheWay = false
    var isOver = false
  }

  private let board: PageBoard
  private let environment: SessionEnvironment
  private let held = Mutex(Held())
  private let pulse = PagePulse()
  /// Whether a state on the way is wanted.
  private let isWaiting = Atomic(true)

  private static let round = Duration.milliseconds(100)

  init(on board: PageBoard, in environment: SessionEnvironment) {
    self.board = board
    self.environment = environment
  }

  // MARK: The session's side

  var onlooker: StateOnlooker {
    StateOnlooker(
      isDue: { [self] in isWaiting.load(ordering: .relaxed) && board.isWatched },
      show: { [self] in draw($0, isOnTheWay: true) })
  }

  func draw(_ state: SessionState, isOnTheWay: Bool = false) {
    isWaiting.store(false, ordering: .relaxed)
    held.withLock { ($0.state, $0.isOnTheWay) = (state, isOnTheWay) }
    pulse.wake()
  }

  func stop() {
    held.withLock { $0.isOver = true }
    pulse.wake()
  }

  // MARK: Its own thread

  func run() {
    var environment = environment
    environment.threads = 1
    environment.showsProgress = false
    // A state that stays is not kept waiting by one that has gone.
    environment.shouldStop = { [self] in
      held.withLock { $0.isOver || $0.state != nil && !$0.isOnTheWay }
    }
    let maker = FigureMaker(in: environment)
    var posted: [PagePicture: String] = [:]
    var rounds = 0
    while true {
      let (state, isOnTheWay, isOver) = held.withLock { held in
        defer { held.state = nil }
        return (held.state, held.isOnTheWay, held.isOver)
      }
      if isOver { return }
      guard let state else {
        _ = pulse.wait(milliseconds: -1)
        continue
      }
      let start = ContinuousClock.now
      for picture in PagePicture.allCases
      where !isOnTheWay || picture.isQuick || rounds % 5 == 0 {
        post(picture, of: state, by: maker, &posted)
      }
      rounds += 1
      let took = start.duration(to: .now)
      // None on the way comes meanwhile; one that stays is drawn at once.
      if isOnTheWay { _ = pulse.wait(milliseconds: max(Self.round - took, took * 3).milliseconds) }
      isWaiting.store(true, ordering: .relaxed)
    }
  }

  private func post(
    _ picture: PagePicture, of state: SessionState, by maker: FigureMaker,
    _ posted: inout [PagePicture: String]
  ) {
    guard maker.has(picture.rawValue) else { return }
    var figure: Figure?
    do throws(Diagnostic) {
      figure = picture.fits(state) ? try maker.figure(picture.rawValue, of: state) : nil
    } catch {
      if error.id == "stopped" { return }
    }
    if figure == nil, posted[picture] == nil { return }
    let content = picture.content(figure)
    guard posted[picture] != content else { return }
    posted[picture] = figure == nil ? nil : content
    board.post(.picture(picture.rawValue), PageText(json: content))
  }
}

extension Duration {
  fileprivate var milliseconds: Int32 { Int32(max(0, min(10_000, self / .milliseconds(1)))) }
}
