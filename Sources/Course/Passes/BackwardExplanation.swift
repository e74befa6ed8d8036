// The gradient of one row's loss as `explain backward` shows it, from the loss back to the first
// layer, and what a step of plain SGD on this row alone would do.
import Datasets
import Events
import NeuralNetwork

extension BackwardReport {
  /// Nil without a target, which is what the loss is measured by.
  package init?(_ pass: ExplainedPass, learningRate: Double, kernels: KernelSet) {
    guard let target = pass.explainedTarget, let value = pass.targetValue else { return nil }
    let last = pass.shape.hidden.count
    let outputs = pass.trace.answer.indices.map { output in
      Output(
        name: pass.names.unit(last, output), answer: pass.trace.answer[output],
        target: pass.loss == .softmaxCrossEntropy
          ? (Double(output) == value ? 1 : 0) : Float(value),
        delta: pass.trace.layers[last].deltas[output])
    }
    let largest = pass.shape.layers.reversed().map { pass.largestGradient(in: $0) }
    let chosen = largest.max { abs($0.gradient.gradient) < abs($1.gradient.gradient) }
    let step = chosen.flatMap {
      Step(
        pass, learningRate: learningRate, index: $0.index, parameter: $0.gradient.parameter,
        kernels: kernels)
    }
    self.init(
      example: pass.example, loss: pass.loss, target: target,
      outputs: ShortenedSum(outputs, keeping: MostListed.units) { Double($0.delta) },
      layers: pass.shape.layers.dropLast().reversed().map { Layer(pass, $0) },
      gradients: largest.map(\.gradient), step: step)
  }
}

extension BackwardReport.Layer {
  fileprivate init(_ pass: ExplainedPass, _ layer: LayerLayout) {
    let values = pass.trace.layers[layer.index]
    let next = pass.shape.layers[layer.index + 1]
    let nextDeltas = pass.trace.layers[next.index].deltas
    // Those of the next layer that are shown: sums name nothing else.
    let nextShown = pass.largest(MostListed.units, of: 0..<next.units) {
      Double(nextDeltas[$0]).magnitude
    }
    let units = (0..<layer.units).map { unit in
      let terms = (0..<next.units).map {
        WeightedTerm(
          name: pass.names.unit(next.index, $0), weight: pass.weight(next, unit, $0),
          value: nextDeltas[$0])
      }
      return BackwardReport.Unit(
        name: pass.names.unit(layer.index, unit),
        terms: ShortenedSum(
          terms, keeping: MostListed.terms, among: nextShown, \.product),
        sum: terms.reduce(0) { $0 + $1.product }, z: values.sums[unit],
        output: values.outputs[unit], slope: layer.activation.derivative(values.sums[unit]),
        delta: values.deltas[unit])
    }
    self.init(
      name: pass.names.layerName(layer.index), activation: layer.activation,
      units: ShortenedSum(units, keeping: MostListed.units) { Double($0.delta) })
  }
}

extension ExplainedPass {
  /// The largest of a layer's input · delta is that of the largest input and the largest delta.
  fileprivate func largestGradient(
    in layer: LayerLayout
  ) -> (index: Int, gradient: BackwardReport.WeightGradient) {
    let values = trace.layers[layer.index]
    let input = firstLargest(values.inputs)
    let unit = firstLargest(values.deltas)
    let gradient = BackwardReport.WeightGradient(
      parameter: names.text(.weight(layer: layer.index, input: input, unit: unit)),
      input: values.inputs[input], delta: values.deltas[unit],
      gradient: values.inputs[input] * values.deltas[unit])
    return (layer.weights.lowerBound + input * layer.units + unit, gradient)
  }

  private func firstLargest(_ values: [Float]) -> Int {
    var best = 0
    for index in values.indices where abs(values[index]) > abs(values[best]) { best = index }
    return best
  }
}

extension BackwardReport.Step {
  fileprivate init?(
    _ pass: ExplainedPass, learningRate: Double, index: Int, parameter: String, kernels: KernelSet
  ) {
    guard let target = pass.target, let lossBefore = pass.trace.loss else { return nil }
    let row = Examples(
      inputs: pass.trace.layers[0].inputs, inputCount: pass.shape.inputs, targets: target)
    let settings = TrainingSettings(learningRate: learningRate, batchSize: .rows(1))
    let trainer = Trainer(
      examples: row, loss: pass.loss, settings: settings,
      state: TrainingState(shape: pass.shape.withoutDropout, parameters: pass.parameters),
      kernels: kernels)
    guard case .done(let record) = trainer.step() else { return nil }
    let lossAfter = trainer.evaluate(row).dataLoss
    guard lossAfter.isFinite else { return nil }
    self.init(
      learningRate: learningRate, parameter: parameter, before: record.before[index],
      gradient: record.dataGradient[index], after: record.after[index], lossBefore: lossBefore,
      lossAfter: lossAfter)
  }
}
