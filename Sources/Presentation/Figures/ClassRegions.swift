// Where a field of classes has room for their names: the place of each class that is furthest from all others.
import Events

package struct ClassRegion: Equatable, Sendable {
  /// The class.
  package let place: Int
  /// The middle of its room, in the grid.
  package let row: Int
  package let column: Int
  /// Cells to the nearest of another class, or to the edge.
  package let depth: Int
}

extension Grid {
  /// One for each class that is anywhere, by class.
  package var classRegions: [ClassRegion] {
    guard palette == .classes, rows > 0, columns > 0, values.count == rows * columns else {
      return []
    }
    let classes = values.map { value -> Int in
      value.value.isFinite ? Self.classified(value.value / Double(Self.classes)).place : -1
    }
    let depths = Self.depths(classes, rows, columns)
    var deepest: [Int: Int] = [:]
    for (place, kind) in classes.enumerated() where kind >= 0 {
      if depths[place] > deepest[kind].map({ depths[$0] }) ?? 0 { deepest[kind] = place }
    }
    return deepest.sorted { $0.key < $1.key }.map { kind, place in
      ClassRegion(
        place: kind, row: place / columns, column: place % columns, depth: depths[place])
    }
  }

  /// Steps, also slanted ones, to a cell of another class or beyond the edge: once from the upper left, once from the
  /// lower right.
  private static func depths(_ classes: [Int], _ rows: Int, _ columns: Int) -> [Int] {
    var depths = [Int](repeating: rows + columns, count: classes.count)
    func pass(_ order: some Sequence<Int>, _ steps: [(Int, Int)]) {
      for place in order {
        let (row, column) = (place / columns, place % columns)
        for (down, right) in steps {
          let (y, x) = (row + down, column + right)
          let isInside = (0..<rows).contains(y) && (0..<columns).contains(x)
          let other = y * columns + x
          let isSame = isInside && classes[other] == classes[place]
          depths[place] = min(depths[place], isSame ? depths[other] + 1 : 1)
        }
      }
    }
    pass(classes.indices, [(-1, -1), (-1, 0), (-1, 1), (0, -1)])
    pass(classes.indices.reversed(), [(1, 1), (1, 0), (1, -1), (0, 1)])
    return depths
  }
}

extension Panel {
  /// What a class is called, by the marks of its rows.
  package func name(ofClass place: Int) -> String? {
    marks.lazy.compactMap(\.series).first { $0.role == .classified(place) && !$0.name.isEmpty }?
      .name
  }
}
