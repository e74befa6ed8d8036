// How long work is stopped: whoever asks for it hands down a question, `checkStop`, that is asked
// again and again, at least every few hundredths of a second, and throws once the work is to end. What it throws
// comes out at the top; nothing half done is handed back.

/// The question of whoever never stops: work that asks it cannot throw.
package func neverStops() throws(Never) {}

/// Calls `body` with one part of a range after the other, and asks before each.
package func forEachPart<Failure: Error>(
  of range: Range<Int>, size: Int, checkStop: () throws(Failure) -> Void,
  _ body: (Range<Int>) -> Void
) throws(Failure) {
  var start = range.lowerBound
  while start < range.upperBound {
    try checkStop()
    let end = min(range.upperBound, start + size)
    body(start..<end)
    start = end
  }
}
