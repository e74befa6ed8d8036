// The measurements as a table for people and as JSON for the comparison with the peers.

struct Report {
  let machine: Machine
  let measurements: [Measurement]

  var table: String {
    var lines = [
      "\(machine.cpu), \(machine.cores) cores, kernels \(machine.kernels.rawValue)",
      ["workload", "threads", "median", "best", "runs", "check"].enumerated()
        .map { pad($1, to: Self.widths[$0]) }.joined(),
    ]
    for measurement in measurements {
      let cells = [
        measurement.workload, "\(measurement.threads)",
        text(measurement.median, measurement.quantity),
        text(measurement.best, measurement.quantity),
        "\(measurement.samples.count)",
        "\(measurement.check.name) \(decimal(measurement.check.value, places: 4))",
      ]
      lines.append(cells.enumerated().map { pad($1, to: Self.widths[$0]) }.joined())
    }
    return lines.joined(separator: "\n")
  }

  var json: String {
    let rows = measurements.map { measurement in
      """
      {"workload":\(quoted(measurement.workload)),"peer":"descent",\
      "threads":\(measurement.threads),"unit":"\(measurement.quantity.rawValue)",\
      "samples":[\(measurement.samples.map { "\($0)" }.joined(separator: ","))],\
      "median":\(measurement.median),"best":\(measurement.best),\
      "check":{\(quoted(measurement.check.name)):\(measurement.check.value)}}
      """
    }
    return """
      {"machine":{"cpu":\(quoted(machine.cpu)),"cores":\(machine.cores),\
      "kernels":"\(machine.kernels.rawValue)"},
      "measurements":[
      \(rows.joined(separator: ",\n"))
      ]}
      """
  }

  private static let widths = [26, 9, 13, 13, 6, 0]

  private func text(_ value: Double, _ quantity: Quantity) -> String {
    switch quantity {
    case .rate: "\(decimal(value, places: 1)) GF/s"
    case .ofPeak: "\(decimal(value, places: 3)) of peak"
    case .ratio: "\(decimal(value, places: 3)) ×"
    case .regret: decimal(value, places: 6)
    case .seconds, .secondsAnEpoch:
      if value < 1e-3 {
        "\(decimal(value * 1e6, places: 1)) µs"
      } else if value < 1 {
        "\(decimal(value * 1e3, places: 3)) ms"
      } else {
        "\(decimal(value, places: 3)) s"
      }
    }
  }

  private func pad(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// Plain decimals; the values here are far from the ends of Int.
  private func decimal(_ value: Double, places: Int) -> String {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    guard value.isFinite, abs(value) * scale < 1e15 else { return "\(value)" }
    let whole = Int((abs(value) * scale).rounded())
    let (integer, fraction) = whole.quotientAndRemainder(dividingBy: Int(scale))
    let digits = String(fraction)
    let sign = value < 0 ? "-" : ""
    return sign + "\(integer)." + String(repeating: "0", count: places - digits.count) + digits
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      scalar == "\"" || scalar == "\\"
        ? "\\\(scalar)" : scalar.value < 0x20 ? " " : String(scalar)
    }
    return "\"\(escaped.joined())\""
  }
}
