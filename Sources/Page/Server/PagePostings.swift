// What was posted, by its name and in its order: each name is there once, as it was last.

/// What a posting is of, and with that the event that brings it.
package enum PageName: Hashable, Sendable {
  case cell(Int)
  /// Which cells there are, in their order.
  case cells
  /// Lines that wait.
  case waiting
  case state, progress
  case picture(String)
  /// Ends what belongs together: pictures of one state, and what the page's head says of it.
  case frame
  /// A few of these are kept for those who are there to hear them.
  case refused(Int), notice(Int)
  case closed

  var event: String {
    switch self {
    case .cell: "cell"
    case .cells: "cells"
    case .waiting: "waiting"
    case .state: "state"
    case .progress: "progress"
    case .picture: "picture"
    case .frame: "frame"
    case .refused: "refused"
    case .notice: "notice"
    case .closed: "closed"
    }
  }

  /// Whether it is over once it was said: whoever comes later does not hear it.
  var isPassing: Bool {
    switch self {
    case .progress, .refused, .notice: true
    default: false
    }
  }
}

/// What is posted; made text by the server's thread.
package protocol PageContent: Sendable {
  /// One line of JSON.
  var json: String { get }
}

struct PagePosting: Sendable {
  /// Higher than that of all before.
  let number: Int
  let name: PageName
  let content: any PageContent
}

struct PagePostings: Sendable {
  /// In the order of their numbers, with gaps where a name was posted again.
  private var postings: [PagePosting?] = []
  private var numbers: [Int] = []
  private var found: [PageName: Int] = [:]
  /// The highest number.
  private(set) var last = 0

  mutating func put(_ name: PageName, _ content: any PageContent) {
    remove(name)
    last += 1
    found[name] = last
    postings.append(PagePosting(number: last, name: name, content: content))
    numbers.append(last)
    if postings.count > 64, postings.count > 2 * found.count { tidy() }
  }

  mutating func remove(_ name: PageName) {
    guard let number = found.removeValue(forKey: name) else { return }
    postings[place(after: number - 1)] = nil
  }

  mutating func clear() { (postings, numbers, found) = ([], [], [:]) }

  /// The first behind a number; what has passed, behind the other.
  func first(after number: Int, since begin: Int) -> PagePosting? {
    postings[place(after: number)...].lazy.compactMap(\.self).first {
      !$0.name.isPassing || $0.number > begin
    }
  }

  private mutating func tidy() {
    postings.removeAll { $0 == nil }
    numbers = postings.compactMap { $0?.number }
  }

  /// The first place whose number is higher.
  private func place(after number: Int) -> Int {
    var (low, high) = (0, numbers.count)
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] <= number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// What was made text before.
package struct PageText: PageContent {
  package let json: String

  package init(json: String) { self.json = json }
}
