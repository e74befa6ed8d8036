// What a notebook's cells and what they said take in memory. Where that is more than they may have, the oldest go
// to a file, and are read from there when something needs them.
import Synchronization

/// What can go to the file. Whoever holds it does not notice.
protocol Spillable: AnyObject, Sendable {
  /// Whether it is looked through for what is said of all cells, so that it goes when nothing else can.
  static var isOftenRead: Bool { get }
  /// Gives its memory back if it can.
  func spill(into file: SpillFile)
}

final class CellMemory: Sendable {
  private struct Waiting {
    weak var item: (any Spillable)?
  }

  /// What is in memory, oldest first.
  private struct Queue {
    var waiting: [Waiting] = []
    var first = 0
    /// When those that have gone by themselves are to be left out.
    var most = 1024

    mutating func append(_ item: any Spillable) {
      waiting.append(Waiting(item: item))
      guard waiting.count > most else { return }
      waiting.removeAll { $0.item == nil }
      (first, most) = (0, max(1024, 2 * waiting.count))
    }

    /// The oldest but for the last, which is being looked at.
    mutating func next() -> (any Spillable)? {
      while first < waiting.count - 1 {
        let item = waiting[first].item
        waiting[first].item = nil
        first += 1
        if 2 * first > waiting.count {
          waiting.removeFirst(first)
          first = 0
        }
        if let item { return item }
      }
      return nil
    }
  }

  let file: SpillFile
  private struct Queues {
    var seldom = Queue()
    var often = Queue()
  }

  private let queues = Mutex(Queues())
  // Counted without the lock: what is let go while it is held gives its bytes back then.
  private let bytes = Atomic(0)
  private let limit: Atomic<Int>

  init(byteLimit: Int, file: SpillFile) {
    limit = Atomic(byteLimit)
    self.file = file
  }

  /// How much may stay in memory.
  var byteLimit: Int {
    get { limit.load(ordering: .relaxed) }
    set {
      limit.store(newValue, ordering: .relaxed)
      makeRoom()
    }
  }

  /// Counts what is in memory from now on.
  func hold(_ item: any Spillable, bytes count: Int) {
    bytes.add(count, ordering: .relaxed)
    let isOftenRead = type(of: item).isOftenRead
    queues.withLock { queues in
      if isOftenRead { queues.often.append(item) } else { queues.seldom.append(item) }
    }
    makeRoom()
  }

  /// Counts no more what has gone from memory.
  func release(_ count: Int) { bytes.subtract(count, ordering: .relaxed) }

  private func makeRoom() {
    while bytes.load(ordering: .relaxed) > limit.load(ordering: .relaxed),
      let oldest = queues.withLock({ $0.seldom.next() ?? $0.often.next() })
    {
      oldest.spill(into: file)
    }
  }
}
