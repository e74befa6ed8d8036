// `explain gradient`: whether the gradients of training are the slopes of the loss. Of all layers it shows
// the one place where they are furthest apart.
import Events
import Text

extension Presenter {
  func blocks(_ report: GradientCheckReport) -> [Block] {
    func sum(_ count: (GradientCheckReport.Layer) -> Int) -> Int {
      report.layers.reduce(0) { $0 + count($1) }
    }
    let (all, compared, skipped) = (sum(\.parameters), sum(\.compared), sum(\.skipped))
    let spread = compared + skipped < all ? ", evenly spread," : ""
    let which =
      compared == all
      ? "each of the \(all) weights and biases was"
      : "\(compared) of the \(all) weights and biases\(spread) were"
    let left =
      skipped == 0 ? "" : " \(skipped) stood at a corner of the loss, which has no slope there."
    let check: Spans = """
      On \(counted(report.rows, "training row")) after epoch \(report.epoch), \(which) made a little \
      larger and a little smaller. The slope of the loss found so was held against the gradient that \
      training would use.\(left)
      """
    return [section("are the gradients right?"), .text(check, depth: 1)]
      + (furthestApart(report).map { [.text($0, depth: 1)] } ?? [])
  }

  private func furthestApart(_ report: GradientCheckReport) -> Spans? {
    guard let layer = report.layers.max(by: { $0.worstError < $1.worstError }),
      let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope
    else { return nil }
    return """
      The two are furthest apart for \(name: worst): slope \(slope, "slope", .significant(7)), \
      gradient \(gradient, "gradient", .significant(7)), a relative difference of \
      \(layer.worstError, "difference").
      """
  }
}
