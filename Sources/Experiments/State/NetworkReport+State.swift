// The layers there are, as they are reported.
import Events

extension NetworkReport {
  package init(_ state: SessionState, epochsLost: Int = 0) {
    let hidden = state.hidden ?? []
    let layers: [Layer]
    if let shape = state.shape {
      layers = shape.layers.map {
        Layer(
          inputs: $0.inputs, units: $0.units, activation: $0.activation,
          parameters: ($0.inputs + 1) * $0.units, dropout: $0.dropout,
          isOutput: $0.index == hidden.count)
      }
    } else {
      layers = hidden.map {
        Layer(units: $0.units, activation: $0.activation, dropout: $0.dropout, isOutput: false)
      }
    }
    self.init(
      layers: layers, parameterCount: state.shape?.parameterCount,
      loss: state.data?.loss(state.settings.training), epoch: state.training?.epoch ?? 0,
      isChosen: state.hidden != nil, epochsLost: epochsLost)
  }
}
