// What `train live` draws: the losses so far, and for two inputs what the network says of each place among the
// rows it is trained on.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

extension PictureCommands {
  /// Of a state on the way.
  package static let live: LivePicture = { state, kernels in
    LiveFigure(state, kernels)?.figure
  }
}

private struct LiveFigure {
  private let data: PreparedData
  private let training: TrainingState
  private let epochs: EpochHistory
  private let loss: Loss
  private let kernels: KernelSet

  /// Lines that marks take: two panels and the rows of a table fit in a window of 24.
  private static let height = 12
  /// Cells of the field, about as many as a terminal shows.
  private static let side = 40
  private static let mostPoints = 200

  init?(_ state: SessionState, _ kernels: KernelSet) {
    guard let data = state.data, let training = state.training else { return nil }
    (self.data, self.training, self.kernels) = (data, training, kernels)
    (epochs, loss) = (state.epochs, data.loss(state.settings.training))
  }

  var figure: Figure {
    Figure("epoch \(training.epoch)", height: Self.height, [losses, boundary].compactMap { $0 })
  }

  private var losses: Panel? {
    guard let first = epochs.first, epochs.count > 1 else { return nil }
    var lines = [
      Series.curve("training", .series(0), from: first.epoch, epochs.map(\.training.loss), most: 400)
    ]
    let watched = epochs.compactMap(\.watched?.loss)
    if watched.count == epochs.count {
      let name = epochs[0].watch == .test ? "test" : "validation"
      lines.append(.curve(name, .series(1), from: first.epoch, watched, most: 400))
    }
    return Panel(
      "loss", x: PanelAxis("epoch", .count), y: .losses("loss", lines.map { $0.y.map(\.value) }),
      marks: lines.map(Mark.line))
  }

  // MARK: Two inputs

  private var boundary: Panel? {
    guard data.plainInputNames.count == 2, data.columns.allSatisfy({ $0.kind == .number }),
      training.shape.outputs == 1
    else { return nil }
    let plain = data.plainTraining
    let count = min(plain.count, Self.mostPoints)
    let rows = (0..<count).map { $0 * plain.count / count }
    let places = rows.map { row -> (x: Double, y: Double) in
      let inputs = plain.inputs(ofRow: row)
      return (data.originalInput(inputs[0], at: 0), data.originalInput(inputs[1], at: 1))
    }
    let (left, right) = Self.span(places.map(\.x))
    let (lower, upper) = Self.span(places.map(\.y))
    let field = field(left, right, lower, upper)
    return Panel(
      "output", x: PanelAxis(data.plainInputNames[0], low: left, high: right),
      y: PanelAxis(data.plainInputNames[1], low: lower, high: upper), aspect: 1,
      marks: [.field(field)] + points(rows, places, plain.targets))
  }

  private static func span(_ values: [Double]) -> (Double, Double) {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let margin = low < high ? 0.05 * (high - low) : 1
    return (low - margin, high + margin)
  }

  private func field(_ left: Double, _ right: Double, _ lower: Double, _ upper: Double) -> Grid {
    let side = Self.side
    var inputs: [Float] = []
    inputs.reserveCapacity(side * side * training.shape.inputs)
    for row in 0..<side {
      let y = upper - (Double(row) + 0.5) / Double(side) * (upper - lower)
      for column in 0..<side {
        let x = left + (Double(column) + 0.5) / Double(side) * (right - left)
        inputs += data.seenInputs([
          data.standardizedInput(x, at: 0), data.standardizedInput(y, at: 1),
        ])
      }
    }
    let outputs = predictOutputs(
      inputs: inputs, shape: training.shape, parameters: training.parameters, loss: loss,
      kernels: kernels)
    let values = outputs.map { data.isRegression ? data.originalTarget($0) : Double($0) }
    guard !data.isRegression else {
      return Grid(data.targetName, rows: side, columns: side, values)
    }
    let name = data.classNames.count > 1 ? "probability of \(data.classNames[1])" : "output"
    return Grid(name, rows: side, columns: side, values, .diverging, low: 0, high: 1)
  }

  private func points(
    _ rows: [Int], _ places: [(x: Double, y: Double)], _ targets: Examples.Targets
  ) -> [Mark] {
    guard case .classes(let labels, _) = targets else {
      return [.points(Series("", .muted, x: places.map(\.x), y: places.map(\.y)))]
    }
    return data.classNames.indices.map { place in
      let own = rows.indices.filter { labels[rows[$0]] == place }
      return .points(
        Series(
          data.classNames[place], .classified(place), x: own.map { places[$0].x },
          y: own.map { places[$0].y }))
    }
  }
}
