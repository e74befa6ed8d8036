// `explain gradient`: that the gradients of training are the slopes of the loss.
import Events
import Text

extension Presenter {
  func blocks(_ report: GradientCheckReport) -> [Block] {
    let compared = report.layers.reduce(0) { $0 + $1.compared }
    let skipped = report.layers.reduce(0) { $0 + $1.skipped }
    let left = skipped == 0 ? "" : "; \(skipped) were left out, where a unit's slope jumps"
    let check: Spans = """
      A check on \(counted(report.rows, "training row")) after epoch \(report.epoch): \(compared) of \
      the weights and biases were moved a little both ways, and the slope of the loss held against the \
      gradient that training uses\(left).
      """
    return [.title("check", level: 2, flow: .line), .text(check, depth: 1)]
      + (worst(report).map { [.text($0, depth: 1, hang: 1)] } ?? [])
  }

  /// Where slope and gradient are furthest apart.
  private func worst(_ report: GradientCheckReport) -> Spans? {
    guard let layer = report.layers.max(by: { $0.worstError < $1.worstError }),
      let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope
    else { return nil }
    return """
      They are furthest apart for \(name: worst): slope \(slope, "slope", .significant(7)), gradient \
      \(gradient, "gradient", .significant(7)), a relative difference of \
      \(layer.worstError, "difference").
      """
  }
}
