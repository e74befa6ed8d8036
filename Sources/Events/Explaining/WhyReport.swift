// `why`: what a training changed the loss by, and what of.

package struct WhyReport: Sendable, Equatable {
  /// What a stretch of the training came to. The layers, the penalties and the bend add up to the loss
  /// after it less the loss before it.
  package struct Stretch: Sendable, Equatable {
    package var from: WeightsPlace
    package var to: WeightsPlace
    package var lossBefore: Double
    package var lossAfter: Double
    /// Σ over its steps of gᵀΔp, g being the data loss's gradient at the step's start: the first hidden
    /// layer first.
    package var layers: [Double]
    /// The same of l1·Σ|p|, and of ½·l2·Σp².
    package var l1: Double
    package var l2: Double

    package init(
      from: WeightsPlace, to: WeightsPlace, lossBefore: Double, lossAfter: Double,
      layers: [Double], l1: Double, l2: Double
    ) {
      self.from = from
      self.to = to
      self.lossBefore = lossBefore
      self.lossAfter = lossAfter
      self.layers = layers
      self.l1 = l1
      self.l2 = l2
    }

    package var change: Double { lossAfter - lossBefore }
    /// What the slopes where steps began promised: all but the bend.
    package var promised: Double { layers.reduce(0, +) + l1 + l2 }
    /// What came otherwise than the slopes promised, since they change on the way.
    package var curvature: Double { change - promised }

    /// This one and the next as one.
    package func followed(by next: Stretch) -> Stretch {
      Stretch(
        from: from, to: next.to, lossBefore: lossBefore, lossAfter: next.lossAfter,
        layers: zip(layers, next.layers).map { $0 + $1 }, l1: l1 + next.l1, l2: l2 + next.l2)
    }
  }

  /// A training row's own loss, without penalties.
  package struct RowChange: Sendable, Equatable {
    /// As its user counts it, from 1.
    package var number: Int
    /// Nil for numbers to predict.
    package var className: String?
    package var before: Double
    package var after: Double

    package init(number: Int, className: String?, before: Double, after: Double) {
      self.number = number
      self.className = className
      self.before = before
      self.after = after
    }

    package var change: Double { after - before }
  }

  /// The first thing of the run that is worth a look.
  package struct Surprise: Sendable, Equatable {
    package enum Kind: String, Sendable { case rise, plateau, penalty, bend }

    package var kind: Kind
    /// Where it was seen; nil where it is of all that was looked at.
    package var epoch: Int?
    package var statement: Statement

    package init(kind: Kind, epoch: Int?, statement: Statement) {
      self.kind = kind
      self.epoch = epoch
      self.statement = statement
    }
  }

  /// The epoch that was asked for; nil for the whole run.
  package var epoch: Int?
  package var whole: Stretch
  /// "hidden 1", "output"
  package var layerNames: [String]
  package var hasL1: Bool
  package var hasL2: Bool
  /// How many training rows the loss and its slopes are of, and of how many.
  package var rows: Int
  package var trainingRows: Int
  /// The epoch in which training ended.
  package var lastEpoch: Int
  /// The epoch whose weights were then taken back, if any were.
  package var weightsEpoch: Int?
  /// The same in at most eight parts, one after the other.
  package var parts: [Stretch]
  /// Whether these are shown.
  package var showsParts: Bool
  /// Those that changed most, the most first.
  package var fell: [RowChange]
  package var rose: [RowChange]
  package var surprise: Surprise?

  package init(
    epoch: Int?, whole: Stretch, layerNames: [String], hasL1: Bool, hasL2: Bool, rows: Int,
    trainingRows: Int, lastEpoch: Int, weightsEpoch: Int?, parts: [Stretch] = [],
    showsParts: Bool = false, fell: [RowChange] = [], rose: [RowChange] = [],
    surprise: Surprise? = nil
  ) {
    self.epoch = epoch
    self.whole = whole
    self.layerNames = layerNames
    self.hasL1 = hasL1
    self.hasL2 = hasL2
    self.rows = rows
    self.trainingRows = trainingRows
    self.lastEpoch = lastEpoch
    self.weightsEpoch = weightsEpoch
    self.parts = parts
    self.showsParts = showsParts
    self.fell = fell
    self.rose = rose
    self.surprise = surprise
  }
}
