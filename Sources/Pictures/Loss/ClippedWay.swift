// What of a way through a plane lies within a square of it: pieces that end at its edges.

struct ClippedWay {
  typealias Place = (x: Double, y: Double)

  private(set) var pieces: [[Place]] = []
  /// Whether some of it lies beside the square.
  private(set) var isCut = false

  /// - Parameter box: left, right, lower, upper.
  init(_ places: [Place], within box: [Double]) {
    guard places.count > 1 else {
      let isInside = places.allSatisfy { Self.contains($0, box) }
      (pieces, isCut) = (isInside ? [places] : [], !isInside)
      return
    }
    var isOpen = false
    for (start, end) in zip(places, places.dropFirst()) {
      guard let (first, last) = Self.inside(start, end, box) else {
        (isOpen, isCut) = (false, true)
        continue
      }
      if isOpen, first == 0, let piece = pieces.indices.last {
        pieces[piece].append(Self.between(start, end, last))
      } else {
        pieces.append([Self.between(start, end, first), Self.between(start, end, last)])
      }
      isOpen = last == 1
      if first > 0 || last < 1 { isCut = true }
    }
  }

  static func contains(_ place: Place, _ box: [Double]) -> Bool {
    place.x >= box[0] && place.x <= box[1] && place.y >= box[2] && place.y <= box[3]
  }

  private static func between(_ start: Place, _ end: Place, _ share: Double) -> Place {
    if share == 0 { return start }
    if share == 1 { return end }
    return (start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share)
  }

  /// From which to which share of a straight line it is inside; nil where it never is.
  private static func inside(
    _ start: Place, _ end: Place, _ box: [Double]
  ) -> (Double, Double)? {
    var (first, last) = (0.0, 1.0)
    let (width, height) = (end.x - start.x, end.y - start.y)
    let edges = [
      (-width, start.x - box[0]), (width, box[1] - start.x), (-height, start.y - box[2]),
      (height, box[3] - start.y),
    ]
    for (change, room) in edges {
      if change == 0 {
        if room < 0 { return nil }
      } else if change < 0 {
        first = max(first, room / change)
      } else {
        last = min(last, room / change)
      }
    }
    return first <= last ? (first, last) : nil
  }
}
