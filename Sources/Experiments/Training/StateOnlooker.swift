// Whoever looks at the state of a training while it goes on, such as the page's pictures: is given copies of it, no
// more often than it asks for them.

package struct StateOnlooker: Sendable {
  /// Asked often; whether it wants to see a state.
  let isDue: @Sendable () -> Bool
  /// Is given the state as it would be had its user ended the run there.
  let show: @Sendable (SessionState) -> Void

  package init(
    isDue: @escaping @Sendable () -> Bool, show: @escaping @Sendable (SessionState) -> Void
  ) {
    (self.isDue, self.show) = (isDue, show)
  }
}
