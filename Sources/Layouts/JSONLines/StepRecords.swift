// One step and what it did with one parameter; the gradients beside differences of the loss.
import Events
import JSON
import NeuralNetwork

struct TracedStepRecord: EventRecord {
  static let type = "step"
  struct Clipping: RecordPart {
    let clipFactor: Float
    let clippedGradient: Float
  }
  struct Proximal: RecordPart {
    let optimizerUpdate: Float
    let stepped: Float
    let l1Threshold: Float
    let l1Shrinkage: Float
  }
  struct Parts: RecordPart {
    struct Row: Codable {
      let row: Int
      let input: Float
      let delta: Float
      let part: Double
    }
    let gradientParts: [Row]
    let otherRows: Int
    let otherParts: Double
  }
  let step: Int
  let epoch: Int
  let batch: Int
  let rows: Int
  let loss: Double
  let dataLoss: Double
  let l1Penalty: Double
  let l2Penalty: Double
  let gradientNorm: Double
  let optimizer: String
  let lr: Double
  let scheduleFactor: Double
  let parameter: String
  let before: Float
  let dataGradient: Float
  let l1Gradient: Float
  let l2Gradient: Float
  let gradient: Float
  let l1Share: Double
  let l2Share: Double
  @Flattened var clipping: Clipping?
  @Flattened var quantities: QuantityFields
  @Flattened var proximal: Proximal?
  let plainUpdate: Float
  let update: Float
  let after: Float
  @Flattened var parts: Parts?
}

extension TracedStepRecord {
  init(_ report: StepReport) {
    let (trace, shares) = (report.trace, report.penaltyShares)
    self.init(
      step: report.step, epoch: report.epoch, batch: report.batch, rows: report.rows,
      loss: report.loss, dataLoss: report.dataLoss, l1Penalty: report.l1Penalty,
      l2Penalty: report.l2Penalty, gradientNorm: report.gradientNorm,
      optimizer: report.settings.optimizer.rawValue, lr: report.settings.learningRate,
      scheduleFactor: report.scheduleFactor, parameter: report.parameter, before: trace.before,
      dataGradient: trace.dataGradient, l1Gradient: trace.l1Gradient,
      l2Gradient: trace.l2Gradient, gradient: trace.gradient, l1Share: shares.l1,
      l2Share: shares.l2,
      clipping: trace.clipFactor == 1
        ? nil : Clipping(clipFactor: trace.clipFactor, clippedGradient: trace.usedGradient),
      quantities: QuantityFields(trace.optimizer), proximal: trace.proximal.map(Proximal.init),
      plainUpdate: report.plainUpdate, update: trace.update, after: trace.after,
      parts: report.gradientParts.map(Parts.init))
  }
}

extension TracedStepRecord.Proximal {
  init(_ trace: ProximalTrace) {
    self.init(
      optimizerUpdate: trace.optimizerUpdate, stepped: trace.stepped,
      l1Threshold: trace.threshold, l1Shrinkage: trace.shrinkage)
  }
}

extension TracedStepRecord.Parts {
  init(_ report: GradientPartsReport) {
    gradientParts = report.rows.shown.map {
      Row(row: $0.number, input: $0.input, delta: $0.delta, part: $0.part)
    }
    otherRows = report.rows.others
    otherParts = report.rows.othersSum
  }
}

/// What the optimizer used and made: its own quantities in the order of its formulas, and no others.
struct QuantityFields: RecordPart {
  private let quantities: [OptimizerTrace.Quantity]

  init(_ trace: OptimizerTrace) { quantities = trace.quantities }

  /// Which they are, the optimizer says that stands beside them.
  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: MemberName.self)
    let optimizer = MemberName("optimizer")
    let name = try container.decode(String.self, forKey: optimizer)
    guard let kind = OptimizerKind(rawValue: name) else {
      throw DecodingError.dataCorruptedError(
        forKey: optimizer, in: container, debugDescription: "there is no optimizer \(name)")
    }
    quantities = try kind.rule.quantities.map { quantity in
      let key = MemberName(quantity.name)
      let value: OptimizerTrace.Quantity.Value =
        switch quantity.value {
        case .float: .float(try container.decode(Float.self, forKey: key))
        case .number: .number(try container.decode(Double.self, forKey: key))
        case .integer: .integer(try container.decode(Int.self, forKey: key))
        }
      return OptimizerTrace.Quantity(quantity.name, value)
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: MemberName.self)
    for quantity in quantities {
      let key = MemberName(quantity.name)
      switch quantity.value {
      case .float(let value): try container.encode(value, forKey: key)
      case .number(let value): try container.encode(value, forKey: key)
      case .integer(let value): try container.encode(value, forKey: key)
      }
    }
  }
}

struct GradientCheckRecord: EventRecord {
  static let type = "gradient_check"
  struct Layer: Codable {
    let name: String
    let compared: Int
    let skipped: Int
    let worstError: Double
    @Nullable var worst: String?
    @Nullable var gradient: Double?
    @Nullable var slope: Double?
  }
  let rows: Int
  let epoch: Int
  let layers: [Layer]

  init(_ report: GradientCheckReport) {
    rows = report.rows
    epoch = report.epoch
    layers = report.layers.map {
      Layer(
        name: $0.name, compared: $0.compared, skipped: $0.skipped, worstError: $0.worstError,
        worst: $0.worst, gradient: $0.gradient, slope: $0.slope)
    }
  }
}
