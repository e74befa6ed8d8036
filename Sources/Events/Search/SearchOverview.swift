// What `search` alone tells: each method, and what it would do.

/// The ways to search a space, and what each would do there.
package struct SearchOverview: Sendable, Equatable {
  package struct Method: Sendable, Equatable {
    package var name: String
    package var what: Statement

    package init(name: String, what: Statement) {
      self.name = name
      self.what = what
    }
  }

  package var axes: [AxisSpace]
  /// What all methods have in common.
  package var common: [Statement]
  package var methods: [Method]

  package init(axes: [AxisSpace], common: [Statement], methods: [Method]) {
    self.axes = axes
    self.common = common
    self.methods = methods
  }
}
