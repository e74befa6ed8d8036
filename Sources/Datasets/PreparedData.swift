// What every way of getting data yields: rows split into training and test, how a raw row becomes
// network inputs, and what was done to the data on the way, as numbers that others may put into
// words.
import Text

/// What is to be learned.
package enum LearningTask: Equatable, Sendable {
  /// The classes' names, in the order of their numbers in `Examples.Targets.classes`.
  case classification(classes: [String])
  /// One number a row.
  case regression
}

/// A column of the file other than the target.
package struct InputColumn: Equatable, Sendable {
  package enum Kind: Equatable, Sendable {
    /// One input of the same name.
    case number
    /// One input for each category, 1 for the row's own and 0 for the others, named `color=red`.
    case category([String])
  }

  /// What stands for a value that is missing.
  package enum Fill: Equatable, Sendable {
    case number(Double)
    /// Its place among the categories.
    case category(Int)
  }

  package var name: String
  package var kind: Kind
  /// The mean, or the most frequent category, of the training rows that have a value; nil for made data
  /// and pictures, where no value is missing.
  package var fill: Fill?

  package init(name: String, kind: Kind, fill: Fill? = nil) {
    self.name = name
    self.kind = kind
    self.fill = fill
  }

  /// Nil for numbers.
  package var categories: [String]? {
    if case .category(let categories) = kind { categories } else { nil }
  }

  /// The names of the inputs this column becomes.
  package var inputNames: [String] {
    switch kind {
    case .number: [name]
    case .category(let categories): categories.map { "\(name)=\($0)" }
    }
  }
}

/// How numbers were brought to mean 0 and deviation 1: `(value − mean) / deviation`. Both come from
/// the training rows alone, or from those of the model that was loaded; the deviation is the population's
/// (÷ n), and 1 where all values are the same.
package struct Standardization: Equatable, Sendable {
  package struct Scale: Equatable, Sendable {
    package var mean: Double
    package var deviation: Double

    package init(mean: Double, deviation: Double) {
      self.mean = mean
      self.deviation = deviation
    }

    /// The mean and population deviation of some values; 0 and 1 of none.
    package init(of values: some Sequence<Double>) {
      self = measuredScale(values)
    }

    package func standardized(_ value: Double) -> Double { (value - mean) / deviation }
    package func original(_ value: Double) -> Double { value * deviation + mean }
  }

  /// One mean for each input; 0 for the 0/1 inputs of a category, which are left as they are.
  package var means: [Double]
  /// One deviation for each input; 1 for the 0/1 inputs of a category.
  package var deviations: [Double]
  /// The target's own scale, for regression.
  package var target: Scale?

  package init(means: [Double], deviations: [Double], target: Scale?) {
    self.means = means
    self.deviations = deviations
    self.target = target
  }
}

/// Something that was done to the data, or that their user should know of.
package enum DataNote: Equatable, Sendable {
  /// How many fields of a column were missing.
  package struct MissingFields: Equatable, Sendable {
    package var column: String
    package var rows: Int

    package init(column: String, rows: Int) {
      self.column = column
      self.rows = rows
    }
  }

  /// Rows left out because fields were missing; a row may count in several columns. Columns are in
  /// the file's order.
  case rowsDropped(count: Int, columns: [MissingFields])
  /// Missing numbers replaced by the mean over the training rows that have one.
  case filledWithMean(column: String, rows: Int, mean: Double)
  /// Missing categories replaced by the most frequent one among the training rows.
  case filledWithMostFrequent(column: String, rows: Int, category: String)
  /// A text column became this many 0/1 inputs.
  case oneHot(column: String, inputs: Int)
  /// Columns with the same value in every training row: nothing can be learned from them.
  case constantColumns([String])
  /// All inputs were standardized by one mean and deviation, those over all of them.
  case sharedScale(mean: Double, deviation: Double)
  /// A column without a name in the header, and the name it was given; positions count from 1.
  case columnNamed(position: Int, name: String)
  /// The first line names the columns and could as well be a row of data.
  case headerLikeData(names: [String])
  /// Columns, scales, categories and classes are those of a model that was trained on other rows.
  case preparedByModel
  /// Columns with neither a name nor a value were left out; positions count from 1.
  case emptyColumnsLeftOut(positions: [Int])
  /// Numbers that are not written as programs write them, with one of them and what it was read as.
  /// - isAssumed: whether they can be read with the other decimal mark too.
  case numbersRead(
    column: String, format: NumberFormat, example: String, value: Double, isAssumed: Bool)
  /// Fields in a column of numbers that are none were treated as missing, the first on this line.
  case takenAsMissing(column: String, rows: Int, first: String, line: Int)
  /// Whole numbers that could have been classes, were they not so many different ones.
  case wholeNumbersPredicted(column: String, distinct: Int, rows: Int)
  /// Text columns whose values hardly repeat, so that their inputs say nothing of other rows.
  case hardlyRepeating(columns: [String], rows: Int)
  /// A column that counts the rows from 0 or 1.
  case countsRows(column: String)
  /// A column whose whole numbers or texts all differ, as names of rows do.
  case identifiesRows(column: String, rows: Int)
  /// Classes without a row to train on.
  case unlearnedClasses([String])
  /// Classes with a single row, which is trained on; and others without a row to test on.
  case rareClasses(single: [String], untested: [String])
}

/// Data ready for a network.
package struct PreparedData: Equatable, Sendable {
  /// A short name: `circle`, `iris`, or the file's name without its ending.
  package var name: String
  /// One line saying what the data are.
  package var title: String
  /// Citation and license; empty for made data and a user's own files.
  package var source: String
  /// The columns a raw example has, in order.
  package var columns: [InputColumn]
  /// The network's inputs, in order; longer than `columns` when some are categories.
  package var inputNames: [String]
  package var targetName: String
  package var task: LearningTask
  package var training: Examples
  /// Nil when no rows were set aside.
  @Boxed package var test: Examples?
  /// Nil when the numbers are as they were in the file.
  @Boxed package var standardization: Standardization?
  package var notes: [DataNote]
  /// What the network sees instead of the two columns there are; nil for the columns themselves.
  @Boxed package internal(set) var features: ChosenFeatures? = nil
  /// How the rows were drawn; nil where they were not, or the data come in two parts.
  @Boxed package var split: SplitOptions?
  /// Who decided which rows train and test.
  @Boxed package internal(set) var rule = SplitRule.drawn
  /// What dividing the training rows once more has to heed.
  @Boxed package internal(set) var division = TrainingDivision.drawn
  /// Which rows of a file these are; nil of others.
  @Boxed package internal(set) var origins: RowOrigins? = nil
  /// Columns of the file that are no inputs.
  package internal(set) var leftOut: [LeftOutColumn] = []
  /// What is learned of a number to be predicted.
  package internal(set) var transform = TargetTransform.none
  /// What those training rows were drawn with that scales and fills are not of, since they validate; nil where
  /// they are of all rows that may be trained on.
  package internal(set) var scaledWithout: UInt64?
  /// What was to be done with missing values; nil for made data and pictures, which have none.
  package var missing: CSVOptions.MissingPolicy?
  /// The way back to the values as they were read; nil where the inputs are those.
  @Boxed var rawTraining: RawRows? = nil
  @Boxed var rawTest: RawRows? = nil

  package init(
    name: String, title: String, source: String, columns: [InputColumn], targetName: String,
    task: LearningTask, training: Examples, test: Examples?, standardization: Standardization?,
    notes: [DataNote], split: SplitOptions? = nil
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.columns = columns
    self.inputNames = columns.flatMap(\.inputNames)
    self.targetName = targetName
    self.task = task
    self.training = training
    self.test = test
    self.standardization = standardization
    self.notes = notes
    self.split = split
  }

  /// How the numbers of a column were written in the file.
  func numberFormat(of column: String) -> NumberFormat {
    for case .numbersRead(column, let format, _, _, _) in notes { return format }
    return .plain
  }

  /// The places of those of some categories that a training row has.
  ///
  /// - Parameter input: that of the first of them.
  func placesInTraining(of categories: [String], input: Int) -> [Int] {
    // A model was trained on other rows, which had all of its categories.
    guard !isPreparedByModel, case .numbers(let inputs) = plainTraining.storage else {
      return Array(categories.indices)
    }
    return categories.indices.filter { place in
      stride(from: input + place, to: inputs.count, by: plainTraining.inputCount)
        .contains { inputs[$0] != 0 }
    }
  }

  /// The least and the greatest number of each column that a training row has, as the network sees it without
  /// features; nil for categories, and where the rows trained on were others.
  package var trainedRanges: [ClosedRange<Float>?] {
    guard !isPreparedByModel, case .numbers(let inputs) = plainTraining.storage else {
      return columns.map { _ in nil }
    }
    var input = 0
    return columns.map { column in
      defer { input += column.inputNames.count }
      guard column.kind == .number, input < inputs.count else { return nil }
      var (least, greatest) = (inputs[input], inputs[input])
      for place in stride(from: input, to: inputs.count, by: plainTraining.inputCount) {
        (least, greatest) = (min(least, inputs[place]), max(greatest, inputs[place]))
      }
      return least...greatest
    }
  }

  /// The classes' names; empty for regression.
  package var classNames: [String] {
    if case .classification(let classes) = task { classes } else { [] }
  }

  /// One raw example, a field for each of `columns`, as the inputs the network expects:
  /// standardized as the training rows were, categories as 0/1. Category names may differ in case.
  /// Errors: `example-field-count`, `example-not-a-number`, `example-out-of-range`, `example-missing-value`,
  /// `example-unknown-category`.
  package func encode(_ fields: [String]) throws(DataError) -> [Float] {
    seenInputs(try encodePlain(fields))
  }

  /// The columns in which an example lies beyond all rows trained on. Errors: those of `encode`.
  package func columnsBeyond(_ fields: [String]) throws(DataError) -> [String] {
    let plain = try encodePlain(fields)
    var input = 0
    return zip(columns, trainedRanges).compactMap { column, range in
      defer { input += column.inputNames.count }
      return range.map { !$0.contains(plain[input]) } == true ? column.name : nil
    }
  }

  private func encodePlain(_ fields: [String]) throws(DataError) -> [Float] {
    guard fields.count == columns.count else {
      let names = listedForMessage(columns.map(\.name), limit: 8)
      throw DataError(
        id: "example-field-count",
        message: "an example has \(counted(columns.count, "value")), not \(fields.count)",
        suggestion: "give one value for each of \(names)")
    }
    var inputs: [Float] = []
    inputs.reserveCapacity(inputNames.count)
    for (position, (field, column)) in zip(fields, columns).enumerated() {
      switch column.kind {
      case .number:
        if case .number(let fill)? = try standIn(for: field, column, position) {
          inputs.append(standardizedInput(fill, at: inputs.count))
          continue
        }
        let value = try number(field, column: column, position: position)
        inputs.append(standardizedInput(value, at: inputs.count))
      case .category(let categories):
        let chosen: Int
        if case .category(let fill)? = try standIn(for: field, column, position) {
          chosen = fill
        } else {
          let known = placesInTraining(of: categories, input: inputs.count)
          chosen = try category(field, of: categories, known, column: column, position: position)
        }
        for index in categories.indices { inputs.append(index == chosen ? 1 : 0) }
      }
    }
    return inputs
  }

  /// Regression: a target or output of the network in the target's own units.
  package func originalTarget(_ value: Float) -> Double {
    transform.original(standardization?.target?.original(Double(value)) ?? Double(value))
  }

  /// A raw number of input `index` on the scale the network sees, before any features.
  package func standardizedInput(_ value: Double, at index: Int) -> Float {
    guard let standardization else { return finiteFloat(value) }
    return finiteFloat((value - standardization.means[index]) / standardization.deviations[index])
  }

  /// A value of input `index` as the network sees it, back in the column's own units.
  package func originalInput(_ value: Float, at index: Int) -> Double {
    guard let standardization else { return Double(value) }
    return Double(value) * standardization.deviations[index] + standardization.means[index]
  }

  /// What stands for a value that is missing, where the data were loaded so.
  private func standIn(
    for field: String, _ column: InputColumn, _ position: Int
  ) throws(DataError) -> InputColumn.Fill? {
    var text = field
    guard text.withUTF8({ isMissing($0) }), column.categories?.contains(field) != true else {
      return nil
    }
    guard missing == .mean else {
      throw DataError(
        id: "example-missing-value", message: "a value of `\(column.name)` is missing",
        column: position + 1,
        suggestion: missing == nil
          ? "type one"
          : "type one; of data loaded with missing=mean the training rows' mean stands for it")
    }
    return column.fill
  }

  private func number(
    _ field: String, column: InputColumn, position: Int
  ) throws(DataError) -> Double {
    // As it stands in the data: 1.158 may be a thousand there.
    let format = numberFormat(of: column.name)
    for format in [format, format.withoutUnit] {
      if case .number(let value) = format.read(field) { return value }
    }
    switch DecimalNumber.parse(field) {
    case .number(let value): return value
    case .outOfRange:
      throw DataError(
        id: "example-out-of-range",
        message: "\(quotedForMessage(field)) for `\(column.name)` is too large",
        column: position + 1, suggestion: "numbers must lie within ±3.4e38")
    case .notANumber:
      if let value = NumberFormat.onlyReading(of: field) { return value }
      throw DataError(
        id: "example-not-a-number",
        message: "`\(column.name)` needs a number, not \(quotedForMessage(field))",
        column: position + 1, suggestion: "write it as 3, 0.03 or 3e-2")
    }
  }

  private func category(
    _ field: String, of categories: [String], _ known: [Int], column: InputColumn, position: Int
  ) throws(DataError) -> Int {
    if let index = known.first(where: { categories[$0] == field }) { return index }
    let lowered = field.lowercased()
    let matches = known.filter { categories[$0].lowercased() == lowered }
    if matches.count == 1 { return matches[0] }
    let names = known.map { categories[$0] }
    throw DataError(
      id: "example-unknown-category",
      message: "`\(column.name)` has no category \(quotedForMessage(field))"
        + (categories.contains(field) ? " among the rows trained on" : ""),
      column: position + 1,
      suggestion: suggestedName(
        for: field, among: names, otherwise: "one of \(listedForMessage(names))"))
  }
}

/// The nearest Float, held within Float's range: a row set aside may lie as far from the training
/// rows as it likes.
func finiteFloat(_ value: Double) -> Float {
  let most = Float.greatestFiniteMagnitude
  return min(max(Float(value), -most), most)
}

/// Two passes in Double. Equal values are recognized as such before any rounding, so that a
/// constant column never becomes noise; squares are taken relative to the largest one and cannot
/// underflow.
private func measuredScale(_ values: some Sequence<Double>) -> Standardization.Scale {
  var count = 0
  var sum = 0.0
  var low = Double.infinity
  var high = -Double.infinity
  for value in values {
    count += 1
    sum += value
    low = min(low, value)
    high = max(high, value)
  }
  guard count > 0 else { return Standardization.Scale(mean: 0, deviation: 1) }
  guard low < high else { return Standardization.Scale(mean: low, deviation: 1) }
  let mean = sum / Double(count)
  let largest = max(high - mean, mean - low)
  var squares = 0.0
  for value in values {
    let relative = (value - mean) / largest
    squares += relative * relative
  }
  let deviation = largest * (squares / Double(count)).squareRoot()
  return Standardization.Scale(mean: mean, deviation: deviation > 0 ? deviation : 1)
}
