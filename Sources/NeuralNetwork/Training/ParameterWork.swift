// What a training step has to do for each parameter, cut into pieces that stay in the cache from
// their gradient to their update, and shared out over the threads.

/// A piece of the work on the parameters.
package enum ParameterWork: Equatable {
  /// The gradient by the weights of a layer that leave these of its inputs.
  case weightGradient(layer: Int, inputs: Range<Int>)
  case biasGradient(layer: Int)
  /// Penalty and optimizer for consecutive parameters.
  case update(Range<Int>, penalized: Bool)
  /// Brings the backward pass's copy of new weights up to date.
  case transpose(layer: Int, inputs: Range<Int>)
}

extension ParameterWork {
  /// The parameters of a piece: 96 KB of gradient, which with what the optimizer remembers fits in most
  /// second-level caches. In smaller pieces the products would bring the same factor together anew for
  /// few rows.
  private static let pieceSize = 24_576

  /// Each member's work. A member updates only parameters whose gradient it has computed itself, so
  /// it need not wait for others in between.
  package static func plan(
    shape: NetworkShape, penalize: Penalized, members: Int
  ) -> [[ParameterWork]] {
    let total = shape.parameterCount
    let pieceSize = min(pieceSize, (total + members - 1) / members)
    var lists = [[ParameterWork]](repeating: [], count: members)
    var piece = Piece(start: 0)
    for cut in cuts(shape, pieceSize: pieceSize) {
      piece.add(cut, penalize: penalize)
      if piece.end - piece.start >= pieceSize || piece.end == total {
        let middle = (piece.start + piece.end - 1) / 2
        lists[middle * members / total] += piece.gradients + piece.updates + piece.transpositions
        piece = Piece(start: piece.end)
      }
    }
    return lists
  }

  /// The gradients in the order of the parameters, each with its parameters.
  private static func cuts(
    _ shape: NetworkShape, pieceSize: Int
  ) -> [(work: ParameterWork, parameters: Range<Int>)] {
    var cuts: [(work: ParameterWork, parameters: Range<Int>)] = []
    for layer in shape.layers {
      let most = max(1, pieceSize / layer.units)
      // The products work on eight rows at once.
      let step = most >= 8 ? most / 8 * 8 : most
      for first in stride(from: 0, to: layer.inputs, by: step) {
        let inputs = first..<min(layer.inputs, first + step)
        let start = layer.weights.lowerBound
        cuts.append(
          (
            .weightGradient(layer: layer.index, inputs: inputs),
            start + inputs.lowerBound * layer.units..<start + inputs.upperBound * layer.units
          ))
      }
      cuts.append((.biasGradient(layer: layer.index), layer.biases))
    }
    return cuts
  }

  /// Consecutive gradients and what follows from them.
  private struct Piece {
    let start: Int
    var end: Int
    var gradients: [ParameterWork] = []
    var updates: [ParameterWork] = []
    var transpositions: [ParameterWork] = []

    init(start: Int) {
      self.start = start
      end = start
    }

    mutating func add(_ cut: (work: ParameterWork, parameters: Range<Int>), penalize: Penalized) {
      gradients.append(cut.work)
      var penalized = penalize == .all
      if case .weightGradient(let layer, let inputs) = cut.work {
        penalized = true
        if layer > 0 { transpositions.append(.transpose(layer: layer, inputs: inputs)) }
      }
      if case .update(let before, penalized)? = updates.last {
        updates[updates.count - 1] = .update(
          before.lowerBound..<cut.parameters.upperBound, penalized: penalized)
      } else {
        updates.append(.update(cut.parameters, penalized: penalized))
      }
      end = cut.parameters.upperBound
    }
  }
}
