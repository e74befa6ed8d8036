// Rows at hand and a model that was trained on others: columns are found by name, categories and classes
// too, and then all values go through the model's own scales. What the model does not know is refused here,
// before anything is made.
import Numerics

/// Which of the data's columns, categories and classes are which of the model's.
package struct ModelMatch {
  private let data: PreparedData
  private let model: DataPreparation
  /// For each of the model's columns its place among the data's.
  private let places: [Int]
  /// For each of the model's columns and each category of the data its place among the model's.
  private let categories: [[Int]]
  /// For each class of the data its number among the model's.
  private let classes: [Int32]

  /// Errors: `model-missing-column`, `model-unknown-column`, `model-column-kind`,
  /// `model-unknown-category`, `model-no-fill`, `model-target`, `model-task`, `model-unknown-class`,
  /// `model-no-logarithm`.
  package init(_ data: PreparedData, _ model: DataPreparation) throws(DataError) {
    self.data = data
    self.model = model
    let own = Dictionary(
      uniqueKeysWithValues: data.columns.enumerated().map { ($1.name, $0) })
    let known = Set(model.columns.map(\.name))
    if own[model.targetName] != nil || known.contains(data.targetName) {
      try Self.checkTarget(of: data, in: model)
    }
    let unknown = data.columns.map(\.name).filter { !known.contains($0) }
    var (places, categories): ([Int], [[Int]]) = ([], [])
    for column in model.columns {
      guard let place = own[column.name] else {
        throw Self.missingColumn(column.name, unknown: unknown, data)
      }
      places.append(place)
      categories.append(try Self.categoryPlaces(of: data.columns[place], in: column))
      if column.fill == nil, data.missingCount(inColumn: place) > 0 {
        throw Self.noFill(column.name)
      }
    }
    if !unknown.isEmpty { throw Self.unknownColumns(unknown, model) }
    self.places = places
    self.categories = categories
    classes = try Self.classPlaces(of: data, in: model)
    try Self.checkLogarithm(of: data, in: model)
  }

  /// Whether the columns come in another order than the model's.
  package var isReordered: Bool { places != Array(places.indices) }

  /// Bytes that the new rows take beside those there are.
  package var memoryNeed: Int {
    let rows = data.training.count + (data.test?.count ?? 0)
    return sharedBytes == nil && model != data.preparation
      ? MemoryNeed.rows(rows, inputs: model.columnInputCount + (model.features?.count ?? 0)) : 0
  }

  /// Pictures that stay bytes: whose pixels are in the model's order and share its one scale.
  private var sharedBytes: Standardization.Scale? {
    guard case .bytes = data.training.storage, !isReordered else { return nil }
    return model.sharedScale
  }

  /// The same rows, prepared as the model's training rows were.
  ///
  /// - Parameter checkStop: asked before each column.
  package func preparedData(
    checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> PreparedData {
    guard model != data.preparation else { return data }
    let training = try part(data.plainTraining, data.rawTraining, checkStop)
    let test: (examples: Examples, raw: RawRows?)? =
      if let plain = data.plainTest { try part(plain, data.rawTest, checkStop) } else { nil }
    var result = PreparedData(
      name: data.name, title: data.title, source: data.source, columns: model.inputColumns,
      targetName: model.targetName, task: model.task, training: training.examples,
      test: test?.examples, standardization: model.standardization, notes: notes, split: data.split)
    result.missing = data.missing
    result.transform = model.transform
    (result.rule, result.division) = (data.rule, data.division)
    (result.origins, result.leftOut) = (data.origins, data.leftOut)
    result.rawTraining = training.raw
    result.rawTest = test?.raw
    return try model.features.map { features throws(DataError) in
      try result.seen(through: features)
    } ?? result
  }

  // MARK: Rows

  private func part(
    _ examples: Examples, _ raw: RawRows?, _ checkStop: () throws(DataError) -> Void
  ) throws(DataError) -> (examples: Examples, raw: RawRows?) {
    if let scale = sharedBytes, case .bytes(let bytes, _) = examples.storage {
      try checkStop()
      let scaled = InputStorage.bytes(bytes, scale: ByteScale { scale.standardized($0) })
      return (
        Examples(
          storage: scaled, inputCount: examples.inputCount, targets: targets(examples.targets)),
        raw
      )
    }
    let reader = RawRowReader(examples, raw, of: data)
    var encoded = EncodedRows(rows: examples.count, inputs: model.columnInputCount)
    for (place, column) in model.columns.enumerated() {
      try checkStop()
      let values = (0..<reader.count).map { reader.value(ofRow: $0, column: places[place]) }
      encoded.add(values, as: column, categories: categories[place])
    }
    try checkStop()
    guard case .number(let scale) = model.target else {
      return encoded.finish(targets(examples.targets))
    }
    return encoded.finish(
      numbers: reader.targetNumbers, scale: scale ?? .asIs, model.transform)
  }

  private func targets(_ targets: Examples.Targets) -> Examples.Targets {
    guard case .classes(let own, _) = targets, case .classes(let names) = model.target else {
      return targets
    }
    return .classes(own.map { classes[Int($0)] }, count: names.count)
  }

  /// What is still true of the rows, and what was done to them instead.
  private var notes: [DataNote] {
    let kept = data.notes.filter {
      switch $0 {
      case .rowsDropped, .columnNamed, .headerLikeData: true
      default: false
      }
    }
    let filled = zip(model.columns, places).compactMap { column, place -> DataNote? in
      let rows = data.missingCount(inColumn: place)
      guard rows > 0 else { return nil }
      switch (column.fill, column.kind) {
      case (.number(let mean)?, _):
        return .filledWithMean(column: column.name, rows: rows, mean: mean)
      case (.category(let chosen)?, .category(let names)):
        return .filledWithMostFrequent(column: column.name, rows: rows, category: names[chosen])
      default: return nil
      }
    }
    let oneHot = model.columns.compactMap { column -> DataNote? in
      guard case .category(let names) = column.kind else { return nil }
      return .oneHot(column: column.name, inputs: names.count)
    }
    let shared = sharedBytes.map {
      $0 == .asIs ? [] : [DataNote.sharedScale(mean: $0.mean, deviation: $0.deviation)]
    }
    return kept + filled + oneHot + (shared ?? []) + [.preparedByModel]
  }
}

extension PreparedData {
  /// How many rows of both parts have no value in a column.
  fileprivate func missingCount(inColumn place: Int) -> Int {
    [rawTraining, rawTest].reduce(0) { $0 + ($1?.columns[place].missing.count ?? 0) }
  }
}
