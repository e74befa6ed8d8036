// What a network is to see of its rows, chosen by name: some of the columns, or what is made of two numbers.
import Text

/// A choice of what the network sees.
package enum SeenInputs: Equatable, Sendable {
  /// The places of columns, ascending: all others are left out.
  case columns([Int])
  case features([InputFeature])

  /// Every column there is.
  package static let everything = "all"
}

/// The same for rows of certain columns as they are without features.
package enum InputView: Equatable, Sendable {
  /// The places of the inputs to keep, ascending.
  case inputs([Int])
  case features([InputFeature])

  /// How many inputs a network has that sees this.
  package var count: Int {
    switch self {
    case .inputs(let inputs): inputs.count
    case .features(let features): features.count
    }
  }

  fileprivate func callAsFunction(_ plain: Examples) -> Examples {
    switch self {
    case .inputs(let inputs): plain.keeping(inputs)
    case .features(let features): features.examples(plain)
    }
  }
}

extension DividedRows {
  /// Rows as they are without features, seen so. Since each column is filled and scaled by itself, it is what
  /// dividing the rows seen so gives.
  package func seeing(_ view: InputView) -> DividedRows {
    DividedRows(
      training: view(training), validation: view(validation), targetScale: targetScale,
      transform: transform)
  }
}

// MARK: - By name

extension PreparedData {
  /// Whether rows are two numbers, of which features can be made.
  package var hasTwoNumbers: Bool {
    columns.count == 2 && columns.allSatisfy { $0.kind == .number }
  }

  /// The columns as they are.
  package var everyColumn: SeenInputs { .columns(Array(columns.indices)) }

  /// What words stand for, each a name or several with commas between them: columns, or features of two numbers;
  /// columns to be left out, each with a `-` before it; or `all`. A column's exact name goes before any other
  /// meaning, and names may differ in case.
  /// Errors: `unknown-feature`, `repeated-feature`, `mixed-features`, `no-columns-left`, `features-two-inputs`,
  /// `features-of-pictures`; their `column` is the number of the word, from 1.
  package func choice(named words: [String]) throws(DataError) -> SeenInputs {
    let names = InputNames(self)
    if words.count == 1, !names.isColumn(words[0]), words[0].lowercased() == SeenInputs.everything {
      return everyColumn
    }
    if case .bytes = training.storage {
      throw DataError(
        id: "features-of-pictures",
        message: "the pixels of a picture share one scale and are seen together",
        suggestion: "a table's columns can be chosen")
    }
    var found: [InputNames.Meaning] = []
    for (place, word) in words.enumerated() {
      for part in longestNames(in: word, names.meaning) {
        guard let meaning = part.meaning else {
          throw unknownFeature(part.text, names, word: place + 1)
        }
        guard meaning.isLeftOut == found.first?.isLeftOut ?? meaning.isLeftOut else {
          throw DataError(
            id: "mixed-features", message: "columns are either named or left out, not both",
            column: place + 1, suggestion: "with a `-` before each or before none")
        }
        guard !found.contains(meaning) else { throw twice(part.text, word: place + 1) }
        found.append(meaning)
      }
    }
    return try choice(found)
  }

  private func choice(_ found: [InputNames.Meaning]) throws(DataError) -> SeenInputs {
    let places = found.compactMap(\.column)
    guard places.count == found.count else {
      let features = found.compactMap { $0.feature ?? $0.column.map { InputFeature.plain[$0] } }
      for (place, feature) in features.enumerated() where features[..<place].contains(feature) {
        throw twice(feature.rawValue, word: place + 1)
      }
      return features == InputFeature.plain ? everyColumn : .features(features)
    }
    let isLeavingOut = found.first?.isLeftOut == true
    let kept = isLeavingOut ? columns.indices.filter { !places.contains($0) } : places.sorted()
    guard !kept.isEmpty else {
      throw DataError(
        id: "no-columns-left", message: "no column is left to learn from",
        suggestion: "keep one of \(listedForMessage(columns.map(\.name)))")
    }
    return .columns(kept)
  }

  private func twice(_ name: String, word: Int) -> DataError {
    DataError(
      id: "repeated-feature", message: "\(quotedForMessage(name)) stands twice", column: word,
      suggestion: "name each once")
  }

  private func unknownFeature(_ text: String, _ known: InputNames, word: Int) -> DataError {
    let names = columns.map(\.name)
    let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
    if let gone = leftOut.first(where: { $0.name.lowercased() == name.lowercased() }) {
      return DataError(
        id: "unknown-feature", message: "\(quotedForMessage(gone.name)) was left out", column: word,
        suggestion: "columns come back with `undo` or the command that loaded the data")
    }
    guard hasTwoNumbers || InputFeature(rawValue: name.lowercased()) == nil else {
      return DataError(
        id: "features-two-inputs",
        message: "\(quotedForMessage(name)) is made of two numbers, and rows of "
          + "\(quotedForMessage(self.name)) are \(counted(plainInputNames.count, "input"))",
        column: word, suggestion: "choose among the columns \(listedForMessage(names))")
    }
    let features = hasTwoNumbers ? InputFeature.allCases.map(\.rawValue) : []
    return DataError(
      id: "unknown-feature", message: "there is no column \(quotedForMessage(name))",
      column: word,
      suggestion: suggestedName(
        for: name, among: names + features,
        otherwise: "one or several of \(listedForMessage(features.isEmpty ? names : features))"))
  }
}

/// What the names of columns and features mean.
private struct InputNames {
  struct Meaning: Equatable {
    var column: Int?
    /// Of two numbers alone.
    var feature: InputFeature?
    var isLeftOut = false
  }

  private var exact: [String: Int] = [:]
  /// By the name in small letters; nil where several columns are called so.
  private var alike: [String: Int?] = [:]
  private let hasFeatures: Bool

  init(_ data: PreparedData) {
    hasFeatures = data.hasTwoNumbers
    for (place, column) in data.columns.enumerated() {
      exact[column.name] = exact[column.name] ?? place
      let lowered = column.name.lowercased()
      alike[lowered] = .some(alike[lowered] == nil ? place : nil)
    }
  }

  func isColumn(_ name: String) -> Bool { exact[name] != nil }

  /// Of two numbers x1 and x2 are features, as the others are that are made of them, unless the other column is
  /// called so; what is left out is a column.
  func meaning(_ name: String) -> Meaning? {
    let own = exact[name]
    let feature = hasFeatures ? InputFeature(rawValue: name.lowercased()) : nil
    if let feature, own == nil || own == InputFeature.plain.firstIndex(of: feature) {
      return Meaning(feature: feature)
    }
    if let place = own ?? alike[name.lowercased()] ?? nil { return Meaning(column: place) }
    guard name.hasPrefix("-") else { return nil }
    let rest = String(name.dropFirst())
    return (exact[rest] ?? alike[rest.lowercased()] ?? nil)
      .map { Meaning(column: $0, isLeftOut: true) }
  }
}

// MARK: - Choosing

extension PreparedData {
  /// The same rows of which the network sees what is chosen, whatever was chosen before. Columns that are left
  /// out are gone: nothing asks for them any more.
  package func seeing(
    _ seen: SeenInputs, checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> PreparedData {
    switch seen {
    case .columns(let places): keeping(places)
    case .features(let features): try self.seen(through: features, checkStop: checkStop)
    }
  }

  /// What is chosen of rows of these columns.
  package func view(_ seen: SeenInputs) -> InputView {
    switch seen {
    case .features(let features): return .features(features)
    case .columns(let places):
      var next = 0
      let inputs = columns.map { column in
        let count = column.categories?.count ?? 1
        defer { next += count }
        return next..<next + count
      }
      return .inputs(places.flatMap { inputs[$0] })
    }
  }

  private func keeping(_ places: [Int]) -> PreparedData {
    var data = self
    data.features = nil
    guard case .inputs(let inputs) = view(.columns(places)) else { return data }
    data.training = plainTraining.keeping(inputs)
    data.test = plainTest?.keeping(inputs)
    let names = plainInputNames
    data.inputNames = inputs.map { names[$0] }
    guard places.count < columns.count else { return data }
    data.columns = places.map { columns[$0] }
    data.standardization = standardization.map { scale in
      Standardization(
        means: inputs.map { scale.means[$0] }, deviations: inputs.map { scale.deviations[$0] },
        target: scale.target)
    }
    data.rawTraining = rawTraining?.keeping(places)
    data.rawTest = rawTest?.keeping(places)
    let dropped = Set(columns.map(\.name)).subtracting(data.columns.map(\.name))
    data.notes = notes.compactMap { $0.without(dropped) }
    data.leftOut += columns.filter { dropped.contains($0.name) }
      .map { LeftOutColumn(name: $0.name, reason: .dropped) }
    return data
  }
}

extension Examples {
  /// With some of the inputs, in the given order.
  fileprivate func keeping(_ inputs: [Int]) -> Examples {
    guard inputs.count < inputCount else { return self }
    let all = storage.numbers
    var kept: [Float] = []
    kept.reserveCapacity(count * inputs.count)
    for start in stride(from: 0, to: all.count, by: inputCount) {
      for input in inputs { kept.append(all[start + input]) }
    }
    var examples = Examples(inputs: kept, inputCount: inputs.count, targets: targets)
    examples.classWeights = classWeights
    return examples
  }
}

extension RawRows {
  fileprivate func keeping(_ places: [Int]) -> RawRows {
    RawRows(columns: places.map { columns[$0] }, target: target)
  }
}

extension DataNote {
  /// What of it is not about columns that are gone; nil where nothing is left. How many rows were left out for
  /// what was missing in them stays true.
  fileprivate func without(_ dropped: Set<String>) -> DataNote? {
    switch self {
    case .filledWithMean(let column, _, _), .filledWithMostFrequent(let column, _, _),
      .oneHot(let column, _), .numbersRead(let column, _, _, _, _),
      .takenAsMissing(let column, _, _, _), .countsRows(let column), .identifiesRows(let column, _):
      return dropped.contains(column) ? nil : self
    case .constantColumns(let columns):
      let left = columns.filter { !dropped.contains($0) }
      return left.isEmpty ? nil : .constantColumns(left)
    case .hardlyRepeating(let columns, let rows):
      let left = columns.filter { !dropped.contains($0) }
      return left.isEmpty ? nil : .hardlyRepeating(columns: left, rows: rows)
    default: return self
    }
  }
}
