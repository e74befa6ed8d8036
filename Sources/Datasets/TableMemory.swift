// How much memory rows and tables take, counted before anything is allocated.
import Numerics

extension MemoryNeed {
  /// Bytes to make or choose so many rows of numbers: twice the rows, since they are split.
  package static func rows(_ count: Int, inputs: Int) -> Int {
    product(2, count, sum(inputs, 1), MemoryLayout<Float>.stride)
  }

  /// Bytes that each number of a table takes at most while it is read: a Double in an array that
  /// grows by doubling.
  static let perTableValue = 16
}
