// A point that was not tried before: drawn, and where chance keeps hitting tried ones, looked for.

extension ProposalRequest {
  /// How often a point that was tried already is drawn again before it is taken all the same.
  private static let mostAttempts = 64

  /// The most points of a space in which the last untried ones are looked for one by one.
  private static let mostListed = 1_000_000

  /// The first of several attempts that differs from all points tried or pending. Nil where a finite
  /// space has no other point left.
  func firstNew(_ make: (Int) -> Proposal) -> Proposal? {
    let first = make(0)
    // Ranges of any numbers do not give the same point twice by chance.
    guard let size, isTaken(first.params) else { return first }
    // Where values are fixed the others may have been tried with them, all of them.
    if fixed.isEmpty, points.count >= size { return nil }
    for attempt in 1..<Self.mostAttempts {
      let next = make(attempt)
      if !isTaken(next.params) { return next.replacing(repeated: first) }
    }
    guard fixed.isEmpty, size <= Self.mostListed else { return first }
    return firstUntried.map { $0.replacing(repeated: first) }
  }

  /// Where chance keeps hitting tried points, the first other one in the order of the grid.
  private var firstUntried: Proposal? {
    guard let grid = try? Grid(space: space, resolution: Self.mostListed) else { return nil }
    for number in 0..<grid.size {
      guard let params = grid.params(trial: number) else { return nil }
      if !isTaken(params) { return Proposal(params: params, origin: .random) }
    }
    return nil
  }
}
