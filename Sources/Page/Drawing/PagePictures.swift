// The pictures on the page: drawn from copies of the state on a thread of their own, so that training does not
// wait for them. A round draws all that there is of one state and posts it together with what the page's head says
// of it. The training offers at most twelve states a second; those that come while one is drawn are not taken, and
// between two rounds as long a time passes as the first took, on a processor that nobody else wants.
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

  /// A round is sent to each onlooker, by one thread for all.
  private static let sending = Duration.milliseconds(8)

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
    while true {
      let (state, isOnTheWay, isOver) = held.withLock { held in
        defer { held.state = nil }
        return (held.state, held.isOnTheWay, held.isOver)
      }
      if isOver { return }
      guard let state else {
        pulse.wait(milliseconds: -1)
        continue
      }
      let start = ContinuousClock.now
      post(state, isOnTheWay: isOnTheWay, by: maker, &posted)
      let took = start.duration(to: .now)
      // None on the way comes meanwhile; one that stays is drawn at once.
      if isOnTheWay {
        let rest = max(took, Self.sending * board.onlookers)
        pulse.wait(milliseconds: rest.milliseconds)
      }
      isWaiting.store(true, ordering: .relaxed)
    }
  }

  /// All of it or nothing.
  private func post(
    _ state: SessionState, isOnTheWay: Bool, by maker: FigureMaker,
    _ posted: inout [PagePicture: String]
  ) {
    var after = posted
    var together: [(name: PageName, content: any PageContent)] = []
    for picture in PagePicture.allCases where !isOnTheWay || picture.changesWithTraining {
      var figure: Figure?
      do throws(Diagnostic) {
        figure = picture.fits(state) ? try maker.figure(picture.rawValue, of: state) : nil
      } catch {
        if error.id == "stopped" { return }
      }
      if figure == nil, posted[picture] == nil { continue }
      let content = picture.content(figure)
      guard posted[picture] != content else { continue }
      after[picture] = figure == nil ? nil : content
      together.append((.picture(picture.rawValue), PageText(json: content)))
    }
    posted = after
    let order = PagePicture.order(of: state, isOnTheWay: isOnTheWay).map(\.rawValue)
    together.append(
      (.frame, PageFrame(state: state, isOnTheWay: isOnTheWay, pictures: order)))
    board.post(together)
  }
}

extension Duration {
  fileprivate var milliseconds: Int32 { Int32(max(0, min(10_000, self / .milliseconds(1)))) }
}
