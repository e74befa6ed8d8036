// What running a lesson or transcript came to, and where it differs from what its document says.

/// What running a document gave.
package struct DocumentReport: Sendable, Equatable {
  package var file: String
  package var commandCount: Int
  package var differences: [ReplayDifference]
  /// What would make the document say what came out, as the hunks of `diff -u`.
  package var diff: [String]
  /// How many of the differences were written into the document.
  package var updatedCount: Int
  /// How many commands would have written a file and were not run, as nobody allowed that.
  package var passedOver: Int

  package init(
    file: String, commandCount: Int, differences: [ReplayDifference], diff: [String],
    updatedCount: Int = 0, passedOver: Int = 0
  ) {
    self.file = file
    self.commandCount = commandCount
    self.differences = differences
    self.diff = diff
    self.updatedCount = updatedCount
    self.passedOver = passedOver
  }
}

package struct ReplayDifference: Sendable, Equatable {
  /// 1-based line of the command.
  package var line: Int
  package var command: String
  package var expected: [String]
  package var actual: [String]
  /// What is wrong when it is not the output.
  package var problem: String?

  package init(
    line: Int, command: String, expected: [String], actual: [String], problem: String? = nil
  ) {
    self.line = line
    self.command = command
    self.expected = expected
    self.actual = actual
    self.problem = problem
  }
}
