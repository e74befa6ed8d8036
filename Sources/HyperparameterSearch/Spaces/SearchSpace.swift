// What a search may vary: named axes in the order they were given, some of which may only matter while
// another one has certain values.

/// One hyperparameter and its values.
package struct Axis: Equatable, Sendable {
  package var name: String
  package var domain: Domain
  /// When the axis matters; nil for always.
  package var condition: AxisCondition?

  package init(name: String, domain: Domain, condition: AxisCondition? = nil) {
    self.name = name
    self.domain = domain
    self.condition = condition
  }
}

/// An axis matters only while its parent has one of these values: `momentum` only with
/// `optimizer=momentum`. Where the parent itself does not matter, neither does the axis.
package struct AxisCondition: Equatable, Sendable {
  package var parent: String
  package var values: [ParameterValue]

  package init(parent: String, values: [ParameterValue]) {
    self.parent = parent
    self.values = values
  }
}

/// Axes with different names; every domain and condition has been checked.
package struct SearchSpace: Equatable, Sendable {
  package let axes: [Axis]
  /// Places of the axes such that each comes after the one its condition is about; their own order where that
  /// is so already.
  let parentsFirst: [Int]

  /// Enough for any search; beyond it a chain of conditions would be too deep to be followed.
  static let mostAxes = 1000

  /// Errors: those of `Domain.validate` with the axis named, `space-empty`, `space-too-many-axes`,
  /// `space-repeated-axis`,
  /// `space-unknown-parent`, `space-wide-parent`, `space-impossible-condition`,
  /// `space-circular-condition`.
  package init(axes: [Axis]) throws(SpaceError) {
    guard !axes.isEmpty else {
      throw SpaceError(
        id: "space-empty", message: "a search needs something to vary",
        suggestion: "lr=1e-4..1:log")
    }
    guard axes.count <= Self.mostAxes else {
      throw SpaceError(
        id: "space-too-many-axes",
        message: "a space has at most \(Self.mostAxes) axes, and these are \(axes.count)",
        axis: axes[Self.mostAxes].name)
    }
    var names: Set<String> = []
    for axis in axes {
      guard names.insert(axis.name).inserted else {
        throw SpaceError(
          id: "space-repeated-axis", message: "`\(axis.name)` is given twice",
          suggestion: "put all its values into one space", axis: axis.name)
      }
      do {
        try axis.domain.validate()
      } catch {
        var named = error
        named.axis = axis.name
        throw named
      }
    }
    self.axes = axes
    parentsFirst = try Self.parentsFirst(axes)
  }

  private static func parentsFirst(_ axes: [Axis]) throws(SpaceError) -> [Int] {
    var order: [Int] = []
    var placed: Set<String> = []
    for axis in axes { try checkCondition(of: axis, among: axes) }
    while order.count < axes.count {
      let next = axes.indices.first {
        !placed.contains(axes[$0].name)
          && axes[$0].condition.map { placed.contains($0.parent) } != false
      }
      guard let next else {
        let axis = axes.first { !placed.contains($0.name) }
        throw SpaceError(
          id: "space-circular-condition", message: "the conditions lead around in a circle",
          suggestion: "leave out one of the conditions", axis: axis?.name)
      }
      order.append(next)
      placed.insert(axes[next].name)
    }
    return order
  }

  /// The most values of an axis that others depend on: counting goes through them one by one.
  package static let mostParentValues = 1000

  private static func checkCondition(of axis: Axis, among axes: [Axis]) throws(SpaceError) {
    guard let condition = axis.condition else { return }
    guard let parent = axes.first(where: { $0.name == condition.parent }) else {
      throw SpaceError(
        id: "space-unknown-parent",
        message: "its condition is about `\(condition.parent)`, which the search does not vary",
        suggestion: "leave out the condition, or vary \(condition.parent) too", axis: axis.name)
    }
    guard parent.domain.valueCount.map({ $0 <= mostParentValues }) == true else {
      throw SpaceError(
        id: "space-wide-parent",
        message: "a condition needs an axis with few values, and `\(parent.name)` is a range",
        suggestion: "list the values of `\(parent.name)`, such as 1,2,3", axis: axis.name)
    }
    for value in condition.values where parent.domain.unit(of: value) == nil {
      throw SpaceError(
        id: "space-impossible-condition",
        message: "`\(value)` is none of the values of `\(parent.name)`",
        suggestion: "a condition about values that `\(parent.name)` can have", axis: axis.name)
    }
    guard !condition.values.isEmpty else {
      throw SpaceError(
        id: "space-impossible-condition", message: "its condition can never hold", axis: axis.name)
    }
  }

  // MARK: Points

  /// A point of the space, with a value for each axis that matters there, in the axes' order.
  ///
  /// - Parameter choose: asked once for each such axis, parents first, with the axis's place.
  package func point(_ choose: (Int) -> ParameterValue) -> [ParameterAssignment] {
    var values = [ParameterValue?](repeating: nil, count: axes.count)
    for place in parentsFirst where isActive(axes[place], value: { self.value($0, values) }) {
      values[place] = choose(place)
    }
    return axes.indices.compactMap { place in
      values[place].map { ParameterAssignment(axes[place].name, $0) }
    }
  }

  /// Whether the axis matters at a point.
  package func isActive(_ axis: Axis, at params: [ParameterAssignment]) -> Bool {
    isActive(axis, value: { name in params.first { $0.name == name }?.value })
  }

  private func isActive(_ axis: Axis, value: (String) -> ParameterValue?) -> Bool {
    guard let condition = axis.condition else { return true }
    return value(condition.parent).map { condition.values.contains($0) } ?? false
  }

  private func value(_ name: String, _ values: [ParameterValue?]) -> ParameterValue? {
    axes.firstIndex { $0.name == name }.flatMap { values[$0] }
  }

  /// What is wrong with a point given from outside, if anything: a value for each axis that matters,
  /// inside its domain, and none besides. Errors: `point-unknown-axis`, `point-missing-axis`,
  /// `point-outside`, `point-inactive-axis`.
  /// - Parameter isPartial: whether values may be missing.
  package func check(
    _ params: [ParameterAssignment], isPartial: Bool = false
  ) throws(SpaceError) {
    for param in params {
      let (name, value) = (param.name, param.value)
      guard let axis = axes.first(where: { $0.name == name }) else {
        throw SpaceError(
          id: "point-unknown-axis", message: "the search does not vary `\(name)`", axis: name)
      }
      guard axis.domain.unit(of: value) != nil else {
        throw SpaceError(
          id: "point-outside", message: "`\(value)` lies outside the space of `\(name)`",
          axis: name)
      }
      guard isActive(axis, at: params) else {
        throw SpaceError(
          id: "point-inactive-axis",
          message: "`\(name)` plays no part unless \(axis.condition.map(\.description) ?? "")",
          axis: name)
      }
    }
    for axis in axes
    where !isPartial && isActive(axis, at: params)
      && !params.contains(where: { $0.name == axis.name })
    {
      throw SpaceError(
        id: "point-missing-axis", message: "a value for `\(axis.name)` is missing", axis: axis.name)
    }
  }

  // MARK: Counting

  /// The number of different points; nil when an axis is a range of any numbers or the count does
  /// not fit an `Int`.
  package var gridSize: Int? {
    size(countOf: { $0.domain.valueCount }, valuesOf: { $0.domain.gridValues(count: .max) })
  }

  /// The number of points of a grid that takes `resolution` values of each range; nil when it does not
  /// fit an `Int`.
  package func gridSize(resolution: Int) -> Int? {
    size(
      countOf: { $0.domain.gridCount(resolution) },
      valuesOf: { $0.domain.gridValues(count: resolution) })
  }

  /// The axes that always matter.
  var roots: [Int] { axes.indices.filter { axes[$0].condition == nil } }

  /// The axes that matter while another one has that value.
  func children(of place: Int, at value: ParameterValue) -> [Int] {
    axes.indices.filter {
      guard let condition = axes[$0].condition else { return false }
      return condition.parent == axes[place].name && condition.values.contains(value)
    }
  }

  private func isParent(_ place: Int) -> Bool {
    axes.contains { $0.condition?.parent == axes[place].name }
  }

  private func size(
    countOf: (Axis) -> Int?, valuesOf: (Axis) -> [ParameterValue]
  ) -> Int? {
    /// An axis together with those that depend on it.
    func size(_ place: Int) -> Int? {
      guard let count = countOf(axes[place]) else { return nil }
      guard isParent(place) else { return count }
      var sum = 0
      for value in valuesOf(axes[place]) {
        guard let part = product(children(of: place, at: value).map(size)) else { return nil }
        let (next, overflow) = sum.addingReportingOverflow(part)
        if overflow { return nil }
        sum = next
      }
      return sum
    }
    return product(roots.map(size))
  }
}

/// Nil where a factor is nil or the product does not fit an `Int`.
func product(_ factors: [Int?]) -> Int? {
  var product = 1
  for factor in factors {
    guard let factor else { return nil }
    let (next, overflow) = product.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    product = next
  }
  return product
}

extension AxisCondition: CustomStringConvertible {
  /// As a user writes it: `optimizer=momentum|nesterov`.
  package var description: String {
    "\(parent)=" + values.map(\.description).joined(separator: "|")
  }
}
