// The numbers of executions, from 1. A session shares them with its branches, so that no two executions have
// the same.

package final class SerialNumbers {
  private var last = 0

  package init() {}

  func next() -> Int {
    last += 1
    return last
  }
}
