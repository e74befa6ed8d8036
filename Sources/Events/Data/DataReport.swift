// What `data` says of the rows at hand.
import Datasets

package struct DataReport: Sendable, Equatable {
  package struct ClassCount: Sendable, Equatable {
    package var name: String
    package var training: Int
    /// Those that the data keep themselves.
    package var validation: Int
    package var test: Int
  }

  package struct Column: Sendable, Equatable {
    package var name: String
    /// Category names for a text column, nil for numbers.
    package var categories: [String]?
    /// Mean and population standard deviation by which it is standardized: those of the training rows, or
    /// of the loaded model's. In the column's own units.
    package var mean: Double?
    package var deviation: Double?
  }

  package var name: String
  package var title: String
  package var source: String
  package var trainingRows: Int
  /// Those that the data keep themselves.
  package var validationRows: Int
  package var testRows: Int
  /// Who decided which rows are which.
  package var rule: SplitRule
  package var inputCount: Int
  /// What the network sees of the columns; nil for the columns themselves.
  package var features: [String]?
  package var columns: [Column]
  package var targetName: String
  /// Empty for regression.
  package var classes: [ClassCount]
  package var standardized: Bool
  /// Whether the scales are those of a model that was loaded.
  package var isPreparedByModel: Bool
  /// How many training rows the scales are of, where others are kept for validation.
  package var scaledBy: Int?
  /// What is learned of a number to be predicted.
  package var transform: TargetTransform
  /// Mean and deviation by which what is learned of a regression target was standardized.
  package var targetMean: Double?
  package var targetDeviation: Double?
  package var notes: [DataNote]
  /// Whether a description of the data was asked for (`data` alone), rather than other data chosen.
  package var isDescription: Bool
  /// Epochs of training that the choice of data threw away.
  package var epochsLost: Int
}

extension DataReport {
  package init(_ data: PreparedData, isDescription: Bool, epochsLost: Int = 0) {
    name = data.name
    title = data.title
    source = data.source
    let kept = data.rowsMeasured(without: nil)
    trainingRows = kept.count
    validationRows = data.training.count - kept.count
    rule = data.rule
    scaledBy = data.scaledWithout.map {
      data.division(validationFraction: PreparedData.validationFraction, seed: $0).kept.count
    }
    transform = data.transform
    testRows = data.test?.count ?? 0
    inputCount = data.training.inputCount
    features = data.features?.features.map(\.rawValue)
    targetName = data.targetName
    standardized = data.standardization != nil
    isPreparedByModel = data.isPreparedByModel
    targetMean = data.standardization?.target?.mean
    targetDeviation = data.standardization?.target?.deviation
    notes = data.notes
    self.isDescription = isDescription
    self.epochsLost = epochsLost
    columns = Self.columns(of: data)
    classes = Self.classCounts(of: data, training: kept)
  }

  private static func columns(of data: PreparedData) -> [Column] {
    var firstInput = 0
    return data.columns.map { column in
      defer { firstInput += column.inputNames.count }
      switch column.kind {
      case .category(let names):
        return Column(name: column.name, categories: names, mean: nil, deviation: nil)
      case .number:
        guard let scale = data.standardization else {
          return Column(name: column.name, categories: nil, mean: nil, deviation: nil)
        }
        return Column(
          name: column.name, categories: nil,
          mean: scale.means[firstInput], deviation: scale.deviations[firstInput])
      }
    }
  }

  private static func classCounts(of data: PreparedData, training kept: [Int]) -> [ClassCount] {
    guard case .classification(let names) = data.task else { return [] }
    let all = data.training.classCounts(names.count)
    let training =
      kept.count == data.training.count
      ? all : data.training.targets.subset(kept).classCounts(names.count)
    let test = data.test?.classCounts(names.count) ?? [Int](repeating: 0, count: names.count)
    return names.indices.map {
      ClassCount(
        name: names[$0], training: training[$0], validation: all[$0] - training[$0],
        test: test[$0])
    }
  }
}

extension Examples {
  package func classCounts(_ classCount: Int) -> [Int] { targets.classCounts(classCount) }
}

extension Examples.Targets {
  fileprivate func classCounts(_ classCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    if case .classes(let labels, _) = self {
      for label in labels { counts[Int(label)] += 1 }
    }
    return counts
  }
}
