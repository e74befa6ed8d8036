// The space of a search from the axes typed: layers take apart `:each`, conditions are found that need
// not be typed, and what could have no effect is refused before anything is trained.
import CommandLanguage
import HyperparameterSearch
import SpaceLanguage

package struct SearchSpaceReader {
  package typealias TypedOption = (name: Word, value: AxisSyntax)

  /// One option with what it turned out to name.
  private struct Entry {
    var name: String
    var word: Word
    var syntax: AxisSyntax
    var domain: Domain
    var part: SearchAxis.LayerPart? { SearchAxis.LayerPart(name) }
  }

  let catalog: SettingCatalog
  /// What the search does not vary stays as it is here.
  let settings: SessionSettings
  package let hiddenLayers: Int
  /// The command's other options, for which a mistyped name may have been meant.
  package let otherOptions: [String]

  package init(
    catalog: SettingCatalog, settings: SessionSettings, hiddenLayers: Int, otherOptions: [String]
  ) {
    self.catalog = catalog
    self.settings = settings
    self.hiddenLayers = hiddenLayers
    self.otherOptions = otherOptions
  }

  /// The axes in the order typed; `:each` becomes one for each layer.
  /// - Parameter range: the command, for what is wrong with no axis in particular.
  package func read(
    _ options: [TypedOption], range: SourceRange
  ) throws(Diagnostic) -> (space: SearchSpace, axes: [TypedAxis]) {
    var entries: [Entry] = []
    for option in options {
      let entry = try entry(option)
      if let earlier = entries.first(where: { $0.name == entry.name }) {
        throw Diagnostic(
          id: "space-repeated-axis",
          message: "\(shown(option.name.text)) is \(shown(earlier.word.text)) again",
          range: option.name.range, suggestion: "put all its values into one space")
      }
      entries.append(entry)
    }
    for entry in entries { try refuseOverlap(entry, among: entries) }
    var axes: [TypedAxis] = []
    var typed: [AxisSyntax] = []
    for entry in entries {
      for axis in try expanded(entry, among: entries) {
        axes.append(axis)
        typed.append(entry.syntax)
      }
    }
    for index in axes.indices {
      if let condition = typed[index].condition {
        axes[index].axis.condition = try explicit(
          condition, on: axes[index], isEach: typed[index].each != nil, among: axes)
      }
      if let condition = axes[index].axis.condition {
        axes[index].text += ":if=\(condition)"
      }
    }
    try settings.checkProximal(axes)
    return (try SearchSpace(axes, range: range), axes)
  }

  private func entry(_ option: TypedOption) throws(Diagnostic) -> Entry {
    let name = try SearchAxis.name(option.name, catalog, options: otherOptions)
    let part = SearchAxis.LayerPart(name)
    if let each = option.value.each, part == nil || part?.part == .layers || part?.layer != nil {
      throw Diagnostic(
        id: "misplaced-each",
        message: "\(shown(option.name.text)) is no matter of every layer",
        range: each, suggestion: "as `units=4..64:each` and `activation=relu|tanh:each` are")
    }
    if name == SearchAxis.epochs, let condition = option.value.condition {
      throw Diagnostic(
        id: "misplaced-condition",
        message: "every trial is trained for some epochs, so they depend on nothing",
        range: condition.name.range, suggestion: "leave out the `:if`")
    }
    return Entry(
      name: name, word: option.name, syntax: option.value,
      domain: try SearchAxis.domain(option.value, of: name, catalog))
  }

  /// `units` beside `units2` would give one layer two numbers.
  private func refuseOverlap(_ entry: Entry, among entries: [Entry]) throws(Diagnostic) {
    guard let part = entry.part, part.layer != nil,
      let all = entries.first(where: { $0.name == part.part.rawValue })
    else { return }
    throw Diagnostic(
      id: "repeated-layer-axis",
      message: "\(shown(all.word.text)) already gives layer \(part.layer ?? 0) its "
        + part.part.rawValue,
      range: entry.word.range,
      suggestion: "either `\(part.part.rawValue)` or one for each layer by number")
  }

  // MARK: Axes with the conditions that need not be typed

  private func expanded(
    _ entry: Entry, among entries: [Entry]
  ) throws(Diagnostic) -> [TypedAxis] {
    let text = entry.syntax.spaceWord.text
    func axis(_ name: String, _ condition: AxisCondition?) -> TypedAxis {
      TypedAxis(
        Axis(name: name, domain: entry.domain, condition: condition),
        nameRange: entry.word.range, text: text)
    }
    guard let part = entry.part, part.part != .layers else {
      return [axis(entry.name, try impliedCondition(of: entry, among: entries))]
    }
    let counts = layerCounts(entries)
    let deepest = counts.max() ?? 0
    guard deepest >= part.layer ?? 1 else {
      let layers =
        switch deepest {
        case 0: "there are no hidden layers"
        case 1: "there is only 1 hidden layer"
        default: "there are only \(deepest) hidden layers"
        }
      throw Diagnostic(
        id: "no-effect", message: "\(shown(entry.word.text)) plays no part: \(layers)",
        range: entry.word.range,
        suggestion: entries.contains { $0.name == "layers" }
          ? "`layers=1..\(max(part.layer ?? 1, 2))`"
          : "add `layers=1..\(max(part.layer ?? 1, 2))`, or `layer 8` first")
    }
    guard entry.syntax.each != nil else {
      return [axis(entry.name, layerCondition(part.layer ?? 1, counts))]
    }
    return (1...deepest).map { layer in
      axis(
        SearchAxis.LayerPart(part.part, layer: layer).name, layerCondition(layer, counts))
    }
  }

  /// How many hidden layers there may be.
  private func layerCounts(_ entries: [Entry]) -> [Int] {
    guard let layers = entries.first(where: { $0.name == "layers" }) else { return [hiddenLayers] }
    return layers.domain.gridValues(count: .max).compactMap { $0.asNumber.map { Int($0) } }
  }

  /// A layer is there when there are at least as many; nil when it always is.
  private func layerCondition(_ layer: Int, _ counts: [Int]) -> AxisCondition? {
    let enough = counts.filter { $0 >= layer }
    guard enough.count < counts.count else { return nil }
    return AxisCondition(parent: "layers", values: enough.map(ParameterValue.integer))
  }

  /// Settings that only some optimizers look at, and penalties that may be 0.
  private func impliedCondition(
    of entry: Entry, among entries: [Entry]
  ) throws(Diagnostic) -> AxisCondition? {
    let optimizer = entries.first { $0.name == Setting.optimizer.name }
    let kinds =
      optimizer?.domain.gridValues(count: .max).map(\.description)
      ?? [settings.training.optimizer.rawValue]
    guard let fitting = try users(of: entry, among: entries, with: kinds) else { return nil }
    let matching = kinds.filter(fitting.contains)
    guard optimizer != nil else {
      guard matching.isEmpty else { return nil }
      throw noEffect(
        entry, with: kinds,
        suggestion: "add `optimizer=\(fitting.joined(separator: "|"))`, or "
          + "`set optimizer \(fitting[0])`")
    }
    guard !matching.isEmpty else {
      throw noEffect(
        entry, with: kinds,
        suggestion: "`optimizer=\((kinds + [fitting[0]]).joined(separator: "|"))`")
    }
    guard matching.count < kinds.count else { return nil }
    return AxisCondition(
      parent: Setting.optimizer.name, values: matching.map(ParameterValue.choice))
  }

  private func noEffect(_ entry: Entry, with kinds: [String], suggestion: String) -> Diagnostic {
    Diagnostic(
      id: "no-effect",
      message: "\(shown(entry.word.text)) plays no part with \(joinedByOr(kinds))",
      range: entry.word.range, suggestion: suggestion)
  }

  /// The optimizers with which an axis plays a part; nil with all.
  ///
  /// - Parameter kinds: the optimizers there may be.
  private func users(
    of entry: Entry, among entries: [Entry], with kinds: [String]
  ) throws(Diagnostic) -> [String]? {
    guard let setting = catalog[name: entry.name] else { return nil }
    let needed = setting.traits.needsOneOf
    guard !needed.isEmpty else { return setting.usedBy?.map(\.rawValue) }
    let penalties = catalog.all.filter { needed.contains($0.id) }
    let present = penalties.filter { penalty in
      if let varied = entries.first(where: { $0.name == penalty.name }) {
        return varied.domain != .fixed(.number(0))
      }
      return Double(penalty.read(settings)) != 0
    }
    guard present.allSatisfy({ $0.usedBy != nil }) else { return nil }
    let users = present.flatMap { $0.usedBy ?? [] }.map(\.rawValue)
    if kinds.contains(where: users.contains) { return users }
    throw penaltyOfNothing(
      entry,
      penalties.filter { $0.usedBy?.contains { kinds.contains($0.rawValue) } ?? true })
  }

  /// - Parameter penalties: those that are 0.
  private func penaltyOfNothing(_ entry: Entry, _ penalties: [Setting]) -> Diagnostic {
    let names = penalties.map(\.name)
    let all =
      names.count > 1
      ? "\(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are 0"
      : "\(names.joined()) is 0"
    return Diagnostic(
      id: "no-effect", message: "\(shown(entry.word.text)) plays no part while \(all)",
      range: entry.word.range,
      suggestion: penalties.lazy.compactMap { penalty in
        penalty.traits.spaces.first.map {
          "add `\(penalty.name)=\($0.text)`, or `set \(penalty.name) 0.001`"
        }
      }.first)
  }

  // MARK: Conditions as typed

  private func explicit(
    _ typed: AxisSyntax.Condition, on axis: TypedAxis, isEach: Bool, among axes: [TypedAxis]
  ) throws(Diagnostic) -> AxisCondition {
    let name = try SearchAxis.name(typed.name, catalog)
    guard let parent = axes.first(where: { $0.axis.name == name }), name != axis.axis.name else {
      throw Diagnostic(
        id: "space-unknown-parent",
        message: name == axis.axis.name
          ? "\(shown(name)) cannot depend on itself"
          : "the search does not vary \(shown(typed.name.text)), so nothing depends on it",
        range: typed.name.range,
        suggestion: name == axis.axis.name
          ? nil : "vary \(shown(name)) too, or leave out the `:if`")
    }
    var typed = typed
    // A choice may have commas of its own.
    let whole = typed.values.map(\.text).joined(separator: ",")
    if typed.values.count > 1, parent.axis.domain.value(written: whole) != nil {
      let (first, last) = (typed.values[0].range, typed.values[typed.values.count - 1].range)
      typed.values = [Word(whole, range: SourceRange(start: first.start, end: last.end))]
    }
    let condition = try AxisCondition(typed, on: parent.axis, isCaseSensitive: false)
    guard let implied = axis.axis.condition else { return condition }
    guard implied.parent == name, !isEach else {
      throw Diagnostic(
        id: "two-conditions",
        message:
          "\(shown(axis.axis.name)) depends on \(shown(implied.parent)) already, and an axis "
          + "depends on one other",
        range: typed.name.range, suggestion: "leave out the `:if`")
    }
    for (value, word) in zip(condition.values, typed.values)
    where !implied.values.contains(value) {
      throw Diagnostic(
        id: "no-effect", message: "\(shown(axis.axis.name)) plays no part with \(value)",
        range: word.range, suggestion: "`if=\(implied)`")
    }
    return condition
  }
}
