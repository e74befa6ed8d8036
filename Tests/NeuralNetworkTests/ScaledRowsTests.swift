// Means, deviations and fills come of the rows that are trained on alone, and what was read is found again
// from the inputs whatever they are scaled by.
import Datasets
import Numerics
import TestSupport
import Testing

@Suite struct ScaledRowsTests {
  private func penguins(_ missing: CSVOptions.MissingPolicy) throws -> PreparedData {
    try NamedDataset.penguins.load(
      folder: shippedDataFolder, split: SplitOptions(seed: 1), missing: missing)
  }

  /// Measured on the rows of `data penguins missing=mean; data validation fold=1 folds=5` by
  ///
  ///     make_pipeline(SimpleImputer(), StandardScaler()).fit(X)
  ///
  /// of scikit-learn on the rows that `data export` names `train`: means, deviations and fills.
  private static let fold: [(mean: Double, deviation: Double, fill: Double)] = [
    (44.02303921568627, 5.435598999550457, 44.02303921568627),
    (17.219117647058823, 1.963965971143113, 17.219117647058823),
    (201.17647058823528, 13.872450707609872, 201.17647058823528),
    (4216.299019607843, 792.1342093547762, 4216.299019607843),
    (2008.0631067961165, 0.8190084333126906, 2008.0631067961165),
  ]

  @Test func aFoldIsScaledAsScikitLearnScalesIt() throws {
    let data = try penguins(.mean)
    let fold = data.testing(on: data.folds(5, seed: 1)[0])
    #expect(fold.training.count == 206)
    let scales = try #require(fold.standardization)
    var input = 0
    var place = 0
    for column in fold.columns {
      defer { input += column.inputNames.count }
      guard column.kind == .number, case .number(let fill)? = column.fill else { continue }
      let expected = Self.fold[place]
      #expect(abs(scales.means[input] / expected.mean - 1) < 1e-12)
      #expect(abs(scales.deviations[input] / expected.deviation - 1) < 1e-12)
      #expect(abs(fill / expected.fill - 1) < 1e-12)
      place += 1
    }
    #expect(place == 5)
    // Not those of all training rows.
    #expect(scales != data.standardization)
  }

  /// What a search trains on is what `data validation` lets one look at.
  @Test(arguments: [CSVOptions.MissingPolicy.mean, .drop])
  func dividedRowsAreThoseTestedOn(_ missing: CSVOptions.MissingPolicy) throws {
    let data = try penguins(missing)
    let divisions =
      data.folds(3, seed: 4) + [data.division(validationFraction: 0.25, seed: 8)]
    for (division, parts) in zip(divisions, data.divided(divisions)) {
      let alone = data.testing(on: division)
      #expect(alone.training == parts.training && alone.test == parts.validation)
    }
  }

  @Test func numbersToBePredictedAreScaledByThem() throws {
    let data = try NamedDataset.diabetes.load(
      folder: shippedDataFolder, split: SplitOptions(seed: 1))
    let division = data.division(validationFraction: 0.25, seed: 2)
    let parts = data.divided([division])[0]
    func moments(_ values: [Float]) -> (Double, Double) {
      let mean = values.reduce(0) { $0 + Double($1) } / Double(values.count)
      let square = values.reduce(0) { $0 + Double($1) * Double($1) } / Double(values.count)
      return (mean, square - mean * mean)
    }
    let (mean, variance) = moments(parts.training.values)
    #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-5)
    #expect(abs(moments(parts.validation.values).0) > 1e-4)
    #expect(data.testing(on: division).training == parts.training)
  }

  /// To other scales and back, to the bit, whatever is missing.
  @Test(arguments: [true, false]) func theWayBackIsExact(_ standardize: Bool) throws {
    var random = RandomStream(seed: 5, purpose: .data)
    let rows = (0..<80).map { _ -> String in
      let gap = random.below(6) == 0
      let color = ["red", "green", "", "blue"][random.below(4)]
      return "\(gap ? "" : "\(Double(random.below(100_000)) / 1000 - 20)"),"
        + "\(random.below(1 << 40)),\(color),\(Double(random.below(1000)) / 7)"
    }
    let data = try load(
      (["a,b,c,y"] + rows).joined(separator: "\n") + "\n", task: .regress, missing: .mean,
      testFraction: 0.25, standardize: standardize)
    let other = data.scaled(without: 3, fraction: 0.25)
    #expect(other.training.inputs != data.training.inputs)
    #expect(other.notes != data.notes)
    #expect(try other.rowDigests(.training) == data.rowDigests(.training))
    #expect(try other.rowDigests(.test) == data.rowDigests(.test))
    #expect(other.scaled(without: 3, fraction: 0.25) == other)
    #expect(other.scaled(without: nil, fraction: 0.25) == data)
    #expect(other.trainingAsChosen == data.training)
  }

  @Test func featuresAreMadeOfTheScaledInputs() throws {
    let data = try NamedDataset.iris.load(
      folder: shippedDataFolder, split: SplitOptions(seed: 1),
      columns: .only("petal_length_cm,petal_width_cm"))
    let seen = try data.seen(through: [.x1Squared, .product])
    let division = seen.division(validationFraction: 0.25, seed: 1)
    let plain = data.divided([division])[0].training
    let squares = seen.divided([division])[0].training
    #expect(seen.testing(on: division).training == squares)
    #expect(squares.inputCount == 2)
    for row in [0, 17, squares.count - 1] {
      #expect(squares.row(row)[0] == plain.row(row)[0] * plain.row(row)[0])
    }
  }

  /// Made data is not scaled, and what a model prepared stays as it was trained with.
  @Test func whatIsNotMeasuredHereStays() throws {
    let made = makeSynthetic(.circle, count: 60, seed: 1, checkStop: {})
    #expect(made.scaled(without: 1, fraction: 0.25) == made)
    let division = made.division(validationFraction: 0.25, seed: 1)
    #expect(made.divided([division])[0].training == made.training.subset(division.kept))
    let (one, two) = (try penguins(.drop), try penguins(.mean))
    let prepared = try ModelMatch(one, two.preparation).preparedData()
    #expect(prepared.isPreparedByModel && prepared.scaled(without: 1, fraction: 0.25) == prepared)
  }
}
