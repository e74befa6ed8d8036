// What a search may vary: named axes in the order they were given.

/// One hyperparameter and its values.
package struct Axis: Equatable, Sendable {
  package var name: String
  package var domain: Domain

  package init(name: String, domain: Domain) {
    self.name = name
    self.domain = domain
  }
}

/// Axes with different names; every domain has been checked.
package struct SearchSpace: Equatable, Sendable {
  package let axes: [Axis]

  /// Errors: those of `Domain.validate` with the axis named, `space-empty`, `space-repeated-axis`.
  package init(axes: [Axis]) throws(SpaceError) {
    guard !axes.isEmpty else {
      throw SpaceError(
        id: "space-empty", message: "a search needs something to vary",
        suggestion: "lr=1e-4..1:log")
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
  }

  /// The number of different points; nil when an axis is a range of any numbers or the product does
  /// not fit an `Int`.
  package var gridSize: Int? {
    product(of: axes.map(\.domain.valueCount))
  }

  /// The number of points of a grid that takes `resolution` values of each range; nil when it does not
  /// fit an `Int`.
  package func gridSize(resolution: Int) -> Int? {
    product(of: axes.map { $0.domain.gridValues(count: resolution).count })
  }

  private func product(of counts: [Int?]) -> Int? {
    var size = 1
    for count in counts {
      guard let count else { return nil }
      let (next, overflow) = size.multipliedReportingOverflow(by: count)
      if overflow { return nil }
      size = next
    }
    return size
  }
}
