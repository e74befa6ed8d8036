// The plane of inputs that a picture shows: the two inputs there are, two that were chosen with all others at
// their mean, or the plane of the first two principal components.
import CommandLanguage
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics
import Presentation
import Sessions

struct InputPlane {
  enum Sides {
    /// Places among the inputs without features.
    case inputs(Int, Int)
    case components(PrincipalComponents)
  }

  let sides: Sides
  let xAxis: PanelAxis
  let yAxis: PanelAxis
  /// Width over height of a panel.
  let aspect: Double
  let notes: [String]
  /// Left, right, lower, upper.
  let edges: [Double]
  @Boxed private var data: PreparedData
  /// The mean of the training rows, for the inputs that are not chosen.
  private let middle: [Float]

  /// What small pictures without axes show: "x1 from -1.5 to 2.5 across, x2 from -1 to 1.5 upwards".
  var extent: String {
    func range(_ axis: PanelAxis, _ low: Double, _ high: Double) -> String {
      let ends = [low, high].map { NumberText.significant($0, 3) }
      return "\(axis.label) from \(ends[0]) to \(ends[1])"
    }
    return "\(range(xAxis, edges[0], edges[1])) across, \(range(yAxis, edges[2], edges[3])) upwards"
  }

  /// - Parameter chosen: places of two inputs; nil for those there are, or principal components.
  init(
    _ data: PreparedData, _ rows: ShownRows, chosen: (Int, Int)?, checkStop: StopCheck
  ) throws(Stopped) {
    self.data = data
    let names = data.plainInputNames
    let isWhole = names.count == 2
    var sides = Sides.inputs(chosen?.0 ?? 0, chosen?.1 ?? 1)
    var notes: [String] = []
    if chosen == nil, !isWhole {
      let places = ShownRows.evenly(data.plainTraining.count, most: Self.rowsOfComponents)
      let found = try PrincipalComponents(
        of: places.map(data.plainTraining.inputs(ofRow:)), count: 2, checkStop: checkStop)
      if found.components.count == 2 {
        sides = .components(found)
        if places.count < data.plainTraining.count {
          notes.append("components of \(places.count) of \(data.plainTraining.count) training rows")
        }
      } else {
        notes.append("the training rows differ in fewer than two directions")
      }
    }
    var middle = [Float](repeating: 0, count: names.count)
    switch sides {
    case .inputs(let first, let second):
      if !isWhole { middle = try Self.mean(data.plainTraining, checkStop) }
      (xAxis, yAxis) = (PanelAxis(names[first]), PanelAxis(names[second]))
    case .components(let found):
      func axis(_ place: Int) -> PanelAxis {
        let share = NumberText.percent(found.components[place].share)
        return PanelAxis("component \(place + 1)", unit: "\(share) of the variance")
      }
      (xAxis, yAxis) = (axis(0), axis(1))
    }
    (self.sides, self.notes, self.middle) = (sides, notes, middle)
    // Made data have one scale for both inputs.
    aspect = isWhole && data.standardization == nil ? 1 : 1.4
    var (low, high) = (
      [Double.infinity, .infinity], [-Double.infinity, -.infinity]
    )
    for part in rows.parts {
      for row in 0..<part.plain.count {
        let (x, y) = Self.coordinates(of: part.plain.inputs(ofRow: row), sides, data)
        for (side, value) in [x, y].enumerated() where value.isFinite {
          (low[side], high[side]) = (min(low[side], value), max(high[side], value))
        }
      }
    }
    edges = [0, 1].flatMap { Self.widened(low[$0], high[$0]) }
  }

  /// So many rows are enough to find directions.
  private static let rowsOfComponents = 2000

  private static func widened(_ low: Double, _ high: Double) -> [Double] {
    guard low <= high else { return [-1, 1] }
    guard low < high else { return [low - max(1, abs(low) / 2), low + max(1, abs(low) / 2)] }
    let margin = 0.05 * (high - low)
    return [low - margin, high + margin]
  }

  static func mean(_ examples: Examples, _ checkStop: StopCheck) throws(Stopped) -> [Float] {
    let width = examples.inputCount
    var sums = [Double](repeating: 0, count: width)
    try forEachPart(of: 0..<examples.count, size: 1024, checkStop: checkStop) { rows in
      let numbers = examples.storage.numbers(in: rows.lowerBound * width..<rows.upperBound * width)
      for row in 0..<rows.count {
        for place in 0..<width { sums[place] += Double(numbers[row * width + place]) }
      }
    }
    return sums.map { Float($0 / Double(max(1, examples.count))) }
  }

  // MARK: Places

  /// Of a row without features: in the inputs' own units, or along the components.
  func coordinates(of plain: [Float]) -> (Double, Double) {
    Self.coordinates(of: plain, sides, data)
  }

  private static func coordinates(
    of plain: [Float], _ sides: Sides, _ data: PreparedData
  ) -> (Double, Double) {
    switch sides {
    case .inputs(let first, let second):
      return (
        data.originalInput(plain[first], at: first), data.originalInput(plain[second], at: second)
      )
    case .components(let found):
      let places = found.coordinates(of: plain)
      return (places[0], places[1])
    }
  }

  /// Adds what the network sees at a place of the plane.
  private func append(_ x: Double, _ y: Double, to inputs: inout [Float]) {
    var plain = middle
    switch sides {
    case .inputs(let first, let second):
      plain[first] = data.standardizedInput(x, at: first)
      plain[second] = data.standardizedInput(y, at: second)
    case .components(let found):
      let (one, other) = (found.components[0].direction, found.components[1].direction)
      for place in plain.indices {
        plain[place] = Float(found.mean[place] + x * one[place] + y * other[place])
      }
    }
    inputs += data.seenInputs(plain)
  }

  /// What the network sees in the middle of each cell of some rows of a field, the uppermost first.
  ///
  /// - Parameter side: cells across and down.
  func inputs(ofRows rows: Range<Int>, side: Int) -> [Float] {
    var inputs: [Float] = []
    inputs.reserveCapacity(rows.count * side * data.training.inputCount)
    let (width, height) = (edges[1] - edges[0], edges[3] - edges[2])
    for row in rows {
      let y = edges[3] - (Double(row) + 0.5) / Double(side) * height
      for column in 0..<side {
        append(edges[0] + (Double(column) + 0.5) / Double(side) * width, y, to: &inputs)
      }
    }
    return inputs
  }

  /// What was chosen, in words: "over x1 and x2".
  var words: String {
    switch sides {
    case .inputs: "over \(xAxis.label) and \(yAxis.label)"
    case .components: "over the first two principal components"
    }
  }

  /// What a field over the plane does not say of the rows; nil where all inputs are in the picture.
  var caution: String? {
    let points: String
    switch sides {
    case .inputs where data.plainInputNames.count == 2: return nil
    case .inputs: points = "points have other values of the inputs not shown"
    case .components: points = "points lie off it"
    }
    return "the field is the answer for made-up inputs in that plane, and the \(points)"
  }

  /// What is not in the picture; empty where all inputs are.
  var remark: String {
    switch sides {
    case .inputs where data.plainInputNames.count == 2: return ""
    case .inputs:
      let others = data.plainInputNames.count - 2
      return others == 1
        ? "The other input is at its mean."
        : "The other \(others) inputs are at their means."
    case .components(let found):
      let share = NumberText.percent(min(1, found.components.reduce(0) { $0 + $1.share }))
      return "The two principal components are the directions along which the training rows differ "
        + "most: \(share) of their variance. Points are projected onto the plane of the two."
    }
  }
}
