// Which rows the weights there are have been trained on: those at hand, and those they were trained on before
// they came from a file. Figures on such rows say nothing about new ones.
import Datasets
import Events

package struct RowHistory: Sendable, Equatable {
  /// Of the training rows at hand.
  package enum Here: Sendable { case none, allButValidation, all }

  /// By digest, of weights that came from a file.
  package enum Before: Sendable, Equatable {
    case nothing
    case rows(RowParts)
    /// The file did not say.
    case unknown
  }

  package private(set) var here = Here.none
  package private(set) var before = Before.nothing
  /// How many of the rows at hand are among those before.
  package private(set) var seenBefore = RowsSeenBefore()

  package init() {}

  /// Of weights that were loaded, before any further step. Error: `load-stopped`.
  package init(
    before: Before, data: PreparedData, checkStop: () throws(DataError) -> Void
  ) throws(DataError) {
    self.before = before
    guard case .rows(let rows) = before else { return }
    let training = RowDigests(try data.rowDigests(.training, checkStop: checkStop))
    let test = RowDigests(try data.rowDigests(.test, checkStop: checkStop))
    seenBefore.training = rows.trainedCount(of: training)
    seenBefore.test = rows.trainedCount(of: test)
    seenBefore.areAll =
      training.adding(test) == rows.training.adding(rows.validation).adding(rows.test)
  }

  /// Notes that steps were taken. Rows once trained on stay so, whatever is kept for validation later.
  mutating func noteTraining(on rows: TrainingRows) {
    if rows.validation == nil { here = .all } else if here == .none { here = .allButValidation }
  }

  /// How many of the training rows that are to be kept for validation were trained on; nil where nobody
  /// knows.
  ///
  /// - Parameter areKeptSoFar: whether they are those that were kept while others were trained on.
  package func trainedCount(ofKept rows: [Int], of data: PreparedData, areKeptSoFar: Bool) -> Int? {
    switch (here, before) {
    case (.all, _): return rows.count
    case (.allButValidation, _) where !areKeptSoFar: return rows.count
    case (_, .unknown): return nil
    case (_, .nothing): return 0
    case (_, .rows(let known)):
      guard let digests = try? data.rowDigests(.training) else { return nil }
      return known.trainedCount(of: RowDigests(rows.map { digests[$0] }))
    }
  }

  /// All rows that were trained on and those at hand that never were; nil where nobody knows.
  ///
  /// - Parameter validationSeed: what the rows kept for validation were drawn with.
  /// Error: `load-stopped`.
  package func parts(
    of data: PreparedData, validationSeed: UInt64?,
    checkStop: () throws(DataError) -> Void = {}
  ) throws(DataError) -> RowParts? {
    if before == .unknown { return nil }
    let digests = try data.rowDigests(.training, checkStop: checkStop)
    var parts = RowParts(test: RowDigests(try data.rowDigests(.test, checkStop: checkStop)))
    switch (here, validationSeed) {
    case (.none, nil): break
    case (.none, let seed?), (.allButValidation, let seed?):
      let kept = data.division(
        validationFraction: PreparedData.validationFraction, seed: seed
      ).kept
      let trained = RowDigests(kept.map { digests[$0] })
      parts.validation = RowDigests(digests).subtracting(trained)
      if here == .allButValidation { parts.training = trained }
    case (.all, _), (.allButValidation, nil): parts.training = RowDigests(digests)
    }
    guard case .rows(let rows) = before else { return parts }
    // What was trained on before is kept from training no more.
    parts.test = parts.test.subtracting(rows.trained(among: parts.test))
    parts.validation = parts.validation.subtracting(rows.trained(among: parts.validation))
    parts.training = parts.training.union(rows.training)
    return parts
  }
}
