// Making inputs of raw values as a model's own were made, and remembering the way back from them.

/// Inputs while they are made column by column, with the way back from them.
struct EncodedRows {
  private let rows: Int
  private let inputCount: Int
  private var inputs: [Float]
  private var next = 0
  private var raw = RawRows(columns: [])

  init(rows: Int, inputs: Int) {
    self.rows = rows
    inputCount = inputs
    self.inputs = [Float](repeating: 0, count: rows * inputs)
  }

  /// - Parameter categories: for each of the values' categories its place among the column's.
  mutating func add(
    _ values: [RawValue], as column: DataPreparation.Column, categories: [Int]
  ) {
    let missing = values.indices.filter { values[$0] == .missing }.map(Int32.init)
    switch column.kind {
    case .number(let scale):
      let scale = scale ?? .asIs
      for (row, value) in values.enumerated() {
        var number = value.number
        if case .number(let fill)? = column.fill, value == .missing { number = fill }
        inputs[row * inputCount + next] = finiteFloat(scale.standardized(number))
      }
      raw.columns.append(
        RawRows.Column(
          numbers: RawNumbers(values.map(\.number), scale: scale), missing: missing))
    case .category:
      for (row, value) in values.enumerated() {
        switch (value, column.fill) {
        case (.category(let own), _): inputs[row * inputCount + next + categories[own]] = 1
        case (_, .category(let fill)?): inputs[row * inputCount + next + fill] = 1
        default: break
        }
      }
      raw.columns.append(RawRows.Column(numbers: nil, missing: missing))
    }
    next += column.inputCount
  }

  func finish(_ targets: Examples.Targets) -> (Examples, RawRows?) {
    (Examples(inputs: inputs, inputCount: inputCount, targets: targets), raw)
  }

  mutating func finish(
    numbers: [Double], scale: Standardization.Scale, _ transform: TargetTransform
  ) -> (Examples, RawRows?) {
    raw.target = RawNumbers(targets: numbers, scale: scale, transform)
    return finish(
      .values(numbers.map { finiteFloat(scale.standardized(transform.learned($0))) }))
  }
}

extension RawValue {
  /// NaN where there is none.
  var number: Double { if case .number(let number) = self { number } else { .nan } }
}
