// Training and its figures.
import Events
import JSON

struct EpochRecord: EventRecord {
  static let type = "epoch"
  @Flattened var figures: FiguresFields

  init(_ report: EpochReport) { figures = FiguresFields(report) }
}
