// The last part of loading: columns become network inputs, filled and scaled by the training rows.
import Text

/// Takes the columns one by one and writes them into the rows of both parts.
struct ExampleAssembler {
  private let split: RowSplit
  private let division: TrainingDivision
  /// The rows whose values decide how all are filled and scaled.
  private let measured: [Int]
  private let options: CSVOptions
  private let path: String
  private let inputCount: Int
  private var training: [Float]
  private var test: [Float]
  private var rawTraining = RawRows(columns: [])
  private var rawTest = RawRows(columns: [])
  private var columns: [InputColumn] = []
  private var means: [Double] = []
  private var deviations: [Double] = []
  private var constant: [String] = []
  private var filled: [DataNote] = []
  private var oneHot: [DataNote] = []
  private var hardlyRepeating: [String] = []
  private var identifying: [DataNote] = []

  /// Error: `csv-too-many-values`.
  init(
    table: CSVTable, plan: RowPlan, path: String, options: CSVOptions
  ) throws(DataError) {
    (split, division, measured) = (plan.split, plan.division, plan.measured)
    self.options = options
    self.path = path
    inputCount = table.columns.indices.filter { $0 != table.targetIndex }
      .reduce(0) { $0 + (table.columns[$1].isCategories ? table.columns[$1].categoryCount : 1) }
    let (values, overflow) = table.rowCount.multipliedReportingOverflow(by: inputCount)
    let most = min(options.limits.values, options.limits.memory / 2 / MemoryLayout<Float>.stride)
    guard !overflow, values <= most else {
      throw DataError(
        id: "csv-too-many-values",
        message: "\(counted(table.rowCount, "row")) of \(counted(inputCount, "input")) are more "
          + "than the \(most) values that there is room for",
        file: path, suggestion: "use fewer rows, or columns with fewer categories")
    }
    training = [Float](repeating: 0, count: split.kept.count * inputCount)
    test = [Float](repeating: 0, count: split.setAside.count * inputCount)
  }

  /// Error: `csv-empty-column`.
  mutating func add(_ column: ColumnBuilder) throws(DataError) {
    if column.isCategories { try addCategories(column) } else { try addNumbers(column) }
  }

  private mutating func addNumbers(_ column: ColumnBuilder) throws(DataError) {
    let read = column.allNumbers()
    let present = measured.lazy.map { read[$0] }.filter { !$0.isNaN }
    guard !present.isEmpty else { throw emptyColumn(column) }
    var ownScale = Standardization.Scale(of: present)
    let mean = ownScale.mean
    var numbers = read
    if column.missingRows > 0 {
      for row in numbers.indices where numbers[row].isNaN { numbers[row] = mean }
      ownScale = Standardization.Scale(of: measured.lazy.map { numbers[$0] })
      filled.append(
        .filledWithMean(column: column.name, rows: column.missingRows, mean: mean))
    }
    let first = numbers[measured[0]]
    if measured.allSatisfy({ numbers[$0] == first }) { constant.append(column.name) }
    noteIdentifier(column.name, read)
    let scale =
      options.standardize ? ownScale : Standardization.Scale(mean: 0, deviation: 1)
    let input = means.count
    for (position, row) in split.kept.enumerated() {
      training[position * inputCount + input] = finiteFloat(scale.standardized(numbers[row]))
    }
    for (position, row) in split.setAside.enumerated() {
      test[position * inputCount + input] = finiteFloat(scale.standardized(numbers[row]))
    }
    means.append(scale.mean)
    deviations.append(scale.deviation)
    columns.append(InputColumn(name: column.name, kind: .number, fill: .number(mean)))
    keepWayBack(
      isMissing: { read[$0].isNaN }, numbers: { RawNumbers($0.map { read[$0] }, scale: scale) })
  }

  /// - Parameter numbers: how those of the given rows are found again; nil for categories.
  private mutating func keepWayBack(
    isMissing: (Int) -> Bool, numbers: (_ rows: [Int]) -> RawNumbers?
  ) {
    func column(_ rows: [Int]) -> RawRows.Column {
      RawRows.Column(
        numbers: numbers(rows),
        missing: rows.indices.filter { isMissing(rows[$0]) }.map(Int32.init))
    }
    rawTraining.columns.append(column(split.kept))
    rawTest.columns.append(column(split.setAside))
  }

  private mutating func addCategories(_ column: ColumnBuilder) throws(DataError) {
    let (names, read) = column.allCategories()
    var rows = read
    var counts = [Int](repeating: 0, count: names.count)
    for row in measured where rows[row] >= 0 { counts[Int(rows[row])] += 1 }
    // The first of equally frequent ones, so that the choice does not depend on the rows' order.
    var chosen = 0
    for index in counts.indices where counts[index] > counts[chosen] { chosen = index }
    guard counts[chosen] > 0 else { throw emptyColumn(column) }
    if column.missingRows > 0 {
      for row in rows.indices where rows[row] < 0 { rows[row] = Int32(chosen) }
      filled.append(
        .filledWithMostFrequent(
          column: column.name, rows: column.missingRows, category: names[chosen]))
    }
    let first = rows[measured[0]]
    if measured.allSatisfy({ rows[$0] == first }) { constant.append(column.name) }
    let input = means.count
    for (position, row) in split.kept.enumerated() {
      training[position * inputCount + input + Int(rows[row])] = 1
    }
    for (position, row) in split.setAside.enumerated() {
      test[position * inputCount + input + Int(rows[row])] = 1
    }
    means += names.map { _ in 0 }
    deviations += names.map { _ in 1 }
    columns.append(
      InputColumn(name: column.name, kind: .category(names), fill: .category(chosen)))
    keepWayBack(isMissing: { read[$0] < 0 }, numbers: { _ in nil })
    oneHot.append(.oneHot(column: column.name, inputs: names.count))
    if names.count == rows.count, rows.count > Self.fewRows,
      ColumnIdentity.isName(column.name)
    {
      identifying.append(.identifiesRows(column: column.name, rows: rows.count))
    } else if Self.hardlyRepeats(names.count, rows: rows.count) {
      hardlyRepeating.append(column.name)
    }
  }

  /// Numbers that name rows rather than measure something.
  private mutating func noteIdentifier(_ name: String, _ read: [Double]) {
    guard read.count > Self.fewRows else { return }
    if Self.areRowNumbers(read) {
      identifying.append(.countsRows(column: name))
    } else if ColumnIdentity.areIdentifiers(read, name: name) {
      identifying.append(.identifiesRows(column: name, rows: read.count))
    }
  }

  /// Below so many rows nothing is concluded from how they are numbered or named.
  private static let fewRows = 5

  private static func areRowNumbers(_ numbers: [Double]) -> Bool {
    guard numbers[0] == 0 || numbers[0] == 1 else { return false }
    return numbers.indices.allSatisfy { numbers[$0] == numbers[0] + Double($0) }
  }

  /// Whether most rows have a value of their own.
  private static func hardlyRepeats(_ values: Int, rows: Int) -> Bool {
    rows > fewRows && (values == rows || (values > 2 * fewRows && values * 2 > rows))
  }

  /// Classes that cannot be learned, or not be tested.
  private func rareClasses(_ target: PreparedTarget) -> [DataNote] {
    guard case .classification(let names) = target.task else { return [] }
    var rows = names.map { _ in 0 }
    var testRows = rows
    for label in target.strata { rows[Int(label)] += 1 }
    for row in split.setAside { testRows[Int(target.strata[row])] += 1 }
    var trained = names.map { _ in 0 }
    for row in measured { trained[Int(target.strata[row])] += 1 }
    let unlearned = names.indices.filter { trained[$0] == 0 }
    let single = names.indices.filter { rows[$0] == 1 && trained[$0] == 1 }
    let untested = names.indices.filter {
      !split.setAside.isEmpty && testRows[$0] == 0 && rows[$0] > 1
    }
    let notes: [DataNote] =
      unlearned.isEmpty ? [] : [.unlearnedClasses(unlearned.map { names[$0] })]
    guard !single.isEmpty || !untested.isEmpty else { return notes }
    return notes + [
      .rareClasses(single: single.map { names[$0] }, untested: untested.map { names[$0] })
    ]
  }

  private func emptyColumn(_ column: ColumnBuilder) -> DataError {
    DataError(
      id: "csv-empty-column",
      message: "no training row has a value in column \(quotedForMessage(column.name))",
      file: path, suggestion: "\(columnOption("drop", [column.name])) leaves it out")
  }

  mutating func finish(table: CSVTable, target: PreparedTarget) -> PreparedData {
    let learned = target.learned
    let scale: Standardization.Scale? =
      options.standardize && target.task == .regression
      ? Standardization.Scale(of: measured.lazy.map { learned[$0] }) : nil
    func targets(_ rows: [Int]) -> Examples.Targets {
      if target.task == .regression {
        return .values(
          rows.map { finiteFloat(scale?.standardized(learned[$0]) ?? learned[$0]) })
      }
      return .classes(rows.map { target.strata[$0] }, count: target.strataCount)
    }
    if target.task == .regression {
      func wayBack(_ rows: [Int]) -> RawNumbers {
        RawNumbers(
          targets: rows.map { target.values[$0] }, scale: scale ?? .asIs, target.transform)
      }
      rawTraining.target = wayBack(split.kept)
      rawTest.target = wayBack(split.setAside)
    }
    let fileName = path.split(separator: "/").last.map(String.init) ?? path
    let ending = ".csv"
    let hasEnding = fileName.lowercased().hasSuffix(ending) && fileName.count > ending.count
    var data = PreparedData(
      name: hasEnding ? String(fileName.dropLast(ending.count)) : fileName, title: fileName,
      source: "", columns: columns, targetName: table.target.name, task: target.task,
      training: Examples(
        inputs: training, inputCount: inputCount, targets: targets(split.kept)),
      test: split.setAside.isEmpty
        ? nil : Examples(inputs: test, inputCount: inputCount, targets: targets(split.setAside)),
      standardization: options.standardize
        ? Standardization(means: means, deviations: deviations, target: scale) : nil,
      notes: notes(table, target),
      split: options.rule == .drawn
        ? SplitOptions(
          testFraction: options.testFraction, seed: options.seed, standardize: options.standardize)
        : nil)
    data.missing = options.missing
    data.transform = target.transform
    (data.rule, data.division, data.leftOut) = (options.rule, division, table.leftOut)
    data.origins = RowOrigins(
      training: split.kept.map { Int32(table.fileRow($0)) },
      test: split.setAside.map { Int32(table.fileRow($0)) }, lines: table.lines)
    data.rawTraining = rawTraining
    data.rawTest = split.setAside.isEmpty ? nil : rawTest
    return data
  }

  /// What was done first, then what is doubtful.
  private func notes(_ table: CSVTable, _ target: PreparedTarget) -> [DataNote] {
    var notes = table.notes + filled + oneHot
    if !constant.isEmpty { notes.append(.constantColumns(constant)) }
    notes += identifying
    if !hardlyRepeating.isEmpty {
      notes.append(.hardlyRepeating(columns: hardlyRepeating, rows: target.strata.count))
    }
    if let note = target.note { notes.append(note) }
    return notes + rareClasses(target)
  }
}
