// What the tests of data share: files that go away by themselves and the folder of the shipped data.

import Datasets
import TestSupport

/// A file in a folder of its own, removed when released.
final class TemporaryPath {
  private let folder = TemporaryFolder()
  var path: String { folder.path + "/data.csv" }

  init(_ bytes: [UInt8]) { try? write(bytes, to: path) }
  convenience init(_ text: String) { self.init(Array(text.utf8)) }
}

/// Loads a file with this content; x is read as the target unless another is named.
func load(
  _ text: String, target: String = "y", task: CSVOptions.TaskChoice = .auto,
  missing: CSVOptions.MissingPolicy = .refuse, columns: ColumnSelection = .all,
  testFraction: Double = 0, standardize: Bool = false, decimal: NumberFormat.Mark? = nil,
  seed: UInt64 = 1, limits: CSVOptions.Limits = .init()
) throws(DataError) -> PreparedData {
  let file = TemporaryPath(text)
  var options = CSVOptions(
    target: target, task: task, missing: missing, columns: columns, testFraction: testFraction,
    standardize: standardize, seed: seed)
  options.decimal = decimal
  options.limits = limits
  return try loadCSV(path: file.path, options: options)
}

/// Rows divided as those of data without a column that divides them.
func splitTraining(
  validationFraction: Double, seed: UInt64, of examples: Examples
) -> (training: Examples, validation: Examples) {
  let task: LearningTask =
    if case .classes(_, let count) = examples.targets {
      .classification(classes: (0..<count).map(String.init))
    } else {
      .regression
    }
  let data = PreparedData(
    name: "", title: "", source: "", columns: [], targetName: "", task: task, training: examples,
    test: nil, standardization: nil, notes: [])
  let rows = data.divided([data.division(validationFraction: validationFraction, seed: seed)])[0]
  return (rows.training, rows.validation)
}

extension Examples {
  func row(_ index: Int) -> [Float] {
    Array(inputs[index * inputCount..<(index + 1) * inputCount])
  }

  var classes: [Int] {
    if case .classes(let classes, _) = targets { classes.map(Int.init) } else { [] }
  }

  var values: [Float] {
    if case .values(let values) = targets { values } else { [] }
  }
}

let shippedDataFolder = checkout + "/lessons/data"
