// Which figures the epochs of a run have, and what to say of those they have not.
import CommandLanguage
import Datasets
import Events

/// What decides which figures there are.
package struct RunKind: Sendable {
  var isRegression: Bool
  var classes: Int
  var hasTest: Bool
  var hasValidation: Bool
  /// The classes that rows of a part have, by the word that its figures begin with.
  private var classesOfPart: [Substring: Set<Int32>] = [:]

  /// Of the next `train`; without data that is `circle`, which it would take.
  package init(_ state: SessionState) {
    isRegression = state.data?.isRegression ?? false
    classes = state.data?.classNames.count ?? 2
    hasTest = state.data.map { $0.test != nil } ?? true
    hasValidation = state.keepsValidation
    guard classes == 2, let data = state.data else { return }
    classesOfPart = ["train": data.training.classes, "test": data.test?.classes ?? []]
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
    guard figure.isOfTwoClasses else { return nil }
    if classes != 2 {
      return ("it is of two classes, and there are \(classes)", stem + "_macro_f1")
    }
    guard let present = classesOfPart[stem],
      !present.contains(1) || figure == .auc && present.count < 2
    else { return nil }
    return ("all \(stem) rows are of one class", stem + "_accuracy")
  }
}

extension Examples {
  /// Of two.
  fileprivate var classes: Set<Int32> {
    if case .classes(let labels, _) = targets { Set([0, 1].filter(labels.contains)) } else { [] }
  }
}
