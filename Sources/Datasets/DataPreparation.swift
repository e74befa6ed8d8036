// How rows become what a network sees, without the rows: what a model has to keep so that other rows can be
// prepared for it as its training rows were.

/// Columns, target and features with all that was measured on the training rows.
package struct DataPreparation: Equatable, Sendable {
  package struct Column: Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
      /// One input; without a scale the number itself.
      case number(Standardization.Scale?)
      /// One input for each category, in this order.
      case category([String])
    }

    package var name: String
    package var kind: Kind
    /// What stands for a value that is missing; nil where none was.
    package var fill: InputColumn.Fill?

    package init(name: String, kind: Kind, fill: InputColumn.Fill? = nil) {
      self.name = name
      self.kind = kind
      self.fill = fill
    }

    /// How many inputs it becomes.
    package var inputCount: Int {
      if case .category(let categories) = kind { categories.count } else { 1 }
    }
  }

  package enum Target: Equatable, Sendable {
    /// The classes' names, in the order of their numbers.
    case classes([String])
    /// Without a scale the network gives the number itself.
    case number(Standardization.Scale?)
  }

  package var columns: [Column]
  package var targetName: String
  package var target: Target
  /// What is learned of a number to be predicted.
  package var transform = TargetTransform.none
  /// What the network sees of two columns; nil for the columns themselves.
  package var features: [InputFeature]?

  package init(
    columns: [Column], targetName: String, target: Target, transform: TargetTransform = .none,
    features: [InputFeature]? = nil
  ) {
    self.transform = transform
    self.columns = columns
    self.targetName = targetName
    self.target = target
    self.features = features
  }

  /// How many inputs the network has.
  package var inputCount: Int { features?.count ?? columnInputCount }

  /// How many there are before any features.
  var columnInputCount: Int { columns.reduce(0) { $0 + $1.inputCount } }

  /// Of all inputs, as data hold it; nil where numbers are left as they are.
  package var standardization: Standardization? {
    var (means, deviations): ([Double], [Double]) = ([], [])
    var isScaled = false
    for column in columns {
      switch column.kind {
      case .number(let scale):
        isScaled = isScaled || scale != nil
        means.append((scale ?? .asIs).mean)
        deviations.append((scale ?? .asIs).deviation)
      case .category(let categories):
        means += categories.map { _ in 0 }
        deviations += categories.map { _ in 1 }
      }
    }
    if case .number(let scale?) = target {
      return Standardization(means: means, deviations: deviations, target: scale)
    }
    return isScaled ? Standardization(means: means, deviations: deviations, target: nil) : nil
  }

  package var inputColumns: [InputColumn] {
    columns.map { column in
      switch column.kind {
      case .number: InputColumn(name: column.name, kind: .number, fill: column.fill)
      case .category(let categories):
        InputColumn(name: column.name, kind: .category(categories), fill: column.fill)
      }
    }
  }

  var task: LearningTask {
    switch target {
    case .classes(let classes): .classification(classes: classes)
    case .number: .regression
    }
  }

  /// The scale that all inputs share; nil where they have their own.
  var sharedScale: Standardization.Scale? {
    guard case .number(let first)? = columns.first?.kind,
      columns.allSatisfy({ $0.kind == .number(first) })
    else { return nil }
    return first ?? .asIs
  }
}

extension PreparedData {
  /// Whether scales and names are those of a model that was trained on other rows.
  package var isPreparedByModel: Bool { notes.contains(.preparedByModel) }

  /// How these rows were prepared.
  package var preparation: DataPreparation {
    var input = 0
    let columns = columns.map { column in
      defer { input += column.inputNames.count }
      let kind: DataPreparation.Column.Kind =
        switch column.kind {
        case .category(let categories): .category(categories)
        case .number: .number(standardization == nil ? nil : scale(ofInput: input))
        }
      return DataPreparation.Column(name: column.name, kind: kind, fill: column.fill)
    }
    let target: DataPreparation.Target =
      switch task {
      case .classification(let classes): .classes(classes)
      case .regression: .number(standardization?.target)
      }
    return DataPreparation(
      columns: columns, targetName: targetName, target: target, transform: transform,
      features: features?.features)
  }
}
