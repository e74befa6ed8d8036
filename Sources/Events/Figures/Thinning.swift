// What has more values than a picture can show: curves keep the lowest and the highest of each stretch, points
// an even choice.

extension Series {
  /// A curve of at most about so many points that looks the same: of each stretch its lowest and its highest.
  package static func curve(
    _ name: String, _ role: Role, letter: String = "", from first: Int = 0, _ values: [Double],
    most: Int = 2000, isHollow: Bool = false
  ) -> Series {
    guard values.count > most else {
      return Series(name, role, letter: letter, from: first, y: values, isHollow: isHollow)
    }
    var places: [Int] = [0]
    let stretches = max(1, most / 2)
    for stretch in 0..<stretches {
      let start = stretch * values.count / stretches
      let end = (stretch + 1) * values.count / stretches
      var (lowest, highest) = (start, start)
      for place in start..<end {
        if values[place] < values[lowest] || values[lowest].isNaN { lowest = place }
        if values[place] > values[highest] || values[highest].isNaN { highest = place }
      }
      for place in [min(lowest, highest), max(lowest, highest)]
      where place > places[places.count - 1] {
        places.append(place)
      }
    }
    if places[places.count - 1] < values.count - 1 { places.append(values.count - 1) }
    return Series(
      name, role, letter: letter, x: places.map { Double(first + $0) },
      y: places.map { values[$0] }, isHollow: isHollow)
  }

  /// The same curve as a step: a value holds until the next one is reached.
  package var stepped: Series {
    guard count > 1 else { return self }
    var steps = self
    let places = (0..<count).flatMap { $0 > 0 ? [($0, $0 - 1), ($0, $0)] : [($0, $0)] }
    steps.x = places.map { Number(x($0.0)) }
    steps.y = places.map { Number(y($0.1)) }
    if !other.isEmpty { steps.other = places.map { Number(other($0.1)) } }
    return steps
  }

  /// At most so many of its points, evenly chosen, and what is to be said about that.
  package func sampled(most: Int = 3000) -> (series: Series, note: String?) {
    guard count > most, most > 0 else { return (self, nil) }
    let places = (0..<most).map { $0 * count / most }
    func chosen<Value>(_ values: [Value]) -> [Value] {
      values.count == count ? places.map { values[$0] } : []
    }
    var sample = self
    sample.x = x.isEmpty ? places.map { Number(Double(first + $0)) } : chosen(x)
    (sample.y, sample.other, sample.texts) = (chosen(y), chosen(other), chosen(texts))
    return (sample, "\(most) of \(count) points\(name.isEmpty ? "" : " of \(name)")")
  }
}
