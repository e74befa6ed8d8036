// One example through the network as `explain forward` shows it: which units and products to show of
// many. All numbers are those of the engine's own pass.
import Datasets
import Events
import Experiments
import NeuralNetwork
import Numerics

/// A row to be explained, and the network it goes through.
package struct ExplainedPass {
  let example: ExplainedExample
  @Boxed private(set) var data: PreparedData
  let shape: NetworkShape
  let parameters: [Float]
  let loss: Loss
  /// Of this one row; nil for values typed.
  let target: Examples.Targets?
  let trace: RowTrace
  let names: ParameterNames

  package init(
    _ example: ExplainedExample, inputs: [Float], target: Examples.Targets?, data: PreparedData,
    training: TrainingState, loss: Loss, kernels: KernelSet
  ) {
    self.example = example
    self.data = data
    self.loss = loss
    self.target = target
    shape = training.shape
    parameters = training.parameters
    names = ParameterNames(data: data, shape: shape)
    trace = traceRow(
      inputs: inputs, target: target, shape: shape, parameters: parameters, loss: loss,
      kernels: kernels)
  }

  func weight(_ layer: LayerLayout, _ input: Int, _ unit: Int) -> Float {
    parameters[layer.weights.lowerBound + input * layer.units + unit]
  }

  /// The class of the row, or the number to predict; nil without a target.
  var targetValue: Double? {
    switch target {
    case .classes(let labels, _): labels.first.map(Double.init)
    case .values(let values): values.first.map(Double.init)
    case nil: nil
    }
  }

  var explainedTarget: ExplainedTarget? {
    guard let value = targetValue, let rowLoss = trace.loss, let first = trace.answer.first else {
      return nil
    }
    guard loss.isClassification else {
      let isOwn = data.standardization?.target == nil && data.transform == .none
      let original =
        isOwn
        ? nil
        : (predicted: data.originalTarget(first), target: data.originalTarget(Float(value)))
      return ExplainedTarget(
        className: nil, value: value, answer: Double(first), loss: rowLoss, original: original)
    }
    // The loss knows it where 1 - p would round to 0.
    let answer = PortableMath.exp(-rowLoss)
    return ExplainedTarget(
      className: data.classNames[Int(value)], value: value, answer: answer, loss: rowLoss,
      original: nil)
  }

  /// The largest first; all of them where only one more would be left out.
  func largest(_ count: Int, of units: Range<Int>, by size: (Int) -> Double) -> [Int] {
    let order = units.sorted {
      let (left, right) = (size($0), size($1))
      return left != right ? left > right : $0 < $1
    }
    return Array(order.prefix(units.count <= count + 1 ? units.count : count)).sorted()
  }
}

extension ForwardReport {
  package init(_ pass: ExplainedPass) {
    var shown = pass.shownOutputs
    var layers: [Layer] = []
    for layer in pass.shape.layers.reversed() {
      let sources = pass.largest(
        layer.index == 0 ? MostListed.inputs : MostListed.units, of: 0..<layer.inputs
      ) { input in
        shown.reduce(0) {
          $0
            + Double(pass.weight(layer, input, $1) * pass.trace.layers[layer.index].inputs[input])
            .magnitude
        }
      }
      layers.insert(Layer(pass, layer, shown: shown, from: sources), at: 0)
      shown = sources
    }
    let values = pass.trace.layers[0].inputs
    var inputs = ShortenedSum(
      values.indices.map { Input(name: pass.names.source(0, $0), value: values[$0]) },
      keeping: shown.count, among: shown
    ) { Double($0.value) }
    // In the data's own order they are easier to find.
    inputs.shown.sort { left, right in
      (pass.data.inputNames.firstIndex(of: left.name) ?? 0)
        < (pass.data.inputNames.firstIndex(of: right.name) ?? 0)
    }
    self.init(
      example: pass.example, inputs: inputs, layers: layers, loss: pass.loss,
      target: pass.explainedTarget)
  }
}

extension ExplainedPass {
  /// The outputs to show: the row's own class, and the most probable ones.
  fileprivate var shownOutputs: [Int] {
    largest(MostListed.units, of: 0..<shape.outputs) { output in
      loss == .softmaxCrossEntropy && targetValue == Double(output)
        ? .infinity : Double(trace.answer[output])
    }
  }
}

extension ForwardReport.Layer {
  /// - Parameter sources: what is shown of the layer before; sums name nothing else.
  fileprivate init(
    _ pass: ExplainedPass, _ layer: LayerLayout, shown: [Int], from sources: [Int]
  ) {
    let values = pass.trace.layers[layer.index]
    let isOutput = layer.index == pass.shape.hidden.count
    let outputs = isOutput ? pass.trace.answer : values.outputs
    let units = shown.map { unit in
      let terms = (0..<layer.inputs).map { input in
        WeightedTerm(
          name: pass.names.source(layer.index, input), weight: pass.weight(layer, input, unit),
          value: values.inputs[input])
      }
      return ForwardReport.Unit(
        name: pass.names.unit(layer.index, unit),
        bias: pass.parameters[layer.biases.lowerBound + unit],
        terms: ShortenedSum(
          terms, keeping: MostListed.terms, among: sources, \.product),
        z: values.sums[unit], output: outputs[unit])
    }
    self.init(
      name: pass.names.layerName(layer.index), activation: layer.activation, isOutput: isOutput,
      shown: units, others: layer.units - shown.count,
      othersOutput: outputs.indices.reduce(0) {
        shown.contains($1) ? $0 : $0 + Double(outputs[$1])
      })
  }
}
