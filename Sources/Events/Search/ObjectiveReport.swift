// What `objective` tells of the table that trials are looked up in.
import HyperparameterSearch

/// What `objective` tells.
package struct ObjectiveReport: Sendable, Equatable {
  package struct Column: Sendable, Equatable {
    package var name: String
    package var values: Int
    /// `16, 25, 40, … 1024`
    package var text: String

    package init(name: String, values: Int, text: String) {
      self.name = name
      self.values = values
      self.text = text
    }
  }

  package struct Table: Sendable, Equatable {
    package var name: String
    package var source: String?
    package var target: String
    package var direction: SearchDirection
    package var rows: Int
    package var rowsLeftOut: Int
    package var points: Int
    /// Points that diverged.
    package var diverged: Int
    package var columns: [Column]
    package var best: Double?
    package var median: Double?
    package var worst: Double?
    package var notes: [Statement]

    package init(
      name: String, source: String? = nil, target: String, direction: SearchDirection, rows: Int,
      rowsLeftOut: Int, points: Int, diverged: Int, columns: [Column], best: Double? = nil,
      median: Double? = nil, worst: Double? = nil, notes: [Statement]
    ) {
      self.name = name
      self.source = source
      self.target = target
      self.direction = direction
      self.rows = rows
      self.rowsLeftOut = rowsLeftOut
      self.points = points
      self.diverged = diverged
      self.columns = columns
      self.best = best
      self.median = median
      self.worst = worst
      self.notes = notes
    }
  }

  /// Nil where networks are trained.
  package var table: Table?

  package init(table: Table? = nil) {
    self.table = table
  }
}
