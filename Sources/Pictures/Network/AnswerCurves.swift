// What the network or a unit answers to one input, as curves over it.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Presentation

struct AnswerCurves {
  let answers: NetworkAnswers
  let rows: ShownRows

  /// Places along the input.
  private static let count = 200
  /// Curves in one panel.
  private static let most = 8
  /// Numbers to be predicted, of the training and of the test rows each.
  private static let mostPoints = 100

  private var data: PreparedData { answers.data }
  private var input: String { data.plainInputNames[0] }

  /// The places in the input's own units: all rows and a little more.
  private var places: [Double] {
    let values = rows.parts.flatMap { part in
      part.plain.inputs.map { data.originalInput($0, at: 0) }
    }.filter(\.isFinite)
    let (low, high) = (values.min() ?? -1, values.max() ?? 1)
    let margin = low < high ? 0.05 * (high - low) : 1
    let (start, span) = (low - margin, high - low + 2 * margin)
    return (0..<Self.count).map { start + span * Double($0) / Double(Self.count - 1) }
  }

  private func seen(_ places: [Double]) -> [Float] {
    places.flatMap { data.seenInputs([data.standardizedInput($0, at: 0)]) }
  }

  // MARK: The answer, or one unit

  func figure(_ unit: UnitPlace?, _ checkStop: StopCheck) throws(Stopped) -> Figure {
    let places = places
    guard let unit else { return try answer(over: places, checkStop) }
    let values = try units([unit], over: places, checkStop)[0]
    let name = "output of unit \(unit.name)"
    let panel = Panel(
      x: PanelAxis(input), y: PanelAxis("output"),
      marks: [.line(Series("unit \(unit.name)", x: places, y: values))])
    let span = Self.span(values)
    return Figure(
      "\(name) over \(input), \(answers.place)",
      description: "Over this range unit \(unit.name) puts out from \(span).", [panel])
  }

  /// "-0.98 to 0.31"
  private static func span(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    return "\(Prose.number(finite.min() ?? 0)) to \(Prose.number(finite.max() ?? 0))"
  }

  private func answer(
    over places: [Double], _ checkStop: StopCheck
  ) throws(Stopped) -> Figure {
    let outputs = try answers.evaluator(rows: places.count).outputs(
      inputs: seen(places), parameters: answers.training.parameters, checkStop: checkStop)
    var marks: [Mark] = []
    var notes = rows.notes
    var hollow: String?
    var words = ""
    let label: String
    if data.isRegression {
      label = data.targetName
      for case .points(let series) in rows.targets(of: data, over: 0) {
        let (sample, note) = series.sampled(most: Self.mostPoints)
        if let note { notes.append(note) }
        marks.append(.points(sample))
      }
      // Over the points, which would hide it.
      marks.append(.line(Series("the network", x: places, y: outputs.map(data.originalTarget))))
      words =
        "The line is what the network predicts, from \(Self.span(outputs.map(data.originalTarget))); the "
        + "points are \(rows.words)."
    } else {
      let width = answers.shape.outputs
      label = "probability"
      let classes = width == 1 ? [1] : Array(data.classNames.indices.prefix(Self.most))
      marks = classes.map { place in
        .line(
          Series(
            data.nameOfClass(place), .series(place), x: places,
            y: places.indices.map { Double(outputs[$0 * width + (width == 1 ? 0 : place)]) }))
      }
      if width == 1 {
        marks += RowGroups(data).marks(rows) { part, plain, row in
          let label = PreparedData.label(part.plain.targets, row) ?? 0
          return (data.originalInput(plain[0], at: 0), Double(label))
        }
        hollow = RowGroups.hollow(rows)
      } else if classes.count < data.classNames.count {
        notes.append("\(classes.count) of \(data.classNames.count) classes")
      }
      words = "The network is \(try answers.rightWords(rows, checkStop))."
    }
    let panel = Panel(x: PanelAxis(input), y: PanelAxis(label), marks: marks)
    let what = data.isRegression ? "\(label) as the network predicts it" : "\(label) of each class"
    return Figure(
      "\(what) over \(input), \(answers.place)", description: words, notes: notes, hollow: hollow,
      [panel])
  }

  private func units(
    _ units: [UnitPlace], over places: [Double], _ checkStop: StopCheck
  ) throws(Stopped) -> [[Double]] {
    try unitOutputs(
      of: units, inputs: seen(places), shape: answers.shape,
      parameters: answers.training.parameters, kernels: answers.kernels, checkStop: checkStop
    ).map { $0.map(Double.init) }
  }

  /// Small panels, one a unit, and all values.
  func panels(
    of units: [UnitPlace], _ checkStop: StopCheck
  ) throws(Stopped) -> (panels: [Panel], values: [[Double]]) {
    let places = places
    let values = try self.units(units, over: places, checkStop)
    let scales = answers.shape.scales(of: units, values)
    let panels = zip(zip(units, values), scales).map { place, scale in
      let ((unit, values), range) = (place, scale.range)
      return Panel(
        "unit \(unit.name)", x: PanelAxis(input),
        y: PanelAxis("output", low: range.lowerBound, high: range.upperBound), aspect: 1.7,
        marks: [.line(Series(x: places, y: values))])
    }
    return (panels, values)
  }
}
