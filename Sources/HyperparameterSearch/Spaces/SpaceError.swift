// What can be wrong with a search space.

/// A refusal to search a space.
package struct SpaceError: Error, Equatable, Sendable {
  /// Stable and kebab-case, such as `space-reversed-range`; for programs.
  package var id: String
  /// One sentence with a lower-case start and no final period.
  package var message: String
  /// A space that would do, as one would type it, or advice.
  package var suggestion: String?
  /// The name of the axis; nil while it is not known yet (`Domain`'s own checks) or when the space as a
  /// whole is at fault.
  package var axis: String?

  package init(id: String, message: String, suggestion: String? = nil, axis: String? = nil) {
    self.id = id
    self.message = message
    self.suggestion = suggestion
    self.axis = axis
  }
}
