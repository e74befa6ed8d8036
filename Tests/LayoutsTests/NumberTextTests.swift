import Events
import Presentation
import Testing

/// Numbers are written as documented, whatever their size.
@Suite struct NumberTextTests {
  @Test(arguments: [
    (0.0, "0"), (1.0, "1"), (12345.0, "12345"), (0.03, "0.03"), (0.123456, "0.1235"),
    (-0.5, "-0.5"), (0.00001234, "1.234e-5"), (123456.7, "1.235e5"), (1e300, "1e300"),
    (123_456_789, "123456789"), (1_234_567_890_123, "1.235e12"),
  ])
  func significant(value: Double, text: String) {
    #expect(NumberText.significant(value) == text)
  }

  @Test(arguments: [
    (0.0, "0"), (0.4312, "0.4312"), (2.0, "2.0000"), (0.00042, "4.20e-4"), (123.456, "123.46"),
    (12_345_678.0, "1.23e7"), (Double.infinity, "inf"), (-Double.infinity, "-inf"),
    (Double.nan, "nan"),
  ])
  func loss(value: Double, text: String) {
    #expect(NumberText.loss(value) == text)
  }

  /// Never more digits than a person reads.
  @Test(arguments: [
    (0.97253, "97.3%"), (1.0, "100.0%"), (0.0, "0.0%"), (-0.5, "-50.0%"), (10.0, "1000.0%"),
    (12.345, "12.3 times"), (-23_413.5, "-23414 times"), (1.5e8, "1.50e8 times"),
    (2.3e57, "2.30e57 times"), (Double.infinity, "inf"), (Double.nan, "not a number"),
  ])
  func percent(value: Double, text: String) {
    #expect(NumberText.percent(value) == text)
  }

  @Test func exactReadsBack() {
    for value in [0.03, 1e-8, 0.1 + 0.2, 1e-5, 123456.789, 64, 1e22, Double.leastNonzeroMagnitude] {
      #expect(Double(NumberText.exact(value)) == value)
    }
    #expect(NumberText.exact(1e-8) == "1e-8")
    #expect(NumberText.exact(32) == "32")
  }

  @Test func statementsNameTheirNumbers() {
    let statement: Statement = "L2 added \(0.00831, "l2_penalty", .signed) in \(3, "steps") steps"
    #expect(statement.text == "L2 added +0.00831 in 3 steps")
    #expect(statement.values.map(\.name) == ["l2_penalty", "steps"])
    #expect(statement.values.map(\.value) == [0.00831, 3])
  }
}
