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

extension PreparedData {
  /// Whether rows are two numbers, of which features can be made.
  package var hasTwoNumbers: Bool {
    columns.count == 2 && columns.allSatisfy { $0.kind == .number }
  }

  /// The columns as they are.
  package var everyColumn: SeenInputs { .columns(Array(columns.indices)) }

  /// What a list of names stands for: columns, or features of two numbers, with commas between them; columns to
  /// be left out, each with a `-` before it; or `all`. A column's exact name goes before any other meaning, and
  /// names may differ in case.
  /// Errors: `unknown-feature`, `repeated-feature`, `mixed-features`, `no-columns-left`, `features-two-inputs`;
  /// their `column` is the number of the name, from 1.
  package func seenInputs(named list: String) throws(DataError) -> SeenInputs {
    let names = columns.map(\.name)
    if !names.contains(list), list.lowercased() == SeenInputs.everything { return everyColumn }
    let pieces = list.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    let leavesOut = isLeftOut(pieces[0])
    var found: [Named] = []
    var first = 0
    while first < pieces.count {
      // A name may have commas of its own: the longest piece of the list that is one is taken.
      let next = stride(from: pieces.count, to: first, by: -1).lazy.compactMap { end in
        let text = pieces[first..<end].joined(separator: ",")
        return named(leavesOut && isLeftOut(text) ? String(text.dropFirst()) : text, leavesOut)
          .map { (name: $0, end: end) }
      }.first
      guard isLeftOut(pieces[first]) == leavesOut else {
        throw DataError(
          id: "mixed-features", message: "columns are either named or left out, not both",
          column: first + 1,
          suggestion: "with a `-` before each or before none")
      }
      guard let next else { throw unknownFeature(pieces[first], number: first + 1) }
      guard !found.contains(next.name) else { throw twice(pieces[first], number: first + 1) }
      found.append(next.name)
      first = next.end
    }
    let places = found.compactMap { if case .column(let place) = $0 { place } else { nil } }
    guard places.count == found.count else {
      let features = found.map { name in
        switch name {
        case .feature(let feature): feature
        case .column(let place): InputFeature.plain[place]
        }
      }
      for (place, feature) in features.enumerated() where features[..<place].contains(feature) {
        throw twice(feature.rawValue, number: place + 1)
      }
      return .features(features)
    }
    let kept = leavesOut ? columns.indices.filter { !places.contains($0) } : places.sorted()
    guard !kept.isEmpty else {
      throw DataError(
        id: "no-columns-left", message: "no column is left to learn from",
        suggestion: "keep one of \(listedForMessage(names))")
    }
    return .columns(kept)
  }

  /// Whether it is a column's name with a `-` before it.
  private func isLeftOut(_ text: String) -> Bool {
    text.hasPrefix("-") && !columns.contains { $0.name == text }
  }

  private func twice(_ name: String, number: Int) -> DataError {
    DataError(
      id: "repeated-feature", message: "\(quotedForMessage(name)) stands twice", column: number,
      suggestion: "name each once")
  }

  private enum Named: Equatable {
    case column(Int)
    /// Of two numbers alone.
    case feature(InputFeature)
  }

  /// Of two numbers x1 and x2 are features, as the others are that are made of them, unless the other column is
  /// called so; what is left out is a column.
  private func named(_ name: String, _ isLeftOut: Bool) -> Named? {
    let lowered = name.lowercased()
    let own = columns.firstIndex { $0.name == name }
    if hasTwoNumbers, !isLeftOut, let feature = InputFeature(rawValue: lowered),
      own == nil || own == InputFeature.plain.firstIndex(of: feature)
    {
      return .feature(feature)
    }
    if let own { return .column(own) }
    let alike = columns.indices.filter { columns[$0].name.lowercased() == lowered }
    return alike.count == 1 ? .column(alike[0]) : nil
  }

  private func unknownFeature(_ name: String, number: Int) -> DataError {
    let names = columns.map(\.name)
    guard hasTwoNumbers || InputFeature(rawValue: name.lowercased()) == nil else {
      return DataError(
        id: "features-two-inputs",
        message: "\(quotedForMessage(name)) is made of two numbers, and rows of "
          + "\(quotedForMessage(self.name)) are \(counted(plainInputNames.count, "input"))",
        column: number, suggestion: "choose among the columns \(listedForMessage(names))")
    }
    if let gone = leftOut.first(where: { $0.name.lowercased() == name.lowercased() }) {
      return DataError(
        id: "unknown-feature", message: "\(quotedForMessage(gone.name)) was left out",
        column: number,
        suggestion: "`undo`, or the command that loaded the data, brings columns back")
    }
    let known = hasTwoNumbers ? InputFeature.allCases.map(\.rawValue) : []
    return DataError(
      id: "unknown-feature", message: "there is no column \(quotedForMessage(name))",
      column: number,
      suggestion: suggestedName(
        for: name, among: names + known,
        otherwise: "one or several of \(listedForMessage(known.isEmpty ? names : known))"))
  }

  // MARK: - Choosing

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

  private func keeping(_ places: [Int]) -> PreparedData {
    var data = self
    data.features = nil
    let inputs = inputPlaces(of: places)
    data.training = plainTraining.keeping(inputs)
    data.test = plainTest?.keeping(inputs)
    data.inputNames = inputs.map { plainInputNames[$0] }
    guard places.count < columns.count else { return data }
    data.columns = places.map { columns[$0] }
    data.standardization = standardization.map { scale in
      Standardization(
        means: inputs.map { scale.means[$0] }, deviations: inputs.map { scale.deviations[$0] },
        target: scale.target)
    }
    data.rawTraining = rawTraining?.keeping(places)
    data.rawTest = rawTest?.keeping(places)
    let dropped = columns.indices.filter { !places.contains($0) }.map { columns[$0].name }
    data.notes = notes.compactMap { $0.without(dropped) }
    data.leftOut += dropped.map { LeftOutColumn(name: $0, reason: .dropped) }
    return data
  }

  /// The places of the inputs that columns become.
  private func inputPlaces(of places: [Int]) -> [Int] {
    var next = 0
    let inputs = columns.map { column in
      defer { next += column.inputNames.count }
      return next..<next + column.inputNames.count
    }
    return places.flatMap { inputs[$0] }
  }

  /// Parts of the rows as they are without features, seen so: the same as parts of the rows seen so, since each
  /// column is filled and scaled by itself.
  package func seeing(_ seen: SeenInputs, of rows: DividedRows) -> DividedRows {
    let see: (Examples) -> Examples =
      switch seen {
      case .features(let features): features.examples
      case .columns(let places): { [inputs = inputPlaces(of: places)] in $0.keeping(inputs) }
      }
    return DividedRows(
      training: see(rows.training), validation: see(rows.validation),
      targetScale: rows.targetScale, transform: rows.transform)
  }

  /// How many inputs a network has that sees this.
  package func inputCount(_ seen: SeenInputs) -> Int {
    switch seen {
    case .features(let features): features.count
    case .columns(let places): inputPlaces(of: places).count
    }
  }
}

extension Examples {
  /// With some of the inputs, in the given order.
  fileprivate func keeping(_ inputs: [Int]) -> Examples {
    guard inputs.count < inputCount else { return self }
    func chosen<Element>(_ elements: [Element]) -> [Element] {
      (0..<count).flatMap { row in inputs.map { elements[row * inputCount + $0] } }
    }
    let kept: InputStorage =
      switch storage {
      case .numbers(let numbers): .numbers(chosen(numbers))
      case .bytes(let bytes, let scale): .bytes(chosen(bytes), scale: scale)
      }
    var examples = Examples(storage: kept, inputCount: inputs.count, targets: targets)
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
  fileprivate func without(_ dropped: [String]) -> DataNote? {
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
