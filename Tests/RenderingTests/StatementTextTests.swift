// `=` stands only where the numbers as printed give the result as printed.
import LearningSession
import Rendering
import Testing

@Suite struct StatementTextTests {
  @Test func productsAreEqualOnlyAsPrinted() {
    let exact: Statement = "\(0.5, "a") × \(3.0, "b") = \(1.5, "c")."
    #expect(exact.text == "0.5 × 3 = 1.5.")
    let gradient = -0.20863
    let rounded: Statement =
      "by -lr × g = -\(0.03, "lr", .exact) × \(gradient, "g") = \(0.03 * -gradient, "move", .signed)"
    #expect(rounded.text == "by -lr × g = -0.03 × (-0.2086) ≈ +0.006259")
  }

  /// A word may be a factor too, whose value is not known here.
  @Test func wordsBetweenNumbersAreLeftAlone() {
    let statement: Statement =
      "\(2.0, "a") × \(3.0, "b") × steps = \(7.0, "c"); \(1, "d") = \(2, "e")"
    #expect(statement.text == "2 × 3 × steps = 7; 1 = 2")
  }
}
