// `explain gradient` as text.
import CommandLanguage
import Events
import Text

extension TextRenderer {
  func lines(_ report: GradientCheckReport) -> [RenderedLine] {
    let head = paragraph(
      "the gradients of training beside the slopes of the loss, measured in double precision on "
        + "\(counted(report.rows, "training row")) after epoch \(report.epoch)", .heading)
    return head
      + report.layers.flatMap { layer in
        let skipped = layer.skipped == 0 ? "" : ", \(layer.skipped) left out at a corner"
        let count = "\(layer.name): \(counted(layer.compared, "parameter")) compared\(skipped)"
        guard let worst = layer.worst, let gradient = layer.gradient, let slope = layer.slope else {
          return paragraph(count, indent: 2)
        }
        return paragraph(
          "\(count); largest relative difference \(NumberText.significant(layer.worstError)), for "
            + "\(escapedForDisplay(worst)): gradient \(NumberText.significant(gradient, 7)), slope "
            + "\(NumberText.significant(slope, 7))", indent: 2, hanging: 4)
      }
  }
}
