// Which figures the epochs of a run have, and what to say of those they have not.
import CommandLanguage
import Events

/// What decides which figures there are.
package struct RunKind: Sendable, Equatable {
  var isRegression: Bool
  var classes: Int
  var hasTest: Bool
  var hasValidation: Bool

  /// Of the next `train`; without data that is `circle`, which it would take.
  package init(_ state: SessionState) {
    isRegression = state.data?.isRegression ?? false
    classes = state.data?.classNames.count ?? 2
    hasTest = state.data.map { $0.test != nil } ?? true
    hasValidation = state.keepsValidation
  }

  package var quantities: [Quantity] { Quantity.allCases.filter { obstacle(to: $0) == nil } }

  /// The quantity a name stands for. Errors: `unknown-quantity`, `quantity-missing`.
  func quantity(_ word: Word) throws(Diagnostic) -> Quantity {
    guard let quantity = Quantity(rawValue: word.lowercased) else {
      let names = quantities.map(\.rawValue)
      var diagnostic = Diagnostic.unknownName(word, kind: "quantity", among: names)
      diagnostic.notes = ["possible: " + listing(names)]
      throw diagnostic
    }
    if let (why, instead) = obstacle(to: quantity) {
      throw Diagnostic(
        id: "quantity-missing", message: "there is no \(shown(quantity.rawValue)) here: \(why)",
        range: word.range, suggestion: "`\(instead)`")
    }
    return quantity
  }

  /// Why there is no such figure, and what to type instead.
  private func obstacle(to quantity: Quantity) -> (why: String, instead: String)? {
    let name = quantity.rawValue
    if name.hasPrefix("test_"), !hasTest {
      let plain = quantity == .testLoss ? "loss" : quantity == .testDataLoss ? "data_loss" : nil
      return ("no rows are set aside for testing", plain ?? "train_" + name.dropFirst(5))
    }
    if name.hasPrefix("validation_"), !hasValidation {
      return (
        "rows are kept for validation only with patience or where they are watched",
        "set watch validation"
      )
    }
    let stem = name.prefix { $0 != "_" }
    if name.hasSuffix("_accuracy"), isRegression {
      return ("the target is a number, not a class", stem + "_r2")
    }
    if name.hasSuffix("_r2") || name.hasSuffix("_mae"), !isRegression {
      return ("the target is a class, not a number", stem + "_accuracy")
    }
    guard let figure = quantity.figure else { return nil }
    if figure == .rmse, !isRegression {
      return ("the target is a class, not a number", stem + "_accuracy")
    }
    if figure != .rmse, isRegression {
      return ("the target is a number, not a class", stem + "_rmse")
    }
    return figure.isOfTwoClasses && classes != 2
      ? ("it is of two classes, and there are \(classes)", stem + "_macro_f1") : nil
  }
}
