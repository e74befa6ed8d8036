// `explain gradient`.
import Events
import Text

extension Presenter {
  func blocks(_ report: GradientCheckReport) -> [Block] {
    let head = Block.title(
      """
      are these gradients right? The slope of the loss, found by making a parameter (a weight or bias) a \
      little larger and a little smaller, beside the gradient that training would use, on \
      \(counted(report.rows, "training row")) after epoch \(report.epoch)
      """, hang: 1)
    return [head]
      + report.layers.map { layer in
        let count = "\(layer.name): \(compared(layer))"
        guard let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope else {
          return .text(Spans(count), depth: 1)
        }
        return .text(
          """
          \(count); the largest relative difference is \(layer.worstError, "difference"), for \
          \(name: worst): gradient \(gradient, "gradient", .significant(7)), slope \
          \(slope, "slope", .significant(7))
          """, depth: 1, hang: 1)
      }
  }

  /// How many, and why not all.
  private func compared(_ layer: GradientCheckReport.Layer) -> String {
    let all = counted(layer.parameters, "parameter")
    if layer.compared == layer.parameters {
      return layer.parameters == 1 ? "\(all), compared" : "\(all), all compared"
    }
    let taken = "\(layer.compared) of \(all) compared"
    let isSpread = layer.compared + layer.skipped < layer.parameters
    return taken + (isSpread ? ", evenly spread" : "")
      + (layer.skipped > 0 ? ", \(layer.skipped) left out at a corner of the loss" : "")
  }
}
