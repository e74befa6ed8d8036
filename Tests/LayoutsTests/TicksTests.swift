// Ticks: at round numbers, within the axis, no more than there is room for, with equally many decimals.
import Presentation
import Testing

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0, 1.0, 6, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
    (0, 100, 5, ["0", "25", "50", "75", "100"]),
    (-3, 12, 4, ["0", "5", "10"]), (0.12, 0.19, 4, ["0.12", "0.14", "0.16", "0.18"]),
    (0, 2e7, 5, ["0", "0.5e7", "1.0e7", "1.5e7", "2.0e7"]), (0, 2e-7, 3, ["0", "1e-7", "2e-7"]),
  ])
  func known(low: Double, high: Double, most: Int, labels: [String]) {
    #expect(Ticks.linear(low, high, most: most).map(\.label) == labels)
  }

  @Test(arguments: [
    (1e-4, 1.0, 5, ["0.0001", "0.001", "0.01", "0.1", "1"]),
    (1, 100, 7, ["1", "2", "5", "10", "20", "50", "100"]), (1, 100, 4, ["1", "10", "100"]),
  ])
  func knownOnALogScale(low: Double, high: Double, most: Int, labels: [String]) {
    let ticks = Ticks.log(low, high, most: most)
    #expect(ticks.map(\.label) == labels)
  }

  /// They lie in the axis, evenly, and leave less than a step free at its ends.
  @Test func coverTheAxis() {
    for exponent in stride(from: -12, through: 12, by: 1) {
      for (start, span) in [(0.0, 1.0), (-0.37, 0.91), (3.3, 0.05), (-7, 9.99)] {
        var unit = 1.0
        for _ in 0..<abs(exponent) { unit *= exponent < 0 ? 0.1 : 10 }
        let (low, high) = (start * unit, (start + span) * unit)
        for most in 2...12 {
          let ticks = Ticks.linear(low, high, most: most).map(\.value)
          #expect((1...most).contains(ticks.count))
          guard ticks.count > 1 else { continue }
          let step = ticks[1] - ticks[0]
          #expect(ticks[0] >= low - step * 1e-6 && ticks[0] - low < step)
          #expect(
            ticks[ticks.count - 1] <= high + step * 1e-6 && high - ticks[ticks.count - 1] < step)
        }
      }
    }
  }

  @Test func countsAreWhole() {
    for high in 1...40 {
      for tick in Ticks.linear(0, Double(high), most: 7, whole: true) {
        #expect(tick.value == tick.value.rounded() && Int(tick.label) != nil)
      }
    }
  }
}
