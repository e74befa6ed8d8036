// The network and the files it is kept in.
import Events
import JSON
import NeuralNetwork
import Presentation

extension Activation {
  /// What squashes a layer's sums; at the output that belongs to the loss.
  func name(outputFor loss: Loss?) -> String {
    switch loss {
    case .logistic: "logistic"
    case .softmaxCrossEntropy: "softmax"
    case .squaredError, .absoluteError, .huber, nil: rawValue
    }
  }
}

struct NetworkRecord: EventRecord {
  static let type = "network"
  struct Layer: Codable {
    let units: Int
    let activation: String
    @Nullable var inputs: Int?
    @Nullable var parameters: Int?
    let dropout: Double
    let output: Bool
  }
  let layers: [Layer]
  @Nullable var parameters: Int?
  @Nullable var loss: String?
  let epoch: Int
  let epochsLost: Int
}

extension NetworkRecord {
  init(_ report: NetworkReport) {
    let layers = report.layers.map {
      Layer(
        units: $0.units, activation: $0.activation.name(outputFor: $0.isOutput ? report.loss : nil),
        inputs: $0.inputs, parameters: $0.parameters, dropout: $0.dropout, output: $0.isOutput)
    }
    self.init(
      layers: layers, parameters: report.parameterCount, loss: report.loss?.rawValue,
      epoch: report.epoch, epochsLost: report.epochsLost)
  }
}

struct ModelRecord: EventRecord {
  static let type = "model"
  struct Layer: Codable {
    let name: String
    let inputs: Int
    let units: Int
    let activation: String
    let output: Bool
    let parameters: Int
    let weightRms: Double
    let largest: Double
  }
  let parameters: Int
  let loss: String
  let fingerprint: String
  @Flattened var place: PlaceFields
  let preparedByFile: Bool
  let layers: [Layer]
}

extension ModelRecord {
  init(_ report: ModelReport) {
    let layers = report.layers.map {
      Layer(
        name: $0.name, inputs: $0.inputs, units: $0.units,
        activation: $0.activation.name(outputFor: $0.isOutput ? report.loss : nil),
        output: $0.isOutput, parameters: $0.parameters, weightRms: $0.weightRMS,
        largest: $0.largest)
    }
    self.init(
      parameters: report.parameterCount, loss: report.loss.rawValue,
      fingerprint: report.fingerprint.description, place: PlaceFields(report.place),
      preparedByFile: report.isPreparedByFile, layers: layers)
  }
}

struct ModelSavedRecord: EventRecord {
  static let type = "model_saved"
  let file: String
  let bytes: Int
  let parameters: Int
  @Flattened var place: PlaceFields

  init(_ report: ModelSaved) {
    file = report.file
    bytes = report.bytes
    parameters = report.parameterCount
    place = PlaceFields(report.place)
  }
}

struct ModelExportedRecord: EventRecord {
  static let type = "model_exported"
  let file: String
  let bytes: Int
  let parameters: Int
  @Flattened var place: PlaceFields
  let inputs: [String]
  let outputs: [String]
  let roundedColumns: [String]

  init(_ report: ModelExported) {
    file = report.file
    bytes = report.bytes
    parameters = report.parameterCount
    place = PlaceFields(report.place)
    inputs = report.inputs
    outputs = report.outputs
    roundedColumns = report.roundedColumns
  }
}

struct ModelLoadedRecord: EventRecord {
  static let type = "model_loaded"
  let file: String
  let parameters: Int
  @Flattened var place: PlaceFields
  let trainingRowsTrainedOn: Int
  let testRowsTrainedOn: Int
  let notes: [String]
  let noteFacts: [NoteFacts]
}

extension ModelLoadedRecord {
  init(_ report: ModelLoaded) {
    self.init(
      file: report.file, parameters: report.parameterCount, place: PlaceFields(report.place),
      trainingRowsTrainedOn: report.seenBefore.training,
      testRowsTrainedOn: report.seenBefore.test,
      notes: report.notes.map { $0.words.text },
      noteFacts: report.notes.map(NoteFacts.init))
  }
}

struct WeightsRecord: EventRecord {
  static let type = "weights"
  struct Weight: Codable {
    let name: String
    let value: Double
    let heldAtZero: Bool
  }
  @Nullable var layer: String?
  let epoch: Int
  let rowsDone: Int
  let count: Int
  let zeros: Int
  let largest: [Weight]
}

extension WeightsRecord {
  init(_ report: WeightsReport) {
    let largest = report.largest.map {
      Weight(name: $0.name, value: $0.value, heldAtZero: $0.isHeldAtZero)
    }
    self.init(
      layer: report.layer, epoch: report.epoch, rowsDone: report.rowsDone, count: report.count,
      zeros: report.zeroCount, largest: largest)
  }
}
