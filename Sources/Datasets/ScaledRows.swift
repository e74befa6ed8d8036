// Rows filled and scaled by what some of the training rows show, from the values as they were read. What is
// kept to judge by has no say in means and deviations, as it will have none of new rows.

/// What is measured of one column.
private struct ColumnMeasure {
  var scale: Standardization.Scale
  var fill: InputColumn.Fill
}

/// The values of a column as they were read.
private enum ColumnValues {
  /// NaN where there is none.
  case numbers([Double])
  /// -1 where there is none.
  case categories([Int32], count: Int)

  init(_ reader: RawRowReader, column place: Int, of kind: InputColumn.Kind) {
    switch kind {
    case .number: self = .numbers(reader.numbers(ofColumn: place))
    case .category(let names):
      self = .categories(reader.categories(ofColumn: place), count: names.count)
    }
  }

  /// As loading measures; nil where no row has a value.
  func measure(_ rows: [Int], isScaled: Bool) -> ColumnMeasure? {
    switch self {
    case .numbers(let values):
      let present = rows.lazy.map { values[$0] }.filter { !$0.isNaN }
      guard !present.isEmpty else { return nil }
      var scale = Standardization.Scale(of: present)
      let mean = scale.mean
      if rows.contains(where: { values[$0].isNaN }) {
        scale = Standardization.Scale(of: rows.lazy.map { values[$0].isNaN ? mean : values[$0] })
      }
      return ColumnMeasure(scale: isScaled ? scale : .asIs, fill: .number(mean))
    case .categories(let values, let count):
      var counts = [Int](repeating: 0, count: count)
      for row in rows where values[row] >= 0 { counts[Int(values[row])] += 1 }
      var chosen = 0
      for index in counts.indices where counts[index] > counts[chosen] { chosen = index }
      guard count > 0, counts[chosen] > 0 else { return nil }
      return ColumnMeasure(scale: .asIs, fill: .category(chosen))
    }
  }

  /// Writes the inputs that the column becomes, the first of each row at `input`.
  func write(
    _ rows: [Int], _ measure: ColumnMeasure, into inputs: inout [Float], at input: Int, width: Int
  ) {
    switch (self, measure.fill) {
    case (.numbers(let values), .number(let mean)):
      for (place, row) in rows.enumerated() {
        let value = values[row].isNaN ? mean : values[row]
        inputs[place * width + input] = finiteFloat(measure.scale.standardized(value))
      }
    case (.categories(let values, _), .category(let fill)):
      for (place, row) in rows.enumerated() {
        inputs[place * width + input + (values[row] < 0 ? fill : Int(values[row]))] = 1
      }
    default: break
    }
  }
}

extension PreparedData {
  /// Whether fills or scales come of the training rows, and so may come of fewer of them.
  package var isMeasuredHere: Bool {
    guard !isPreparedByModel else { return false }
    return standardization != nil
      || [rawTraining, rawTest].contains { raw in
        raw?.columns.contains { !$0.missing.isEmpty } ?? false
      }
  }

  /// The training rows whose values decide: all that may be trained on, or without those that the seed draws
  /// to validate.
  package func rowsMeasured(without seed: (fraction: Double, seed: UInt64)?) -> [Int] {
    if let seed { return division(validationFraction: seed.fraction, seed: seed.seed).kept }
    return division.isGiven
      ? division(validationFraction: 0, seed: 0).kept : Array(0..<training.count)
  }

  /// The same rows without what those say that validate when drawn with this seed; nil for what all say that may
  /// be trained on.
  package func scaled(without seed: UInt64?, fraction: Double) -> PreparedData {
    guard isMeasuredHere, scaledWithout != seed else { return self }
    var data = scaled(by: rowsMeasured(without: seed.map { (fraction, $0) }))
    data.scaledWithout = seed
    return data
  }

  /// The training rows as they are where they were not scaled otherwise for validation.
  package var trainingAsChosen: Examples { scaled(without: nil, fraction: 0).training }

  // MARK: Parts of the training rows

  /// The training rows in several divisions, each filled and scaled by the rows it trains on alone.
  package func divided(_ divisions: [RowDivision]) -> [DividedRows] {
    guard isMeasuredHere else {
      return divisions.map {
        DividedRows(
          training: training.subset($0.kept), validation: training.subset($0.validation),
          targetScale: standardization?.target, transform: transform)
      }
    }
    if case .bytes(let bytes, _) = training.storage {
      return divisions.map { rows in
        let scaled = scaledBytes(bytes, by: rows.kept).training
        return DividedRows(
          training: scaled.subset(rows.kept), validation: scaled.subset(rows.validation),
          targetScale: nil, transform: transform)
      }
    }
    let reader = RawRowReader(plainTraining, rawTraining, of: self)
    let width = plainTraining.inputCount
    var parts = divisions.map {
      (
        [Float](repeating: 0, count: $0.kept.count * width),
        [Float](repeating: 0, count: $0.validation.count * width)
      )
    }
    var input = 0
    for (place, column) in columns.enumerated() {
      let values = ColumnValues(reader, column: place, of: column.kind)
      for (index, rows) in divisions.enumerated() {
        let measure = measure(of: values, rows.kept, column, input: input)
        values.write(rows.kept, measure, into: &parts[index].0, at: input, width: width)
        values.write(rows.validation, measure, into: &parts[index].1, at: input, width: width)
      }
      input += column.inputNames.count
    }
    let numbers = isScaledTarget ? reader.targetNumbers.map(transform.learned) : []
    return zip(divisions, parts).map { rows, inputs in
      let scale =
        isScaledTarget ? Standardization.Scale(of: rows.kept.lazy.map { numbers[$0] }) : nil
      func examples(_ rows: [Int], _ inputs: [Float]) -> Examples {
        let targets =
          scale.map { scale in
            Examples.Targets.values(rows.map { finiteFloat(scale.standardized(numbers[$0])) })
          } ?? plainTraining.targets.subset(rows)
        return seen(Examples(inputs: inputs, inputCount: width, targets: targets))
      }
      return DividedRows(
        training: examples(rows.kept, inputs.0), validation: examples(rows.validation, inputs.1),
        targetScale: scale, transform: transform)
    }
  }

  private var isScaledTarget: Bool { standardization?.target != nil }

  /// What stood for the column before where the rows have no value in it.
  private func measure(
    of values: ColumnValues, _ rows: [Int], _ column: InputColumn, input: Int
  ) -> ColumnMeasure {
    values.measure(rows, isScaled: standardization != nil)
      ?? ColumnMeasure(scale: scale(ofInput: input), fill: column.fill ?? .number(0))
  }

  /// Rows without features as the network sees them.
  private func seen(_ plain: Examples) -> Examples {
    features?.features.examples(plain) ?? plain
  }

  // MARK: All rows

  /// All rows, filled and scaled by what these training rows show.
  func scaled(by rows: [Int]) -> PreparedData {
    guard isMeasuredHere else { return self }
    if case .bytes(let bytes, _) = training.storage { return scaledBytes(bytes, by: rows) }
    var data = self
    data.features = nil
    let training = RawRowReader(plainTraining, rawTraining, of: self)
    let test = rawRows(of: .test)
    var means: [Double] = []
    var deviations: [Double] = []
    let width = plainTraining.inputCount
    var inputs = [Float](repeating: 0, count: plainTraining.count * width)
    var testInputs = [Float](repeating: 0, count: (plainTest?.count ?? 0) * width)
    for (place, column) in columns.enumerated() {
      let input = means.count
      let values = ColumnValues(training, column: place, of: column.kind)
      let measure = measure(of: values, rows, column, input: input)
      values.write(
        Array(0..<training.count), measure, into: &inputs, at: input, width: width)
      if case .numbers(let numbers) = values {
        data.rawTraining?.columns[place].numbers = RawNumbers(numbers, scale: measure.scale)
      }
      if let test {
        let values = ColumnValues(test, column: place, of: column.kind)
        values.write(
          Array(0..<test.count), measure, into: &testInputs, at: input, width: width)
        if case .numbers(let numbers) = values {
          data.rawTest?.columns[place].numbers = RawNumbers(numbers, scale: measure.scale)
        }
      }
      if column.fill != nil { data.columns[place].fill = measure.fill }
      means += column.inputNames.map { _ in measure.scale.mean }
      deviations += column.inputNames.map { _ in measure.scale.deviation }
    }
    var targetScale: Standardization.Scale?
    func targets(_ reader: RawRowReader?, _ raw: inout RawRows?) -> Examples.Targets? {
      guard let reader else { return nil }
      guard let scale = targetScale else { return nil }
      let numbers = reader.targetNumbers
      raw?.target = RawNumbers(targets: numbers, scale: scale, transform)
      return .values(numbers.map { finiteFloat(scale.standardized(transform.learned($0))) })
    }
    if isScaledTarget {
      let numbers = training.targetNumbers.map(transform.learned)
      targetScale = Standardization.Scale(of: rows.lazy.map { numbers[$0] })
    }
    data.training = Examples(
      inputs: inputs, inputCount: width,
      targets: targets(training, &data.rawTraining) ?? plainTraining.targets)
    data.test = plainTest.map { plain in
      Examples(
        inputs: testInputs, inputCount: width,
        targets: targets(test, &data.rawTest) ?? plain.targets)
    }
    if standardization != nil {
      data.standardization = Standardization(
        means: means, deviations: deviations, target: targetScale)
    }
    data.notes = data.notesAfterFilling
    return features.flatMap { try? data.seen(through: $0.features) } ?? data
  }

  /// How many rows there are without a value in a column.
  private func missingRows(ofColumn column: Int) -> Int {
    [rawTraining, rawTest].reduce(0) { $0 + ($1?.columns[column].missing.count ?? 0) }
  }

  /// The notes with what stands for missing values now.
  private var notesAfterFilling: [DataNote] {
    notes.map { note in
      switch note {
      case .filledWithMean(let name, _, _):
        guard let index = columns.firstIndex(where: { $0.name == name }),
          case .number(let mean)? = columns[index].fill
        else { return note }
        return .filledWithMean(column: name, rows: missingRows(ofColumn: index), mean: mean)
      case .filledWithMostFrequent(let name, _, _):
        guard let index = columns.firstIndex(where: { $0.name == name }),
          case .category(let place)? = columns[index].fill, let names = columns[index].categories
        else { return note }
        return .filledWithMostFrequent(
          column: name, rows: missingRows(ofColumn: index), category: names[place])
      default: return note
      }
    }
  }

  /// Pictures stay bytes that share one scale.
  private func scaledBytes(_ bytes: [UInt8], by rows: [Int]) -> PreparedData {
    let width = training.inputCount
    let scale = ByteScale.measured(bytes, rows: rows, width: width)
    let byteScale = ByteScale { scale.standardized($0) }
    func scaled(_ examples: Examples) -> Examples {
      guard case .bytes(let bytes, _) = examples.storage else { return examples }
      return Examples(
        storage: .bytes(bytes, scale: byteScale), inputCount: width, targets: examples.targets)
    }
    var data = self
    data.training = scaled(training)
    data.test = test.map(scaled)
    data.standardization = Standardization(
      means: Array(repeating: scale.mean, count: width),
      deviations: Array(repeating: scale.deviation, count: width), target: nil)
    data.notes = notes.map { note in
      if case .sharedScale = note {
        .sharedScale(mean: scale.mean, deviation: scale.deviation)
      } else {
        note
      }
    }
    return data
  }
}
