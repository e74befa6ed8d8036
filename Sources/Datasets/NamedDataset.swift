// The real data sets that come with the lessons: which file holds them, which column is the target,
// and whom to thank.

/// The shipped data sets. Their files lie together in one folder, `lessons/data` in a checkout.
package enum NamedDataset: String, CaseIterable, Sendable {
  case iris, wine, cancer, diabetes, digits, penguins

  /// The file's name inside the data folder.
  package var fileName: String {
    switch self {
    case .cancer: "breast_cancer.csv"
    case .iris, .wine, .diabetes, .digits, .penguins: "\(rawValue).csv"
    }
  }

  /// The name of the column to be predicted.
  package var target: String {
    switch self {
    case .iris, .penguins: "species"
    case .wine: "cultivar"
    case .cancer: "diagnosis"
    case .diabetes: "progression"
    case .digits: "digit"
    }
  }

  package var task: CSVOptions.TaskChoice { self == .diabetes ? .regress : .classify }

  /// One line saying what the data are.
  package var title: String {
    switch self {
    case .iris: "three species of iris told apart by the size of petals and sepals"
    case .wine: "three grape cultivars told apart by chemical analysis"
    case .cancer: "benign and malignant breast tumors told apart by their cell nuclei"
    case .diabetes: "the course of diabetes over a year, predicted from ten measurements"
    case .digits: "handwritten digits, 8 by 8 pixels of 0 to 16"
    case .penguins: "three species of penguins told apart by bill, flipper, weight, sex and island"
    }
  }

  /// Citation and license.
  package var source: String {
    switch self {
    case .iris: "Fisher 1936; UCI Machine Learning Repository, CC BY 4.0"
    case .wine: "Forina et al. 1988; UCI Machine Learning Repository, CC BY 4.0"
    case .cancer: "Wolberg et al. 1995; UCI Machine Learning Repository, CC BY 4.0"
    case .diabetes: "Efron et al. 2004, Least Angle Regression; free to use with citation"
    case .digits: "Alpaydin and Kaynak 1998; UCI Machine Learning Repository, CC BY 4.0"
    case .penguins: "Gorman, Williams and Fraser 2014; R package palmerpenguins, CC0"
    }
  }

  /// What to do with missing values unless it is said: only penguins has some.
  package var missing: CSVOptions.MissingPolicy { self == .penguins ? .drop : .refuse }

  /// Reads the data set from the folder that holds the shipped files. Errors: those of `loadCSV`.
  package func load(
    folder: String, split: SplitOptions, rule: SplitRule = .drawn,
    missing: CSVOptions.MissingPolicy? = nil, columns: ColumnSelection = .all,
    progress: (_ bytesRead: Int, _ totalBytes: Int) -> Bool = { _, _ in true }
  ) throws(DataError) -> PreparedData {
    var options = CSVOptions(
      target: target, task: task, missing: missing ?? self.missing, columns: columns,
      testFraction: split.testFraction, standardize: split.standardize, seed: split.seed)
    options.rule = rule
    let path = folder.isEmpty || folder.hasSuffix("/") ? folder + fileName : "\(folder)/\(fileName)"
    var data = try loadCSV(path: path, options: options, progress: progress)
    data.name = rawValue
    data.title = title
    data.source = source
    return data
  }
}
