// In which order an epoch takes the training rows, and where its batches lie.
import Numerics

/// The batches of one epoch: consecutive stretches of the epoch's row order.
struct EpochPlan {
  let rows: Int
  let batchRows: Int
  /// The optimizer takes every row in each step, whatever was done before.
  let wholeSet: Bool

  init(rows: Int, settings: TrainingSettings) {
    self.rows = rows
    wholeSet = settings.optimizer.rule.takesAllRows
    batchRows = settings.stepRows(of: rows)
  }

  /// The next batch when this many rows of the epoch are done; the last may be short.
  func nextBatch(done: Int) -> Range<Int> {
    let start = wholeSet ? 0 : done
    return start..<min(rows, start + batchRows)
  }

  /// The next batch's number, from 1, and how many the epoch has. After a change of batch size in
  /// mid-epoch the rows done count as batches of the present size.
  func batchNumber(done: Int) -> (number: Int, of: Int) {
    let start = wholeSet ? 0 : done
    let before = (start + batchRows - 1) / batchRows
    return (before + 1, before + (rows - start + batchRows - 1) / batchRows)
  }
}

/// The row order of one epoch: file order, or shuffled by a stream of the seed and the epoch's
/// number. An interrupted epoch that is taken up again gets the same order.
func rowOrder(rows: Int, epoch: Int, settings: TrainingSettings) -> [Int32] {
  guard settings.shuffle else { return [Int32](0..<Int32(rows)) }
  var stream = RandomStream(seed: settings.seed, purpose: .shuffle, index: UInt64(epoch))
  return stream.permutation(of: rows)
}
