// Curves over epochs or trials as text: each with a letter of its own, so that nothing depends on color.
import LearningSession
import NeuralNetwork

struct LossPlot {
  /// A letter and the losses from the first epoch on; what is not finite is not drawn.
  let series: [(letter: String, values: [Double])]
  let firstEpoch: Int
  /// What is counted from left to right.
  var unit = "epoch"
  var height = 7
  /// Drawn where no curve is: for each the lowest and the highest value at each place.
  var bands: [(letter: String, low: [Double], high: [Double])] = []

  /// Columns there are for the labels and the curves.
  var width = 80

  private static let labelWidth = 10
  private var columns: Int { max(2, min(61, width - Self.labelWidth - 2)) }

  /// Empty where a table says it all: after one epoch, or of one value.
  func lines(title: String) -> [String] {
    let finite = (series.flatMap(\.values) + bands.flatMap { $0.low + $0.high })
      .filter(\.isFinite)
    guard let low = finite.min(), let highest = finite.max(), lastIndex > 1, low < highest else {
      return []
    }
    // A loss that runs away would press all others into one line.
    let cap = 10 * (series.compactMap(\.values.first).max() ?? highest)
    let high = cap > low ? min(highest, cap) : highest
    let scale = Scale(values: finite, low: low, high: high)
    let kind = scale.isLog ? "log scale" : "linear scale"
    let above = highest > high ? ", cut off at \(NumberText.significant(high, 3))" : ""
    let zero = scale.hidesZero ? "; 0 is at the bottom" : ""
    var lines = TextLayout.wrapped(
      "\(title) over \(unit)s, \(kind)\(above)\(zero); * is where several meet:", width: width)
    for (row, cells) in grid(scale).enumerated() {
      let isLabelled = [0, height / 2, height - 1].contains(row)
      let share = 1 - Double(row) / Double(height - 1)
      let label = isLabelled ? NumberText.significant(scale.value(at: share), 3) : ""
      let line = TextLayout.rightAligned(label, to: Self.labelWidth) + " |" + cells.joined()
      lines.append(String(line.reversed().drop { $0 == " " }.reversed()))
    }
    return lines + [axis()]
  }

  private var lastIndex: Int { (series.map(\.values.count).max() ?? 0) - 1 }

  /// Rows from the top, each a letter or a blank for every column.
  private func grid(_ scale: Scale) -> [[String]] {
    let empty = [String](repeating: " ", count: columns)
    var grid = [[String]](repeating: empty, count: height)
    for (letter, values) in series {
      for column in 0..<columns {
        guard let row = row(of: values, column, scale) else { continue }
        grid[row][column] = grid[row][column] == " " ? letter : "*"
      }
    }
    for (letter, low, high) in bands {
      for column in 0..<columns {
        guard let one = row(of: low, column, scale), let other = row(of: high, column, scale) else {
          continue
        }
        for row in min(one, other)...max(one, other) where grid[row][column] == " " {
          grid[row][column] = letter
        }
      }
    }
    return grid
  }

  /// Nil where there is nothing to draw.
  private func row(of values: [Double], _ column: Int, _ scale: Scale) -> Int? {
    let index = (2 * column * lastIndex + columns - 1) / (2 * (columns - 1))
    guard values.indices.contains(index), values[index].isFinite else { return nil }
    let share = min(1, max(0, scale.share(of: values[index])))
    return Int(((1 - share) * Double(height - 1)).rounded())
  }

  /// The first and the last epoch stand under their columns.
  private func axis() -> String {
    let (first, last) = (String(firstEpoch), String(firstEpoch + lastIndex))
    let gap = columns - first.count - last.count - 2
    let word = gap > 12 ? " \(unit) " : ""
    let dashes = max(1, gap - word.count)
    let (left, right) = (dashes - dashes / 2, dashes / 2)
    return TextLayout.spaces(Self.labelWidth) + " +" + first + " "
      + String(repeating: "-", count: left) + word + String(repeating: "-", count: right) + " "
      + last
  }

  /// Where between the lowest and the highest value another one lies.
  private struct Scale {
    let isLog: Bool
    /// Whether there are zeros, which no log scale can place.
    let hidesZero: Bool
    private let low: Double
    private let high: Double

    init(values: [Double], low: Double, high: Double) {
      let positive = values.filter { $0 > 0 }.min() ?? high
      isLog = positive > 0 && high > 4 * positive
      hidesZero = isLog && low <= 0
      self.low = isLog ? PortableMath.log(positive) : low
      self.high = isLog ? PortableMath.log(high) : high
    }

    func share(of value: Double) -> Double {
      guard isLog else { return (value - low) / (high - low) }
      return value > 0 ? (PortableMath.log(value) - low) / (high - low) : 0
    }

    func value(at share: Double) -> Double {
      let place = low + share * (high - low)
      return isLog ? PortableMath.exp(place) : place
    }
  }
}
