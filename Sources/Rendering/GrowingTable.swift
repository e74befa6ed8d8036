// A table that grows while its window is made narrower or wider: its head is repeated where the columns
// are no longer those it began with.
import LearningSession

package struct GrowingTable {
  private var start: LearningEvent?
  private var head: [RenderedLine] = []

  package init() {}

  /// The event's lines, behind the head where that has changed.
  package mutating func lines(
    for event: LearningEvent, _ renderer: TextRenderer
  ) -> [RenderedLine] {
    let lines = renderer.lines(for: event)
    switch event {
    case .trainingStarted, .searchStarted, .raceStarted:
      start = event
      head = renderer.tableHead(for: event)
      return lines
    case .epoch, .trial, .raceRow: return lines.isEmpty ? [] : headAgain(renderer) + lines
    case .trainingEnded(let end):
      defer { start = nil }
      return end.lastEpoch == nil ? lines : headAgain(renderer) + lines
    case .searchEnded, .raceEnded:
      start = nil
      return lines
    default: return lines
    }
  }

  private mutating func headAgain(_ renderer: TextRenderer) -> [RenderedLine] {
    guard let start else { return [] }
    let now = renderer.tableHead(for: start)
    guard now != head else { return [] }
    head = now
    return now
  }
}
