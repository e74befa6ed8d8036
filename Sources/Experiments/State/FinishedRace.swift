// A race that was run, for `use`.
import Datasets
import CommandLanguage
import Events

/// A race that was run, for `use`.
package struct FinishedRace: Sendable {
  package struct Result: Sendable {
    package var racer: Racer
    @Boxed package var end: TrainingPosition
    /// The epoch of its weights: where patience was spent, an earlier one than it trained to.
    package var weightsEpoch: Int
    @Boxed package var lastTrain: LastTrain? = nil
    /// Whether it was stopped before its end.
    var wasInterrupted: Bool
  }
  package var kind: RacePlan.Kind
  package var results: [Result]
  /// The letter of the best, if any is ranked.
  package var winner: String?
  package var testLead: TestLead?
}

extension FinishedRace {
  package func result(_ word: Word?, range: SourceRange) throws(Diagnostic) -> Result {
    guard let word else {
      if let testLead, testLead.isClear {
        throw Diagnostic(
          id: "no-winner",
          message:
            "\(testLead.winner) has the lowest training loss, but \(testLead.racer) is clearly "
            + "better on the test rows, so no racer is recommended",
          range: range,
          suggestion: "\(kind.choosingByValidation), or name one, as in `use \(testLead.winner)`")
      }
      if let winner = results.first(where: { $0.racer.letter == winner }) { return winner }
      if let unfinished = results.first(where: { $0.wasInterrupted }) {
        throw Diagnostic(
          id: "no-winner",
          message:
            "the race was stopped before every racer had finished an epoch, so none is ahead",
          range: range,
          suggestion: "let it run longer, or take one with `use \(unfinished.racer.letter)`")
      }
      throw Diagnostic(
        id: "no-winner", message: "no racer reached a finite loss", range: range,
        suggestion: "`race` again with smaller learning rates")
    }
    let wanted = word.lowercased
    let named = results.first { result in
      let values = result.racer.parameters.map(\.value).joined(separator: ",")
      return wanted == result.racer.name.lowercased() || wanted == values.lowercased()
        || wanted == result.racer.letter.lowercased()
    }
    if let named { return named }
    var diagnostic = Diagnostic.unknownName(
      word, kind: "racer",
      among: results.map(\.racer.letter) + results.map(\.racer.name) + ["best", "trial", "winner"])
    diagnostic.notes = [
      "racers: " + results.map { "\($0.racer.letter) \($0.racer.name)" }.joined(separator: "; ")
    ]
    throw diagnostic
  }
}
