// Taking up what a training left in an earlier process.
import Experiments
import NeuralNetwork

extension TrainingBegin {
  func takeUp(
    _ performance: Performance, _ bytes: [UInt8]
  ) throws(UnreadableCheckpoint) {
    let after = try state(with: bytes)
    performance.update { $0 = after }
    performance.leave { bytes }
  }
}
