// What is written to a terminal, read back from a pipe.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

import Terminal
import TestSupport

/// What `body` writes to the writer it gets.
func written(color: Bool = false, _ body: (OutputWriter) -> Void) -> String {
  var ends: [Int32] = [-1, -1]
  pipe(&ends)
  let writer = OutputWriter(descriptor: ends[1], color: color)
  body(writer)
  writer.flush()
  close(ends[1])
  defer { close(ends[0]) }
  return String(decoding: readAll(ends[0]), as: UTF8.self)
}
