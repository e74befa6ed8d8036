// The space of a search in a table: all its columns with all their values, or those values that were named.
import CommandLanguage
import HyperparameterSearch
import SpaceLanguage
import Text

extension TableObjective {
  /// The column that a word names, whatever its case. Error: `unknown-column`.
  ///
  /// - Parameter options: the command's other options, for which it may have been meant.
  package func axis(_ word: Word, options: [String] = []) throws(Diagnostic) -> Axis {
    if let axis = axes.first(where: { $0.name == word.text }) { return axis }
    let alike = axes.filter { $0.name.lowercased() == word.lowercased }
    if alike.count == 1 { return alike[0] }
    throw Diagnostic.unknownName(word, kind: "column", among: axes.map(\.name) + options)
  }

  /// - Parameter options: the columns named, with their values.
  /// Errors: `unknown-column`, `repeated-option`, `not-in-table`, `table-has-values`.
  package func space(
    _ options: [SearchSpaceReader.TypedOption], others: [String], range: SourceRange
  ) throws(Diagnostic) -> SearchSpace {
    var named: [(axis: TypedAxis, name: String)] = []
    for option in options {
      let column = try axis(option.name, options: others)
      guard !named.contains(where: { $0.name == column.name }) else {
        throw Diagnostic(
          id: "repeated-option", message: "\(shown(column.name)) is given twice",
          range: option.name.range, suggestion: "put all its values into one list")
      }
      let domain = try domain(option.value, of: column)
      named.append(
        (
          TypedAxis(
            Axis(name: column.name, domain: domain), nameRange: option.name.range, text: domain.text
          ),
          column.name
        ))
    }
    let all = axes.map { axis in
      named.first { $0.name == axis.name }?.axis
        ?? TypedAxis(axis, nameRange: range, text: axis.domain.text)
    }
    return try SearchSpace(all, range: range)
  }

  private func domain(_ syntax: AxisSyntax, of column: Axis) throws(Diagnostic) -> Domain {
    if let range = syntax.each ?? syntax.condition?.name.range {
      throw Diagnostic(
        id: "table-has-values", message: "a column of a table does not depend on another",
        range: range, suggestion: "its values alone")
    }
    let word = syntax.spaceWord
    let all = column.domain.gridValues(count: .max)
    var values: [ParameterValue] = []
    if case .range(let low, let high, let log, let step, _) = syntax.space {
      if log || step != nil {
        throw Diagnostic(
          id: "table-has-values", message: "a table has the values it has, at no other distances",
          range: word.range, suggestion: "`\(exactText(low))..\(exactText(high))`")
      }
      values = all.filter { $0.asNumber.map { (low...high).contains($0) } ?? false }
      guard !values.isEmpty else { throw notInTable(word, column) }
    } else {
      for word in SpaceSyntax.values(of: word) {
        guard let value = column.domain.value(of: word.text, isCaseSensitive: false) else {
          throw notInTable(word, column)
        }
        guard !values.contains(value) else {
          throw Diagnostic(
            id: "repeated-value", message: "\(shown(word.text)) stands there twice",
            range: word.range)
        }
        values.append(value)
      }
    }
    guard values.count > 1 else { return .fixed(values[0]) }
    do {
      return try .listed(values)
    } catch {
      throw Diagnostic(error, axis: column.name, range: word.range)
    }
  }

  private func notInTable(_ word: Word, _ column: Axis) -> Diagnostic {
    let texts = column.domain.gridValues(count: .max).map { SearchAxis.text(of: $0) }
    let near = suggestions(for: word.text, among: texts)
    let most = 12
    let list = texts.prefix(most).joined(separator: ", ")
    return Diagnostic(
      id: "not-in-table", message: "the column \(shown(column.name)) has no \(shown(word.text))",
      range: word.range, suggestion: near.isEmpty ? nil : joinedByOr(near.map { "`\($0)`" }),
      notes: ["its values: \(list)" + (texts.count > most ? ", … \(texts[texts.count - 1])" : "")])
  }
}

extension TableObjective {
  /// The full names of the columns that words name.
  package func names(_ words: [Word]) -> [String] { words.compactMap { try? axis($0).name } }

  package var candidates: [Candidate] {
    axes.map { axis in
      let count = axis.domain.valueCount ?? 0
      return Candidate(axis.name, "a column with \(count) values", kind: .option)
    }
  }

  package func valueCandidates(_ name: String) -> [Candidate] {
    let axis = axes.first { $0.name == name }
    return (axis?.domain.gridValues(count: .max).prefix(100) ?? []).map {
      Candidate(SearchAxis.text(of: $0), "a value of the column")
    }
  }
}

extension SearchSpace {
  /// How many combinations the values of these axes have, or the limit where there are more.
  package func size(of names: [String], atMost limit: Int) -> Int {
    axes.filter { names.contains($0.name) }.reduce(1) { size, axis in
      min(limit, size * min(limit, axis.domain.valueCount ?? 1))
    }
  }

  /// The same space with as many values of each listed axis, evenly chosen with both ends, that a grid of
  /// them has at most so many points; the first axes get one more where there is room.
  ///
  /// - Parameter named: axes that keep all their values.
  package func thinned(to trials: Int, keeping named: [String]) throws(SpaceError) -> SearchSpace {
    let all = axes.map { $0.domain.gridValues(count: .max) }
    var counts = axes.indices.map { named.contains(axes[$0].name) ? all[$0].count : 1 }
    var size = size(of: named, atMost: trials + 1)
    while true {
      // The axis with the fewest values so far, the first of them.
      let open = counts.indices.filter {
        counts[$0] < all[$0].count && size / counts[$0] * (counts[$0] + 1) <= trials
      }
      guard let next = open.min(by: { counts[$0] < counts[$1] }) else { break }
      size = size / counts[next] * (counts[next] + 1)
      counts[next] += 1
    }
    var thinned = axes
    for place in axes.indices {
      let (values, count) = (all[place], counts[place])
      guard count < values.count else { continue }
      let chosen = (0..<count).map { index in
        count == 1
          ? values[values.count / 2]
          : values[(index * (values.count - 1) + (count - 1) / 2) / (count - 1)]
      }
      thinned[place].domain = count == 1 ? .fixed(chosen[0]) : try .listed(chosen)
    }
    return try SearchSpace(axes: thinned)
  }
}
