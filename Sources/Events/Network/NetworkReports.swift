// What is said of the network's layers, and of going back to its initial weights.
import NeuralNetwork

package struct NetworkReport: Sendable, Equatable {
  package struct Layer: Sendable, Equatable {
    package var inputs: Int?
    package var units: Int
    package var activation: Activation
    package var parameters: Int?
    package var dropout: Double
    package var isOutput: Bool

    package init(
      inputs: Int? = nil, units: Int, activation: Activation, parameters: Int? = nil,
      dropout: Double, isOutput: Bool
    ) {
      self.inputs = inputs
      self.units = units
      self.activation = activation
      self.parameters = parameters
      self.dropout = dropout
      self.isOutput = isOutput
    }
  }

  /// Hidden layers first, then the output layer when the data is known.
  package var layers: [Layer]
  package var parameterCount: Int?
  package var loss: Loss?
  package var epoch: Int
  /// Whether the user has said anything about hidden layers.
  package var isChosen: Bool
  /// Epochs of training that a change of the layers threw away.
  package var epochsLost: Int

  package init(
    layers: [Layer], parameterCount: Int? = nil, loss: Loss? = nil, epoch: Int, isChosen: Bool,
    epochsLost: Int
  ) {
    self.layers = layers
    self.parameterCount = parameterCount
    self.loss = loss
    self.epoch = epoch
    self.isChosen = isChosen
    self.epochsLost = epochsLost
  }
}

package struct ResetReport: Sendable, Equatable {
  package var seed: UInt64
  package var isNewStart: Bool
  package var epochsDropped: Int

  package init(seed: UInt64, isNewStart: Bool, epochsDropped: Int) {
    self.seed = seed
    self.isNewStart = isNewStart
    self.epochsDropped = epochsDropped
  }
}
