// What a training changed the loss by, and what of.
import Events
import JSON

struct WhyRecord: EventRecord {
  static let type = "why"
  struct Place: Codable {
    let epoch: Int
    let step: Int
    let rowsDone: Int

    init(_ place: WeightsPlace) {
      epoch = place.epoch
      step = place.step
      rowsDone = place.rowsDone
    }
  }
  struct Stretch: RecordPart {
    let from: Place
    let to: Place
    let lossBefore: Double
    let lossAfter: Double
    let change: Double
    let layers: Named<Double>
    let l1: Double
    let l2: Double
    let curvature: Double

    init(_ stretch: WhyReport.Stretch, _ names: [String]) {
      from = Place(stretch.from)
      to = Place(stretch.to)
      lossBefore = stretch.lossBefore
      lossAfter = stretch.lossAfter
      change = stretch.change
      layers = Named(zip(names, stretch.layers).map { ($0, $1) })
      l1 = stretch.l1
      l2 = stretch.l2
      curvature = stretch.curvature
    }
  }
  struct Row: Codable {
    let row: Int
    @Nullable var `class`: String?
    let lossBefore: Double
    let lossAfter: Double

    init(_ row: WhyReport.RowChange) {
      self.row = row.number
      `class` = row.className
      lossBefore = row.before
      lossAfter = row.after
    }
  }
  struct Surprise: Codable {
    let kind: String
    @Nullable var epoch: Int?
    @Flattened var statement: StatementFields

    init(_ surprise: WhyReport.Surprise) {
      kind = surprise.kind.rawValue
      epoch = surprise.epoch
      statement = StatementFields(surprise.statement)
    }
  }

  @Nullable var epoch: Int?
  @Flattened var whole: Stretch
  let rows: Int
  let trainRows: Int
  let lastEpoch: Int
  @Nullable var weightsEpoch: Int?
  let parts: [Stretch]
  let fell: [Row]
  let rose: [Row]
  @Nullable var surprise: Surprise?

  init(_ report: WhyReport) {
    epoch = report.epoch
    whole = Stretch(report.whole, report.layerNames)
    rows = report.rows
    trainRows = report.trainingRows
    lastEpoch = report.lastEpoch
    weightsEpoch = report.weightsEpoch
    parts = report.parts.map { Stretch($0, report.layerNames) }
    fell = report.fell.map(Row.init)
    rose = report.rose.map(Row.init)
    surprise = report.surprise.map(Surprise.init)
  }
}
