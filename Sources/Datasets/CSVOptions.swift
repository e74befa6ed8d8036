// How a CSV file is to be read.
import Numerics

/// The wishes of the one who loads a CSV file.
package struct CSVOptions: Equatable, Sendable {
  package enum TaskChoice: String, CaseIterable, Sendable {
    /// Classification when the target is text, or integers with at most 20 distinct values and at most
    /// half as many as rows; else regression.
    case auto
    case classify, regress
  }

  package enum MissingPolicy: String, CaseIterable, Sendable {
    /// A missing field is an error that says where and how many there are; so is a text among numbers,
    /// which the others take for missing.
    case refuse
    /// Rows with a missing field are left out.
    case drop
    /// Missing numbers become the training rows' mean, missing categories their most frequent one;
    /// rows without a target are left out.
    case mean
  }

  /// Bounds that keep a hostile or mistaken file from taking the machine down.
  package struct Limits: Equatable, Sendable {
    /// Bytes in one record (a line, or several when a quoted field spans them).
    package var recordBytes = 1 << 20
    package var columns = 4096
    /// Distinct texts of an input column.
    package var categories = 100
    /// Classes of the target.
    package var classes = 1000
    /// Rows × columns of the file, and rows × inputs of the network.
    package var values = 1 << 31
    /// Bytes that the file's values and the network's inputs may take while they are read.
    package var memory = Int.max

    /// Values that fit into both while a table is read, and while inputs are made of it.
    var tableValues: Int { min(values, memory / MemoryNeed.perTableValue) }

    package init() {}
  }

  /// The name of the column to be predicted, or of one whose logarithm is: `log(price)`.
  package var target: String
  package var task: TaskChoice
  package var missing: MissingPolicy
  package var columns: ColumnSelection
  package var testFraction: Double
  package var standardize: Bool
  package var seed: UInt64
  /// What divides decimals where a column's numbers can be read both ways; nil to go by the file.
  package var decimal: NumberFormat.Mark?
  /// What decides which rows train, validate and test.
  package var rule = SplitRule.drawn
  package var limits = Limits()

  package init(
    target: String, task: TaskChoice = .auto, missing: MissingPolicy = .refuse,
    columns: ColumnSelection = .all, testFraction: Double = 0.25, standardize: Bool = true,
    seed: UInt64
  ) {
    self.target = target
    self.task = task
    self.missing = missing
    self.columns = columns
    self.testFraction = testFraction
    self.standardize = standardize
    self.seed = seed
  }
}
