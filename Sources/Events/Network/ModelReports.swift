// What `model` says of the network in training and of the files it is kept in.
import Datasets
import NeuralNetwork
import Numerics

package struct ModelReport: Sendable, Equatable {
  package struct Layer: Sendable, Equatable {
    /// What the layer's tensors in a model file begin with: `layers.0`.
    package var name: String
    package var inputs: Int
    package var units: Int
    package var activation: Activation
    package var isOutput: Bool
    package var parameters: Int
    /// The root of the mean square of the weights, biases left out.
    package var weightRMS: Double
    /// The largest weight or bias, without its sign.
    package var largest: Double
  }

  package var layers: [Layer]
  package var loss: Loss
  package var parameterCount: Int
  /// Names these very weights, to the bit.
  package var fingerprint: Fingerprint
  package var place: WeightsPlace
  /// Whether the rows at hand are prepared as the file says that it came from.
  package var isPreparedByFile: Bool
}

extension ModelReport {
  package init(_ state: TrainingState, loss: Loss, _ data: PreparedData) {
    let shape = state.shape
    layers = shape.layers.map { layout in
      // In Double and in the order they lie in, so that every machine says the same.
      let squares = state.parameters[layout.weights].reduce(0) { $0 + Double($1) * Double($1) }
      let largest = state.parameters[layout.parameters].reduce(0) { max($0, abs(Double($1))) }
      return Layer(
        name: "layers.\(layout.index)", inputs: layout.inputs, units: layout.units,
        activation: layout.activation, isOutput: layout.index == shape.hidden.count,
        parameters: layout.parameters.count,
        weightRMS: (squares / Double(layout.weights.count)).squareRoot(), largest: largest)
    }
    self.loss = loss
    parameterCount = shape.parameterCount
    fingerprint = state.fingerprint
    place = WeightsPlace(state)
    isPreparedByFile = data.isPreparedByModel
  }
}

package struct ModelSaved: Sendable, Equatable {
  /// As the user named it.
  package var file: String
  package var bytes: Int
  package var parameterCount: Int
  package var place: WeightsPlace

  package init(file: String, bytes: Int, parameterCount: Int, place: WeightsPlace) {
    self.file = file
    self.bytes = bytes
    self.parameterCount = parameterCount
    self.place = place
  }
}

package struct ModelExported: Sendable, Equatable {
  /// As the user named it.
  package var file: String
  package var bytes: Int
  package var parameterCount: Int
  package var place: WeightsPlace
  /// What the values of a row are called.
  package var inputs: [String]
  /// The classes whose probabilities come out, or the target.
  package var outputs: [String]
  /// Whether some of a row's values are 0 or 1 for a category.
  package var hasCategories: Bool
  package var isClassification: Bool
  /// Columns for whose values 32-bit numbers are too coarse.
  package var roundedColumns: [String]

  package init(
    file: String, bytes: Int, parameterCount: Int, place: WeightsPlace, inputs: [String],
    outputs: [String], hasCategories: Bool, isClassification: Bool, roundedColumns: [String]
  ) {
    self.file = file
    self.bytes = bytes
    self.parameterCount = parameterCount
    self.place = place
    self.inputs = inputs
    self.outputs = outputs
    self.hasCategories = hasCategories
    self.isClassification = isClassification
    self.roundedColumns = roundedColumns
  }
}

package struct ModelLoaded: Sendable, Equatable {
  /// What a user should know before going on.
  package enum Note: Sendable, Equatable {
    /// A setting was another one when the file was saved.
    case setting(name: String, saved: String, now: String)
    /// The file names a value that the setting does not take.
    case settingUnreadable(name: String, saved: String, accepts: String, now: String)
    case data(saved: String, savedRows: Int, now: String, nowRows: Int)
    /// The network saw something else of its two inputs.
    case features(saved: String, now: String)
    case loss(saved: String, now: String)
    /// The rows were prepared as the file says, and not by what their own training rows say.
    case prepared(isReordered: Bool)
    /// - split: the commands that divide the data as they were divided and load the weights again.
    case testRowsTrainedOn(count: Int, of: Int, split: [String])
    /// The network was trained on none of the rows at hand.
    case newRows(count: Int)
    /// The file does not say which rows it was trained on.
    case rowsNotKnown
    /// Nor how they were prepared.
    case noPreparation
    /// The file holds weights alone, so the optimizer begins afresh.
    case noOptimizerState
    case notFinite(count: Int)
  }

  package var file: String
  package var parameterCount: Int
  package var place: WeightsPlace
  package var seenBefore: RowsSeenBefore
  package var notes: [Note]

  package init(
    file: String, parameterCount: Int, place: WeightsPlace, seenBefore: RowsSeenBefore,
    notes: [Note]
  ) {
    self.file = file
    self.parameterCount = parameterCount
    self.place = place
    self.seenBefore = seenBefore
    self.notes = notes
  }

}

/// Counts of rows at hand that the weights were trained on before they came from a file.
package struct RowsSeenBefore: Sendable, Equatable {
  package var training = 0
  package var test = 0
  /// Whether the rows at hand are just those that the weights were trained on and those kept from them.
  package var areAll = false

  package init(training: Int = 0, test: Int = 0, areAll: Bool = false) {
    self.training = training
    self.test = test
    self.areAll = areAll
  }

}
