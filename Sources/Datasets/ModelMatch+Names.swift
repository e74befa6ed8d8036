// Which of the data's names are which of a model's, and what is said where one of them is not known.
import Text

extension ModelMatch {
  /// For each category of a column its place among the model's; empty for numbers.
  static func categoryPlaces(
    of own: InputColumn, in model: DataPreparation.Column
  ) throws(DataError) -> [Int] {
    let name = quotedForMessage(own.name)
    switch (own.kind, model.kind) {
    case (.number, .number): return []
    case (.category(let found), .category(let known)):
      return try places(of: found, among: known) { category, suggestion in
        DataError(
          id: "model-unknown-category",
          message:
            "the model knows no category \(quotedForMessage(category)) of the column \(name)",
          suggestion: suggestion)
      }
    case (.category(let found), .number):
      let text = found.first { DecimalNumber.parse($0) == .notANumber } ?? ""
      throw DataError(
        id: "model-column-kind",
        message: "the column \(name) has text here, such as \(quotedForMessage(text)), and numbers "
          + "for the model",
        suggestion: "correct the fields that are no numbers")
    case (.number, .category(let known)):
      throw DataError(
        id: "model-column-kind",
        message: "the column \(name) has numbers here, and for the model categories",
        suggestion: "its categories are \(listedForMessage(known))")
    }
  }

  /// For each class of the data its number among the model's; none for regression.
  static func classPlaces(
    of data: PreparedData, in model: DataPreparation
  ) throws(DataError) -> [Int32] {
    try checkTarget(of: data, in: model)
    let name = quotedForMessage(data.targetName)
    switch (data.task, model.target) {
    case (.regression, .number): return []
    case (.classification(let found), .classes(let known)):
      return try places(of: found, among: known) { label, suggestion in
        DataError(
          id: "model-unknown-class",
          message: "the model knows no class \(quotedForMessage(label)) of \(name)",
          suggestion: suggestion)
      }.map(Int32.init)
    case (.regression, .classes):
      throw DataError(
        id: "model-task",
        message: "the model tells classes of \(name) apart, and here it is a number",
        suggestion: "load the data with `task=classify`",
        option: .init(name: .task, values: ["classify"]))
    case (.classification, .number):
      throw DataError(
        id: "model-task",
        message: "the model predicts \(name) as a number, and here it names classes",
        suggestion: "load the data with `task=regress`",
        option: .init(name: .task, values: ["regress"]))
    }
  }

  static func checkTarget(
    of data: PreparedData, in model: DataPreparation
  ) throws(DataError) {
    guard data.targetName != model.targetName else { return }
    let isColumn = data.columns.contains { $0.name == model.targetName }
    throw DataError(
      id: "model-target",
      message: "the model predicts \(quotedForMessage(model.targetName)), and here "
        + "\(quotedForMessage(data.targetName)) is to be predicted",
      suggestion: "load the data with that column as its target",
      option: isColumn ? .init(name: .target, values: [model.targetName]) : nil)
  }

  /// Where each of the data's names stands among the model's.
  ///
  /// - Parameter unknown: what is wrong with a name that the model has not, and the one it may be.
  private static func places(
    of found: [String], among known: [String], unknown: (String, String) -> DataError
  ) throws(DataError) -> [Int] {
    var places: [Int] = []
    for name in found {
      guard let place = known.firstIndex(of: name) else {
        throw unknown(
          name,
          suggestedName(
            for: name, among: known, otherwise: "it knows \(listedForMessage(known))"))
      }
      places.append(place)
    }
    return places
  }

  /// A model of logarithms goes with positive numbers alone.
  static func checkLogarithm(of data: PreparedData, in model: DataPreparation) throws(DataError) {
    guard model.transform == .log, data.transform == .none else { return }
    for part in [PreparedData.Part.training, .test] {
      guard let low = data.rawRows(of: part)?.targetNumbers.first(where: { $0 <= 0 }) else {
        continue
      }
      throw DataError(
        id: "model-no-logarithm",
        message: "the model predicts the logarithm of \(quotedForMessage(data.targetName)), and "
          + "\(low) has none",
        suggestion: "choose data whose target is above 0 in every row")
    }
  }

  // MARK: Refusals

  static func missingColumn(_ name: String, unknown: [String], _ data: PreparedData) -> DataError {
    let near = nearNames(to: name, among: unknown).first
    return DataError(
      id: "model-missing-column",
      message: "the model needs a column \(quotedForMessage(name)), and "
        + "\(quotedForMessage(data.name)) has none",
      suggestion: near.map { "is it \(quotedForMessage($0))? then rename it in the header" }
        ?? "choose data with the columns the model was trained on")
  }

  static func unknownColumns(_ names: [String], _ model: DataPreparation) -> DataError {
    DataError(
      id: "model-unknown-column",
      message: names.count == 1
        ? "the model does not know the column \(listedForMessage(names))"
        : "the model does not know the columns \(listedForMessage(names))",
      suggestion: "leave out all but \(listedForMessage(model.columns.map(\.name)))",
      option: .init(name: .drop, values: names))
  }

  static func noFill(_ name: String) -> DataError {
    DataError(
      id: "model-no-fill",
      message:
        "values of the column \(quotedForMessage(name)) are missing, and the model's file does "
        + "not say what stands for them",
      suggestion: "load the data with `missing=drop`",
      option: .init(name: .missing, values: ["drop"]))
  }
}
