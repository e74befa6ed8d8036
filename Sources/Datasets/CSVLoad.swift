// Loading a CSV file, from its path to data ready for a network: read, decide what the target asks
// for, split, then fill and scale by what the training rows alone show.
import Text

/// Reads a CSV file (RFC 4180 with a header row, UTF-8; semicolons, tabs or bars may take the place of
/// commas). A column is numbers if its fields are, in one of the ways of `NumberFormat`; a few texts
/// among numbers are refused, or missing where missing fields are not refused; other columns are
/// categories.
///
/// `progress` is called on the calling thread after each chunk and once for each column made ready;
/// when it answers false the loading stops with the error `DataError.stoppedID`.
///
/// Errors, all with the file and most with line and column: `csv-no-such-file`, `csv-is-directory`,
/// `csv-not-a-file`, `csv-unreadable`, `csv-changed`; `csv-empty`, `csv-no-rows`, `csv-one-column`,
/// `csv-no-header`, `csv-no-target`, `csv-duplicate-column`, `csv-too-many-columns`;
/// `csv-unknown-column`, `csv-target-dropped`, `csv-no-inputs`;
/// `csv-ragged-row`, `csv-unterminated-quote`, `csv-stray-quote`, `csv-text-after-quote`,
/// `csv-line-too-long`, `csv-binary-file`, `csv-not-utf8`; `csv-number-out-of-range`,
/// `csv-not-a-number`, `csv-infinite-number`, `csv-ambiguous-numbers`,
/// `csv-missing-values`, `csv-empty-column`, `csv-too-many-categories`, `csv-too-many-classes`,
/// `csv-too-many-values`; `csv-one-class`, `csv-constant-target`, `csv-text-target`,
/// `csv-log-not-positive`; and those of `SplitRule` and `RowPlan`.
package func loadCSV(
  path: String, options: CSVOptions,
  progress: (_ bytesRead: Int, _ totalBytes: Int) -> Bool = { _, _ in true }
) throws(DataError) -> PreparedData {
  var size = 0
  let follow = { (bytesRead: Int, totalBytes: Int) in
    size = totalBytes
    return progress(bytesRead, totalBytes)
  }
  var table = try CSVTableReader.read(path: path, options: options, progress: follow)
  table = try ColumnSettling.settle(table, options: options, progress: follow)
  if table.hasHeaderLikeData {
    table.notes.insert(.headerLikeData(names: table.columns.map(\.name)), at: 0)
  }
  try table.treatMissing(options.missing)
  let target = try PreparedTarget(of: table, path: path, options: options)
  let plan = try RowPlan(of: table, target, options: options)
  var assembler = try ExampleAssembler(
    table: table, plan: plan, path: path, options: options)
  let inputs = table.columns.indices.filter { $0 != table.targetIndex }
  for index in inputs {
    guard progress(size, size) else {
      throw DataError(id: DataError.stoppedID, message: "loading was stopped", file: path)
    }
    try assembler.add(table.columns[index])
    // The column is not needed any more; its memory is.
    table.columns[index] = ColumnBuilder(name: "", mostEntries: 0)
  }
  return assembler.finish(table: table, target: target)
}

/// The target column as classes or numbers, in the file's own units.
struct PreparedTarget {
  var task: LearningTask
  /// Class numbers, or one stratum of all rows for regression.
  var strata: [Int32]
  var strataCount: Int
  /// The numbers, for regression.
  var values: [Double]
  /// What of them is learned.
  var transform = TargetTransform.none
  /// What was decided for its user.
  var note: DataNote?

  /// What the network is to learn of the numbers, before they are scaled.
  var learned: [Double] { transform == .none ? values : values.map(transform.learned) }

  /// The most distinct whole numbers that `task=auto` takes for classes.
  static let mostAutomaticClasses = 20

  init(of table: CSVTable, path: String, options: CSVOptions) throws(DataError) {
    let column = table.target
    if table.transform != .none {
      try self.init(logarithmOf: table, path, options)
      return
    }
    if column.isCategories {
      if options.task == .regress {
        throw Self.textTarget(column, table.source)
      }
      let (names, rows) = column.allCategories()
      try self.init(classes: names, rows: rows, column: column, path: path)
      return
    }
    let numbers = column.allNumbers()
    let distinct = Self.distinct(numbers, atMost: options.limits.classes)
    let areCodes = distinct.map { Self.areCodes($0, rows: numbers.count) } ?? false
    if options.task == .classify || (options.task == .auto && areCodes) {
      guard let distinct else { throw Self.tooManyClasses(column, path, options.limits.classes) }
      let place = Dictionary(
        uniqueKeysWithValues: distinct.enumerated().map { ($1, Int32($0)) })
      try self.init(
        classes: distinct.map(Self.className), rows: numbers.map { place[$0] ?? 0 },
        column: column, path: path)
      return
    }
    if distinct?.count == 1 { throw Self.constantTarget(column, path, numbers[0]) }
    self.init(
      task: .regression, strata: [Int32](repeating: 0, count: numbers.count), strataCount: 1,
      values: numbers)
    if options.task == .auto, let distinct, Self.areFewWholeNumbers(distinct) {
      note = .wholeNumbersPredicted(
        column: column.name, distinct: distinct.count, rows: numbers.count)
    }
  }

  /// Errors: `csv-log-of-classes`, `csv-text-target`, `csv-log-not-positive`, `csv-constant-target`.
  private init(
    logarithmOf table: CSVTable, _ path: String, _ options: CSVOptions
  ) throws(DataError) {
    let column = table.target
    guard options.task != .classify else {
      throw DataError(
        id: "csv-log-of-classes", message: "classes have no logarithm", file: path,
        suggestion: "task=regress, or target=\(column.name)")
    }
    if column.isCategories { throw Self.textTarget(column, table.source) }
    let numbers = column.allNumbers()
    if let row = numbers.firstIndex(where: { $0 <= 0 }) {
      let field = table.source.field(column.position, row: table.fileRow(row))
      throw DataError(
        id: "csv-log-not-positive",
        message: "\(quotedForMessage(field?.text ?? "0")) in the target column "
          + "\(quotedForMessage(column.name)) has no logarithm: only numbers above 0 have one",
        file: path, line: field?.place.line, column: field?.place.column,
        suggestion: "correct the field, or learn the numbers themselves: "
          + columnOption("target", [column.name]))
    }
    if Self.distinct(numbers, atMost: 1) != nil {
      throw Self.constantTarget(column, path, numbers[0])
    }
    self.init(
      task: .regression, strata: [Int32](repeating: 0, count: numbers.count), strataCount: 1,
      values: numbers)
    transform = table.transform
  }

  /// Whether different numbers look like names of classes: few, whole and repeated.
  static func areCodes(_ distinct: some Collection<Double>, rows: Int) -> Bool {
    areFewWholeNumbers(distinct) && distinct.count * 2 <= rows
  }

  private static func areFewWholeNumbers(_ distinct: some Collection<Double>) -> Bool {
    distinct.count <= mostAutomaticClasses && distinct.allSatisfy { $0 == $0.rounded() }
  }

  private init(task: LearningTask, strata: [Int32], strataCount: Int, values: [Double]) {
    self.task = task
    self.strata = strata
    self.strataCount = strataCount
    self.values = values
  }

  private init(
    classes: [String], rows: [Int32], column: ColumnBuilder, path: String
  ) throws(DataError) {
    guard classes.count > 1 else {
      throw DataError(
        id: "csv-one-class",
        message: "every row has the same class, \(quotedForMessage(classes.first ?? ""))",
        file: path,
        suggestion: "choose another target than \(quotedForMessage(column.name)), or add rows")
    }
    self.init(
      task: .classification(classes: classes), strata: rows, strataCount: classes.count, values: [])
  }

  /// The different numbers in ascending order; nil when there are more than `limit`.
  private static func distinct(_ numbers: [Double], atMost limit: Int) -> [Double]? {
    var seen: Set<Double> = []
    for number in numbers where seen.insert(number).inserted {
      if seen.count > limit { return nil }
    }
    return seen.sorted()
  }

  private static func className(_ number: Double) -> String {
    Int(exactly: number).map(String.init) ?? number.description
  }

  private static func textTarget(_ column: ColumnBuilder, _ rows: CSVRows) -> DataError {
    let field = column.firstTextRow.flatMap { rows.field(column.position, row: $0) }
    return DataError(
      id: "csv-text-target",
      message: "\(quotedForMessage(field?.text ?? "")) in the target column "
        + "\(quotedForMessage(column.name)) is not a number",
      file: rows.path, line: field?.place.line, column: field?.place.column,
      suggestion: "task=classify, or correct the field")
  }

  private static func tooManyClasses(
    _ column: ColumnBuilder, _ path: String, _ limit: Int
  ) -> DataError {
    DataError(
      id: "csv-too-many-classes",
      message: "\(quotedForMessage(column.name)) has more than \(limit) different values",
      file: path, suggestion: "task=regress")
  }

  private static func constantTarget(
    _ column: ColumnBuilder, _ path: String, _ value: Double
  ) -> DataError {
    DataError(
      id: "csv-constant-target",
      message: "the target \(quotedForMessage(column.name)) is \(className(value)) in every row",
      file: path, suggestion: "choose another target")
  }
}
