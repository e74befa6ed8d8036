// Rows as points: by class, by the third of all training rows in which a number to be predicted lies, or that
// number over one input. Test rows are hollow. Of very many classes those with the most rows have groups of their own.
import Datasets
import Events
import Presentation

struct RowGroups {
  struct Group {
    let name: String
    let role: Role
    let letter: String
  }

  let groups: [Group]
  @Boxed private var data: PreparedData
  /// Between the thirds; empty for classes.
  private let limits: [Double]
  /// The group of each class.
  private let places: [Int]

  /// More classes than this cannot be told apart.
  private static let most = 12

  init(_ data: PreparedData) {
    self.data = data
    guard data.isRegression else {
      let shown = Self.frequent(data)
      let others = data.classNames.count - shown.count
      // Of so many the signs of their places would begin again.
      let digits = Array("0123456789ABCDEF").map(String.init)
      var groups = shown.enumerated().map { rank, place in
        Group(
          name: data.nameOfClass(place), role: .classified(place),
          letter: others > 0 ? digits[rank] : "")
      }
      if others > 0 {
        // No sign of any field.
        groups.append(Group(name: "\(others) other classes", role: .muted, letter: "&"))
      }
      places = data.classNames.indices.map { shown.firstIndex(of: $0) ?? shown.count }
      (self.groups, limits) = (groups, [])
      return
    }
    places = []
    let values = data.originalTargets(data.training.targets).filter(\.isFinite).sorted()
    limits = values.isEmpty ? [0, 0] : [values[values.count / 3], values[2 * values.count / 3]]
    let texts = limits.map { NumberText.significant($0, 3) }
    let name = data.targetName
    // Low and high in the colors of a field's ends.
    groups = [
      Group(name: "\(name) below \(texts[0])", role: .classified(0), letter: "L"),
      Group(
        name: limits[0] < limits[1] ? "\(texts[0]) to \(texts[1])" : texts[0], role: .muted,
        letter: "M"),
      Group(name: "above \(texts[1])", role: .classified(1), letter: "H"),
    ]
  }

  /// The classes, or those with the most training rows, in the classes' order.
  private static func frequent(_ data: PreparedData) -> [Int] {
    let classes = data.classNames.indices
    guard classes.count > most, case .classes(let labels, _) = data.training.targets else {
      return Array(classes)
    }
    var counts = classes.map { _ in 0 }
    for label in labels { counts[Int(label)] += 1 }
    return classes.sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
      .prefix(most - 1).sorted()
  }

  /// The place of a row's group.
  func group(_ targets: Examples.Targets, _ row: Int) -> Int {
    switch targets {
    case .classes(let labels, _): return places[Int(labels[row])]
    case .values(let values):
      let value = data.originalTarget(values[row])
      return value < limits[0] ? 0 : value > limits[1] ? 2 : 1
    }
  }

  /// - Parameter place: of a row without features, and of its number in its part.
  func marks(
    _ rows: ShownRows, at place: (ShownRows.Part, _ plain: [Float], _ row: Int) -> (Double, Double)
  ) -> [Mark] {
    rows.parts.flatMap { part in
      var xs = groups.map { _ in [Double]() }
      var ys = xs
      for row in 0..<part.plain.count {
        let group = group(part.plain.targets, row)
        guard groups.indices.contains(group) else { continue }
        let (x, y) = place(part, part.plain.inputs(ofRow: row), row)
        xs[group].append(x)
        ys[group].append(y)
      }
      return groups.indices.filter { !xs[$0].isEmpty }.map { index in
        let group = groups[index]
        return Mark.points(
          Series(
            group.name, group.role, letter: group.letter, x: xs[index], y: ys[index],
            isHollow: part.isTest))
      }
    }
  }

  /// What classes are called that a field has and no group.
  func namesOfAnswers(in grid: Grid) -> [Mark] {
    guard grid.palette == .classes else { return [] }
    var counts = [Int](repeating: 0, count: data.classNames.count)
    for value in grid.values where value.value.isFinite {
      let place = Grid.classified(value.value / Double(Grid.classes)).place
      if counts.indices.contains(place) { counts[place] += 1 }
    }
    let named = Set(groups.map(\.role))
    return counts.indices.filter { counts[$0] > 0 && !named.contains(.classified($0)) }
      .sorted { counts[$0] != counts[$1] ? counts[$0] > counts[$1] : $0 < $1 }
      .prefix(AnswerLetters.most).sorted()
      .map { .points(Series(data.nameOfClass($0), .classified($0))) }
  }

  /// What hollow points stand for.
  static func hollow(_ rows: ShownRows) -> String? { rows.parts.count > 1 ? "test rows" : nil }
}

extension ShownRows {
  /// Numbers to be predicted over one input, the same in every picture.
  func targets(of data: PreparedData, over input: Int) -> [Mark] {
    parts.map { part in
      let x = (0..<part.plain.count).map {
        data.originalInput(part.plain.inputs(ofRow: $0)[input], at: input)
      }
      return .points(
        Series(
          "\(part.name) rows", part.isTest ? .series(3) : .series(1),
          letter: part.isTest ? "o" : "*",
          x: x, y: data.originalTargets(part.plain.targets), isHollow: part.isTest))
    }
  }
}
