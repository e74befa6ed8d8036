// A row through the network, and the gradient of its loss on the way back.
import Events
import JSON
import NeuralNetwork

struct ExampleFields: RecordPart {
  let rows: String
  @Nullable var row: Int?
  let step: Int
  let epoch: Int

  init(_ example: ExplainedExample) {
    rows = example.source.rawValue
    row = example.row
    step = example.step
    epoch = example.epoch
  }
}

struct TargetFields: RecordPart {
  struct Original: RecordPart {
    let originalPrediction: Double
    let originalTarget: Double
  }
  @Nullable var `class`: String?
  let target: Double
  let answer: Double
  let loss: Double
  @Flattened var original: Original?

  init(_ target: ExplainedTarget) {
    `class` = target.className
    self.target = target.value
    answer = target.answer
    loss = target.loss
    original = target.original.map {
      Original(originalPrediction: $0.predicted, originalTarget: $0.target)
    }
  }
}

struct SumFields: RecordPart {
  struct Term: Codable {
    let name: String
    let weight: Float
    let value: Float
    let product: Double
  }
  let terms: [Term]
  let otherTerms: Int
  let otherSum: Double

  init(_ sum: ShortenedSum<WeightedTerm>) {
    terms = sum.shown.map {
      Term(name: $0.name, weight: $0.weight, value: $0.value, product: $0.product)
    }
    otherTerms = sum.others
    otherSum = sum.othersSum
  }
}

struct ForwardRecord: EventRecord {
  static let type = "forward"
  struct Input: Codable {
    let name: String
    let value: Float
  }
  struct Unit: Codable {
    let name: String
    let bias: Float
    @Flattened var sum: SumFields
    let z: Float
    let a: Float?
    let answer: Float?
  }
  struct Layer: Codable {
    let name: String
    let activation: String
    let units: [Unit]
    let otherUnits: Int
    let otherOutputs: Double
  }
  @Flattened var example: ExampleFields
  let inputs: [Input]
  let otherInputs: Int
  let layers: [Layer]
  let lossFunction: String
  @Flattened var target: TargetFields?

  init(_ report: ForwardReport) {
    example = ExampleFields(report.example)
    inputs = report.inputs.shown.map { Input(name: $0.name, value: $0.value) }
    otherInputs = report.inputs.others
    layers = report.layers.map { Layer($0, loss: report.loss) }
    lossFunction = report.loss.rawValue
    target = report.target.map(TargetFields.init)
  }
}

extension ForwardRecord.Layer {
  init(_ layer: ForwardReport.Layer, loss: Loss) {
    name = layer.name
    activation = layer.activation.name(outputFor: layer.isOutput ? loss : nil)
    units = layer.shown.map {
      ForwardRecord.Unit(
        name: $0.name, bias: $0.bias, sum: SumFields($0.terms), z: $0.z,
        a: layer.isOutput ? nil : $0.output, answer: layer.isOutput ? $0.output : nil)
    }
    otherUnits = layer.others
    otherOutputs = layer.othersOutput
  }
}

struct BackwardRecord: EventRecord {
  static let type = "backward"
  struct Output: Codable {
    let name: String
    let answer: Float
    let target: Float
    let delta: Float
  }
  struct Unit: Codable {
    let name: String
    @Flattened var weighted: SumFields
    let sum: Double
    let z: Float
    let a: Float
    let slope: Float
    let delta: Float
  }
  struct Layer: Codable {
    let name: String
    let activation: String
    let units: [Unit]
    let otherUnits: Int
    let otherDeltas: Double
  }
  struct Gradient: Codable {
    let parameter: String
    let input: Float
    let delta: Float
    let gradient: Float
  }
  struct Step: Codable {
    let lr: Double
    let parameter: String
    let before: Float
    let gradient: Float
    let after: Float
    let lossBefore: Double
    let lossAfter: Double
  }
  @Flattened var example: ExampleFields
  let lossFunction: String
  @Flattened var target: TargetFields
  let outputs: [Output]
  let otherOutputs: Int
  let otherDeltas: Double
  let layers: [Layer]
  let gradients: [Gradient]
  @Nullable var sgdStep: Step?
}

extension BackwardRecord {
  init(_ report: BackwardReport) {
    let outputs = report.outputs.shown.map {
      Output(name: $0.name, answer: $0.answer, target: $0.target, delta: $0.delta)
    }
    let gradients = report.gradients.map {
      Gradient(
        parameter: $0.parameter, input: $0.input, delta: $0.delta, gradient: $0.gradient)
    }
    let step = report.step.map {
      Step(
        lr: $0.learningRate, parameter: $0.parameter, before: $0.before, gradient: $0.gradient,
        after: $0.after, lossBefore: $0.lossBefore, lossAfter: $0.lossAfter)
    }
    self.init(
      example: ExampleFields(report.example), lossFunction: report.loss.rawValue,
      target: TargetFields(report.target), outputs: outputs, otherOutputs: report.outputs.others,
      otherDeltas: report.outputs.othersSum, layers: report.layers.map(Layer.init),
      gradients: gradients, sgdStep: step)
  }
}

extension BackwardRecord.Layer {
  init(_ layer: BackwardReport.Layer) {
    name = layer.name
    activation = layer.activation.rawValue
    units = layer.units.shown.map {
      BackwardRecord.Unit(
        name: $0.name, weighted: SumFields($0.terms), sum: $0.sum, z: $0.z, a: $0.output,
        slope: $0.slope, delta: $0.delta)
    }
    otherUnits = layer.units.others
    otherDeltas = layer.units.othersSum
  }
}
