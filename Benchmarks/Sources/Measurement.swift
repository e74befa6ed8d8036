// Time, and what is said about several measurements of the same thing.

/// One workload measured several times.
struct Measurement {
  /// The name that peers use for the same workload.
  let workload: String
  let threads: Int
  let quantity: Quantity
  /// One a repetition, in the order measured.
  let samples: [Double]
  /// Something that would show if the work had not been done: the loss at the end, or the like.
  let check: (name: String, value: Double)

  /// The middle one, or the mean of the middle two.
  var median: Double {
    let sorted = samples.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  var best: Double {
    (quantity.isBetterLarge ? samples.max() : samples.min()) ?? .nan
  }
}

/// What a sample counts.
enum Quantity: String {
  /// Seconds for one epoch, or for choosing one point.
  case secondsAnEpoch = "s/epoch"
  /// Seconds for the whole workload.
  case seconds = "s"
  /// 10⁹ floating-point operations a second.
  case rate = "GF/s"
  /// The part of the most that the CPU could do.
  case ofPeak = "of peak"
  /// Times as long as without what is measured.
  case ratio = "times"
  /// How far the best value found is from the lowest there is.
  case regret

  var isBetterLarge: Bool { self == .rate || self == .ofPeak }
}

/// The seconds that `body` takes on the wall clock.
func seconds(_ body: () throws -> Void) rethrows -> Double {
  let time = try ContinuousClock().measure(body)
  let (whole, attoseconds) = time.components
  return Double(whole) + Double(attoseconds) * 1e-18
}

/// A benchmark that cannot be done as asked.
struct BenchmarkError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
