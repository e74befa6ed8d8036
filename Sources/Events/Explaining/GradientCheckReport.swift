// `explain gradient`: the gradients of training beside the slopes of the loss.

package struct GradientCheckReport: Sendable, Equatable {
  package struct Layer: Sendable, Equatable {
    /// "hidden 1", "output"
    package var name: String
    /// How many it has; of large layers some are compared, evenly spread.
    package var parameters: Int
    package var compared: Int
    /// Parameters at a corner of the loss, where it has no single slope.
    package var skipped: Int
    /// The largest difference relative to the gradients' size.
    package var worstError: Double
    /// The parameter that agrees worst; nil when all were skipped.
    package var worst: String?
    package var gradient: Double?
    package var slope: Double?

    package init(
      name: String, parameters: Int, compared: Int, skipped: Int, worstError: Double,
      worst: String? = nil,
      gradient: Double? = nil, slope: Double? = nil
    ) {
      self.name = name
      self.parameters = parameters
      self.compared = compared
      self.skipped = skipped
      self.worstError = worstError
      self.worst = worst
      self.gradient = gradient
      self.slope = slope
    }
  }

  /// The training rows taken as one batch.
  package var rows: Int
  package var epoch: Int
  package var layers: [Layer]

  package init(rows: Int, epoch: Int, layers: [Layer]) {
    self.rows = rows
    self.epoch = epoch
    self.layers = layers
  }
}
