// What was cut from lines: cuts one after the other add up, and each can be had back.

package struct KillRing: Sendable {
  package enum Direction: Sendable { case back, on }

  private var entries: [[UInt32]] = []
  /// Which one was inserted last, counted from the newest.
  private var place = 0

  package init() {}

  private static let most = 60

  /// - Parameter goesOn: whether the key before cut something too.
  package mutating func add(_ cut: [UInt32], _ direction: Direction, goesOn: Bool) {
    place = 0
    guard !cut.isEmpty else { return }
    guard goesOn, let last = entries.popLast() else {
      entries.append(cut)
      if entries.count > Self.most { entries.removeFirst() }
      return
    }
    entries.append(direction == .back ? cut + last : last + cut)
  }

  package mutating func newest() -> [UInt32]? {
    place = 0
    return entries.last
  }

  /// The one before the one that was inserted; after the oldest, the newest.
  package mutating func earlier() -> [UInt32]? {
    guard !entries.isEmpty else { return nil }
    place = (place + 1) % entries.count
    return entries[entries.count - 1 - place]
  }
}
