// `=` stands only where the numbers as printed give the result as printed.
import Events
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

  @Test func sumsAndQuotientsFollowTheSameRule() {
    let step: Statement =
      "\(0.51234, "p") - \(0.03, "lr", .exact) × \(-0.2, "g") = \(0.51834, "after"), once"
    #expect(step.text == "0.5123 - 0.03 × (-0.2) = 0.5183, once")
    let rounded: Statement = "n = \(10, "rows") × \(1.2345, "a") / \(2, "b") = \(6.1725, "c")"
    #expect(rounded.text == "n = 10 × 1.234 / 2 ≈ 6.173")
    let square: Statement = "\(0.1, "s") + \(-0.20863, "g")² = \(0.1435264, "new")"
    #expect(square.text == "0.1 + (-0.2086)² = 0.1435")
    let half: Statement = "½ × \(0.24684, "square") = \(0.12342, "variance")"
    #expect(half.text == "½ × 0.2468 = 0.1234")
    let score: Statement = "R² = 1 - \(0.25, "error") / \(0.5, "variance") = \(0.5, "r2")"
    #expect(score.text == "R² = 1 - 0.25 / 0.5 = 0.5")
    #expect(
      ("(\(2, "a") + \(3, "b")) × \(2, "c") = \(10, "d")" as Statement).text
        == "(2 + 3) × 2 = 10")
  }

  /// A sum may stand behind what it comes to.
  @Test func resultsMayComeFirst() {
    let rounded: Statement =
      "the loss was \(0.24688, "loss") = \(0.12344, "data") from the data + \(0.12344, "l2") from L2."
    #expect(rounded.text == "the loss was 0.2469 ≈ 0.1234 from the data + 0.1234 from L2.")
    let exact: Statement =
      "the loss was \(0.75, "loss") = \(0.5, "data") from the data + \(0.25, "l2") from L2."
    #expect(exact.text == "the loss was 0.75 = 0.5 from the data + 0.25 from L2.")
    let product: Statement = "\(14, "a") = \(2, "b") + \(3, "c") × \(4, "d")"
    #expect(product.text == "14 = 2 + 3 × 4")
  }
}
