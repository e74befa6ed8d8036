// `explain gradient`.
import Events
import Text

extension Presenter {
  func blocks(_ report: GradientCheckReport) -> [Block] {
    let head = Block.title(
      """
      the gradients of training beside the slopes of the loss, measured in double precision on \
      \(counted(report.rows, "training row")) after epoch \(report.epoch)
      """)
    return [head]
      + report.layers.map { layer in
        let skipped = layer.skipped == 0 ? "" : ", \(layer.skipped) left out at a corner"
        let count = "\(layer.name): \(counted(layer.compared, "parameter")) compared\(skipped)"
        guard let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope else {
          return .text(Spans(count), depth: 1)
        }
        return .text(
          """
          \(count); largest relative difference \(layer.worstError, "difference"), for \
          \(name: worst): gradient \(gradient, "gradient", .significant(7)), slope \
          \(slope, "slope", .significant(7))
          """, depth: 1, hang: 1)
      }
  }
}
