// Every number of `explain weight`, `explain bias`, `explain forward` and `explain backward`,
// recomputed in Double by a network of the tests' own.
import Datasets
import DoubleNetwork
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct PassExplanationTests {
  static let setups: [[String]] = [
    ["data circle n=60", "layer 4 tanh", "step 2"],
    ["data circle n=60", "layer 4 tanh dropout=0.5"],
    ["data xor n=90", "layers 12 relu 9 sigmoid", "set l1 0.01", "set l2 0.1", "train 2"],
    ["data moons n=80", "layer 5 gelu", "set batch 1", "train 1"],
    ["data moons n=80", "layer 1 leakyrelu", "set loss cross-entropy", "set optimizer gd"],
    ["data iris", "layers 7 linear 6 relu", "set optimizer adam", "train 3"],
    ["data iris", "layers none", "set optimizer momentum", "train 1"],
    ["data digits", "layers 16 relu", "set clip 0.1", "train 1"],
    ["data diabetes", "layers none", "train 1"],
    ["data sine n=40 test=0", "layer 6 tanh", "set schedule cosine", "train 4"],
    ["data sine n=40", "layer 3 tanh", "set batch full", "step"],
  ]

  private struct Fixture {
    let session = RecordedSession()
    let data: PreparedData
    let names: ParameterNames
    let shape: NetworkShape
    let parameters: [Float]
    let loss: Loss

    init(_ setup: [String]) throws {
      for command in setup { #expect(session.run(command) == .done, "\(command)") }
      // Whatever makes the weights, where nothing has yet.
      session.run("eval")
      data = try #require(session.state.data)
      let training = try #require(session.state.training)
      shape = training.shape
      parameters = training.parameters
      names = ParameterNames(data: data, shape: shape)
      loss = data.loss(session.state.settings.training)
    }

    func network(_ examples: Examples) -> DoubleNetwork {
      DoubleNetwork(shape, parameters, loss, examples)
    }

    func unit(_ layer: Int, _ name: String) throws -> Int {
      try #require((0..<shape.layers[layer].units).first { names.unit(layer, $0) == name })
    }

    func source(_ layer: Int, _ name: String) throws -> Int {
      try #require((0..<shape.layers[layer].inputs).first { names.source(layer, $0) == name })
    }

    func weight(_ layer: Int, _ input: Int, _ unit: Int) -> Float {
      let layout = shape.layers[layer]
      return parameters[layout.weights.lowerBound + input * layout.units + unit]
    }
  }

  // MARK: Forward

  @Test(arguments: setups) func forwardNumbersAreRight(setup: [String]) throws {
    let fixture = try Fixture(setup)
    var commands = [("explain forward 5", fixture.data.training, 4)]
    if let test = fixture.data.test { commands.append(("explain forward test 2", test, 1)) }
    for (command, examples, row) in commands {
      #expect(fixture.session.run(command) == .done)
      guard case .forward(let report)? = fixture.session.events.last else {
        Issue.record("no forward report")
        return
      }
      try check(report, fixture, fixture.network(examples), row: row)
      #expect(report.example.row == row + 1 && report.example.rows == examples.count)
    }
  }

  @Test func typedValuesGoForwardWithoutATarget() throws {
    let fixture = try Fixture(["data iris", "layer 5 relu", "train 1"])
    let values = ["5.1", "3.5", "1.4", "0.2"]
    fixture.session.run("explain forward values \(values.joined(separator: " "))")
    guard case .forward(let report)? = fixture.session.events.last else {
      Issue.record("no forward report")
      return
    }
    let example = Examples(
      inputs: try fixture.data.encode(values), inputCount: 4, targets: .classes([0], count: 3))
    try check(report, fixture, fixture.network(example), row: 0)
    #expect(report.target == nil && report.example.source == .typed)
  }

  /// What is shown of what comes into a layer.
  private func sources(
    of place: Int, _ report: ForwardReport, _ fixture: Fixture
  ) throws -> [Int] {
    let names =
      place == 0 ? report.inputs.shown.map(\.name) : report.layers[place - 1].shown.map(\.name)
    return try names.map { try fixture.source(place, $0) }
  }

  private func check(
    _ report: ForwardReport, _ fixture: Fixture, _ network: DoubleNetwork, row: Int
  ) throws {
    let (inputs, sums) = network.forward(row)
    let answers = answers(sums[sums.count - 1], fixture.loss)
    #expect(report.layers.count == fixture.shape.layers.count)
    for (place, layer) in report.layers.enumerated() {
      let layout = fixture.shape.layers[place]
      #expect(layer.shown.count + layer.others == layout.units)
      #expect(layer.shown.count == (layout.units <= 4 ? layout.units : 3))
      let outputs =
        place == fixture.shape.hidden.count
        ? answers : sums[place].map { DoubleNetwork.value(layout.activation, $0) }
      var rest = outputs.reduce(0, +)
      for unit in layer.shown {
        let index = try fixture.unit(place, unit.name)
        #expect(unit.bias == fixture.parameters[layout.biases.lowerBound + index])
        expect(Double(unit.z), sums[place][index])
        expect(Double(unit.output), outputs[index])
        rest -= outputs[index]
        var shownSum = 0.0
        var smallest = Double.infinity
        for term in unit.terms.shown {
          let input = try fixture.source(place, term.name)
          #expect(term.weight == fixture.weight(place, input, index))
          expect(Double(term.value), inputs[place][input])
          shownSum += term.product
          smallest = min(smallest, abs(term.product))
        }
        #expect(unit.terms.shown.count + unit.terms.others == layout.inputs)
        #expect(unit.terms.shown.count == (layout.inputs <= 4 ? layout.inputs : 3))
        expect(Double(unit.bias) + shownSum + unit.terms.othersSum, sums[place][index])
        // The largest among what is shown of the layer before.
        let larger = try sources(of: place, report, fixture).filter {
          abs(inputs[place][$0] * Double(fixture.weight(place, $0, index))) > smallest + 1e-5
        }
        #expect(larger.count < unit.terms.shown.count)
      }
      if layer.others > 0 { expect(layer.othersOutput, rest) }
    }
    guard let target = report.target else { return }
    expect(target.loss, network.lossOfRow(row, sums[sums.count - 1]).loss)
    switch network.examples.targets {
    case .values(let values):
      #expect(target.value == Double(values[row]) && target.className == nil)
      expect(target.answer, sums[sums.count - 1][0])
      if let original = target.original {
        let scale = try #require(fixture.data.standardization?.target)
        expect(original.predicted, target.answer * scale.deviation + scale.mean)
        expect(original.target, target.value * scale.deviation + scale.mean)
      }
    case .classes(let labels, _):
      let label = Int(labels[row])
      #expect(target.className == fixture.data.classNames[label])
      let answer =
        fixture.loss == .logistic ? (label == 1 ? answers[0] : 1 - answers[0]) : answers[label]
      expect(target.answer, answer)
      expect(target.loss, -log(answer))
    }
  }

  private func answers(_ logits: [Double], _ loss: Loss) -> [Double] {
    switch loss {
    case .logistic: logits.map { 1 / (1 + exp(-$0)) }
    case .softmaxCrossEntropy: logits.map { exp($0) / logits.reduce(0) { $0 + exp($1) } }
    case .squaredError, .absoluteError, .huber: logits
    }
  }

  /// So sure a mistake that the other class's probability is 1 to a Float's digits.
  @Test func probabilitiesNearZeroAreKept() throws {
    let session = RecordedSession()
    session.run("data moons n=60 noise=0.5", "layers none", "set lr 20", "train 3")
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let network = DoubleNetwork(
      training.shape, training.parameters, .logistic, data.training)
    var largest = 0.0
    for row in 0..<data.training.count {
      session.run("explain forward \(row + 1)")
      guard case .forward(let report)? = session.events.last else { continue }
      let target = try #require(report.target)
      let loss = network.lossOfRow(row, network.forward(row).sums[training.shape.hidden.count]).loss
      #expect(abs(target.loss - loss) <= 1e-4 * loss + 1e-6)
      #expect(abs(target.answer - exp(-loss)) <= 1e-3 * exp(-loss))
      largest = max(largest, loss)
    }
    #expect(largest > 17, "no mistake is that sure")
  }

  // MARK: Backward

  @Test(arguments: setups) func backwardNumbersAreRight(setup: [String]) throws {
    let fixture = try Fixture(setup)
    fixture.session.run("explain backward 7")
    guard case .backward(let report)? = fixture.session.events.last else {
      Issue.record("no backward report")
      return
    }
    let network = fixture.network(fixture.data.training)
    let (_, sums) = network.forward(6)
    let gradient = network.gradient([6])
    // A unit's delta is its bias's gradient.
    let deltas = fixture.shape.layers.map { gradient[$0.biases].map { $0 } }
    let last = fixture.shape.hidden.count
    let answers = answers(sums[last], fixture.loss)
    for output in report.outputs.shown {
      let unit = try fixture.unit(last, output.name)
      expect(Double(output.delta), deltas[last][unit])
      expect(Double(output.answer), answers[unit])
      let factor = fixture.loss == .squaredError ? 2.0 : 1
      expect(Double(output.delta), factor * Double(output.answer - output.target))
    }
    expect(
      report.outputs.othersSum + report.outputs.shown.reduce(0) { $0 + Double($1.delta) },
      deltas[last].reduce(0, +))
    #expect(report.layers.count == last)
    for (layer, place) in zip(report.layers, (0..<last).reversed()) {
      try check(layer, place, fixture, sums[place], deltas)
    }
    try checkGradients(report, fixture, network, gradient)
  }

  private func check(
    _ layer: BackwardReport.Layer, _ place: Int, _ fixture: Fixture, _ sums: [Double],
    _ deltas: [[Double]]
  ) throws {
    let layout = fixture.shape.layers[place]
    #expect(layer.units.shown.count + layer.units.others == layout.units)
    let shownDeltas = layer.units.shown.reduce(0) { $0 + Double($1.delta) }
    expect(shownDeltas + layer.units.othersSum, deltas[place].reduce(0, +))
    for unit in layer.units.shown {
      let index = try fixture.unit(place, unit.name)
      expect(Double(unit.delta), deltas[place][index])
      expect(Double(unit.z), sums[index])
      expect(Double(unit.slope), DoubleNetwork.slope(layout.activation, sums[index]))
      expect(Double(unit.output), DoubleNetwork.value(layout.activation, sums[index]))
      var shown = 0.0
      for term in unit.terms.shown {
        let next = try fixture.unit(place + 1, term.name)
        #expect(term.weight == fixture.weight(place + 1, index, next))
        expect(Double(term.value), deltas[place + 1][next])
        shown += term.product
      }
      let sum = deltas[place + 1].indices.reduce(0) {
        $0 + deltas[place + 1][$1] * Double(fixture.weight(place + 1, index, $1))
      }
      expect(unit.sum, sum)
      expect(shown + unit.terms.othersSum, sum)
    }
  }

  private func checkGradients(
    _ report: BackwardReport, _ fixture: Fixture, _ network: DoubleNetwork, _ gradient: [Double]
  ) throws {
    #expect(report.gradients.count == fixture.shape.layers.count)
    for (shown, layout) in zip(report.gradients, fixture.shape.layers.reversed()) {
      let index = try #require(
        layout.weights.first {
          fixture.names.text(fixture.shape.parameter(at: $0)) == shown.parameter
        })
      expect(Double(shown.gradient), gradient[index])
      expect(Double(shown.input) * Double(shown.delta), gradient[index])
      let largest = layout.weights.reduce(0) { max($0, abs(gradient[$1])) }
      expect(abs(Double(shown.gradient)), largest)
    }
    let step = try #require(report.step)
    let rate = fixture.session.state.settings.training.learningRate
    #expect(step.learningRate == rate)
    let index = try #require(
      fixture.parameters.indices.first {
        fixture.names.text(fixture.shape.parameter(at: $0)) == step.parameter
      })
    #expect(step.before == fixture.parameters[index])
    expect(Double(step.gradient), gradient[index])
    expect(Double(step.after), Double(step.before) - rate * gradient[index])
    expect(step.lossBefore, network.evaluate([6]).loss)
    let moved = zip(fixture.parameters, gradient).map { Float(Double($0) - rate * $1) }
    expect(
      step.lossAfter,
      DoubleNetwork(fixture.shape, moved, fixture.loss, network.examples).evaluate([6]).loss)
  }

  // MARK: One parameter

  @Test(arguments: setups.filter { $0.joined().contains("step") || $0.joined().contains("train") })
  func partsOfAGradientAreRight(setup: [String]) throws {
    let fixture = try Fixture(setup)
    let record = try #require(fixture.session.state.lastStep)
    let network = DoubleNetwork(
      fixture.shape, record.before, fixture.loss, fixture.data.training)
    for name in [
      ParameterName.weight(layer: 0, input: 0, unit: 0), .bias(layer: 0, unit: 0),
      .weight(layer: fixture.shape.hidden.count, input: 0, unit: 0),
    ] {
      let report = try #require(ask(fixture.session, name, fixture.names))
      #expect(report.parameter == fixture.names.text(name))
      #expect(report.trace == record.trace(try #require(fixture.shape.index(of: name))))
      try check(report, network, rows: record.rows.map(Int.init))
    }
  }

  /// With patience a step sees some of the training rows; they keep their numbers.
  @Test func rowsKeepTheirNumbersWithPatience() throws {
    let fixture = try Fixture(["data xor n=120", "layer 4 tanh", "set patience 5", "step 2"])
    let record = try #require(fixture.session.state.lastStep)
    let kept = fixture.data.division(validationFraction: 0.25, seed: 1).kept
    #expect(kept.count < fixture.data.training.count)
    fixture.session.run("set patience off")
    let network = DoubleNetwork(
      fixture.shape, record.before, fixture.loss, fixture.data.training)
    let report = try #require(
      ask(fixture.session, .weight(layer: 0, input: 1, unit: 2), fixture.names))
    try check(report, network, rows: record.rows.map { kept[Int($0)] })
  }

  private func check(_ report: StepReport, _ network: DoubleNetwork, rows: [Int]) throws {
    let parts = try #require(report.gradientParts)
    let index = report.trace.index
    var all: [Int: Double] = [:]
    for row in rows { all[row + 1] = network.gradient([row])[index] / Double(rows.count) }
    #expect(parts.rows.shown.count + parts.rows.others == rows.count)
    for row in parts.rows.shown {
      let found = all.removeValue(forKey: row.number)
      let expected = try #require(found)
      expect(row.part, expected)
      expect(Double(row.input) * Double(row.delta) / Double(rows.count), expected)
    }
    expect(parts.rows.othersSum, all.values.reduce(0, +))
    let sum = parts.rows.shown.reduce(parts.rows.othersSum) { $0 + $1.part }
    expect(sum, Double(report.trace.dataGradient))
  }

  private func ask(
    _ session: RecordedSession, _ name: ParameterName, _ names: ParameterNames
  ) -> StepReport? {
    // A class that is called 1 need not be the first.
    func word(_ layer: Int, _ unit: Int) -> String {
      String(names.unit(layer, unit).split(separator: " ").last ?? "")
    }
    let command =
      switch name {
      case .weight(let layer, let input, let unit):
        "explain weight \(layer + 1) \(input + 1) \(word(layer, unit))"
      case .bias(let layer, let unit): "explain bias \(layer + 1) \(word(layer, unit))"
      }
    #expect(session.run(command) == .done, "\(session.diagnostic?.message ?? "")")
    guard case .step(let report)? = session.events.last else { return nil }
    return report
  }

  private func expect(
    _ value: Double, _ expected: Double, _ location: SourceLocation = #_sourceLocation
  ) {
    #expect(abs(value - expected) <= 1e-4 * abs(expected) + 2e-6, sourceLocation: location)
  }
}
