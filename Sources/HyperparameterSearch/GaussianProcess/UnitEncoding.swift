// A space as coordinates on the unit interval, one for each axis that varies: where the Gaussian process
// measures distances. A coordinate that does not matter at a point stands in the middle, so that points
// that differ only there are the same.

/// Points of a space as coordinates.
struct UnitEncoding {
  enum Kind: Equatable {
    /// Any number, or so many whole ones that their cells hardly show.
    case continuous
    /// Values in order; the coordinates of all of them.
    case ordered([Double])
    /// Values without order: any two are equally far apart.
    case unordered([Double])
  }

  /// From this many values on an axis is taken for continuous and rounded at the end.
  private static let mostListed = 64
  private static let inactive = 0.5

  let space: SearchSpace
  /// Values that every point found has.
  private let fixed: [ParameterAssignment]
  /// The axes that vary, by their places in the space.
  let places: [Int]
  let kinds: [Kind]

  init(_ space: SearchSpace, fixed: [ParameterAssignment] = []) {
    self.space = space
    self.fixed = fixed
    places = space.axes.indices.filter { space.axes[$0].domain.varies }
    kinds = places.map { Self.kind(of: space.axes[$0].domain) }
  }

  var count: Int { places.count }

  /// Whether a coordinate may be moved.
  func isFree(_ index: Int) -> Bool {
    fixed.isEmpty || !fixed.contains { $0.name == space.axes[places[index]].name }
  }

  /// The coordinates with what is fixed.
  func fixing(_ coordinates: [Double]) -> [Double] {
    fixed.isEmpty ? coordinates : settled(coordinates)
  }

  var isUnordered: [Bool] {
    kinds.map { if case .unordered = $0 { true } else { false } }
  }

  private static func kind(of domain: Domain) -> Kind {
    guard let count = domain.valueCount, count <= mostListed else {
      if case .choices(let values) = domain {
        return .unordered(values.compactMap(domain.unit(of:)))
      }
      return .continuous
    }
    let units = domain.gridValues(count: count).compactMap(domain.unit(of:))
    if case .choices = domain { return .unordered(units) }
    return .ordered(units)
  }

  func coordinates(of params: [ParameterAssignment]) -> [Double] {
    places.map { place in
      let axis = space.axes[place]
      let value = params.first { $0.name == axis.name }?.value
      return value.flatMap(axis.domain.unit(of:)) ?? Self.inactive
    }
  }

  func params(at coordinates: [Double]) -> [ParameterAssignment] {
    space.point { place in
      let axis = space.axes[place]
      if let given = fixed.first(where: { $0.name == axis.name }) { return given.value }
      let unit = places.firstIndex(of: place).map { coordinates[$0] } ?? Self.inactive
      return axis.domain.value(at: unit)
    }
  }

  /// The same point with every coordinate at a value that there is, and those without a part in the
  /// middle.
  func settled(_ coordinates: [Double]) -> [Double] {
    var result = coordinates
    for param in fixed {
      guard let index = places.firstIndex(where: { space.axes[$0].name == param.name }) else {
        continue
      }
      result[index] = space.axes[places[index]].domain.unit(of: param.value) ?? result[index]
    }
    for index in result.indices where kinds[index] != .continuous {
      let domain = space.axes[places[index]].domain
      result[index] = domain.unit(of: domain.value(at: result[index])) ?? result[index]
    }
    for (index, isActive) in isActive(at: result).enumerated() where !isActive {
      result[index] = Self.inactive
    }
    return result
  }

  /// For each coordinate, whether it has a part at a point.
  func isActive(at coordinates: [Double]) -> [Bool] {
    guard space.axes.contains(where: { $0.condition != nil }) else {
      return [Bool](repeating: true, count: count)
    }
    let params = params(at: coordinates)
    return places.map { place in params.contains { $0.name == space.axes[place].name } }
  }
}
