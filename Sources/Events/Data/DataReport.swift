// What `data` says of the rows at hand.
import Datasets

package struct DataReport: Sendable, Equatable {
  package struct ClassCount: Sendable, Equatable {
    package var name: String
    package var training: Int
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
  package var testRows: Int
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
  /// Mean and deviation by which a regression target was standardized.
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
    trainingRows = data.training.count
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
    classes = Self.classCounts(of: data)
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

  private static func classCounts(of data: PreparedData) -> [ClassCount] {
    guard case .classification(let names) = data.task else { return [] }
    let training = data.training.classCounts(names.count)
    let test = data.test?.classCounts(names.count) ?? [Int](repeating: 0, count: names.count)
    return names.indices.map {
      ClassCount(name: names[$0], training: training[$0], test: test[$0])
    }
  }
}

extension Examples {
  package func classCounts(_ classCount: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classCount)
    if case .classes(let labels, _) = targets {
      for label in labels { counts[Int(label)] += 1 }
    }
    return counts
  }
}
