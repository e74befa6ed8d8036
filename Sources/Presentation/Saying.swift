// What an execution says, presented once: whoever keeps it has the blocks, whoever shows it as it grows gets
// their changes.
import Events

package struct Saying: Sendable {
  /// All that was said so far.
  package private(set) var blocks = Blocks()
  private var presenter = Presenter()

  package init() {}

  /// What that adds to the blocks; nothing of a beginning and of progress.
  @discardableResult
  package mutating func receive(_ output: SessionOutput) -> [BlockChange] {
    let changes =
      switch output {
      case .event(let event, _): presenter.receive(event)
      case .ended(let execution): presenter.end(execution)
      case .began, .progress: [BlockChange]()
      }
    for change in changes { blocks.apply(change) }
    return changes
  }

  /// What an equal execution said, in the place of what was said so far.
  package mutating func take(_ blocks: Blocks) { self.blocks = blocks }
}
