// What the epochs since the last reset came to. Every undo state holds such a history, so histories that
// go on from one another share what they have in common, and what a command asks of all epochs is kept
// up as they come: no command costs more after a long training.
import Events
import NeuralNetwork

/// The reports of epochs, the first epoch first.
package struct EpochHistory: RandomAccessCollection, Equatable, Sendable {
  /// So few reports are copied where a history that others hold too goes on.
  private static let chunkSize = 64

  /// Full chunks. They never change.
  private var chunks: [[EpochReport]] = []
  private var tail: [EpochReport] = []
  /// The lowest training loss, penalties included.
  package private(set) var lowestTrainingLoss = Double.infinity
  /// Whether any epoch has figures of these rows.
  package private(set) var hasTest = false
  package private(set) var hasValidation = false
  private(set) var testTrend = WatchedTrend()
  private(set) var validationTrend = WatchedTrend()
  /// What the epochs were trained with.
  package private(set) var stretches: [Stretch] = []
  /// Where the last epochs begin that have the same settings.
  private var steadyStart = 0
  /// The lowest training loss among them.
  package private(set) var lowestSteadyLoss = Double.infinity

  /// Epochs in a row that were trained with the same settings, of a schedule as parts of the same plan.
  package struct Stretch: Equatable, Sendable {
    /// The place of its first epoch among the reports.
    package let start: Int
    package let settings: TrainingSettings
    /// Nil where the learning rate does not depend on one.
    package let plan: TrainingPlan?
  }

  package init() {}

  package var startIndex: Int { 0 }
  package var endIndex: Int { chunks.count * Self.chunkSize + tail.count }

  package subscript(position: Int) -> EpochReport {
    let chunk = position / Self.chunkSize
    return chunk < chunks.count
      ? chunks[chunk][position % Self.chunkSize] : tail[position - chunks.count * Self.chunkSize]
  }

  /// The last epochs, all trained with the same settings: other settings may give the loss other parts or
  /// other rows, so that it cannot be held against one before.
  package var steady: Slice<EpochHistory> { self[steadyStart...] }

  /// - Parameter plan: of the run that the epoch belongs to.
  package mutating func append(
    _ report: EpochReport, trainedWith settings: TrainingSettings, plan: TrainingPlan? = nil
  ) {
    let plan = settings.schedule == .constant ? nil : plan
    if settings != stretches.last?.settings {
      (steadyStart, lowestSteadyLoss) = (endIndex, .infinity)
    }
    if settings != stretches.last?.settings || plan != stretches.last?.plan {
      stretches.append(Stretch(start: endIndex, settings: settings, plan: plan))
    }
    lowestSteadyLoss = Swift.min(lowestSteadyLoss, report.training.loss)
    lowestTrainingLoss = Swift.min(lowestTrainingLoss, report.training.loss)
    if report.test != nil { hasTest = true }
    if report.validation != nil { hasValidation = true }
    let trainingLoss = report.training.dataLoss
    testTrend.add(report.test?.dataLoss, trainingLoss: trainingLoss, at: count)
    validationTrend.add(report.validation?.dataLoss, trainingLoss: trainingLoss, at: count)
    tail.append(report)
    if tail.count == Self.chunkSize {
      chunks.append(tail)
      tail = []
    }
  }

  /// A loss after each epoch. Of each report no more is read than that: those of a million epochs are more than
  /// caches hold, and copying them takes longer than all that a picture does.
  package func curve(_ figure: LossFigure) -> [Double] {
    switch figure {
    case .training: curve { $0.pointee.training.whole }
    case .test: curve { $0.pointee.test?.whole ?? LossFigure.none }
    case .validation: curve { $0.pointee.validation?.whole ?? LossFigure.none }
    case .validationDataLoss: curve { $0.pointee.validation?.dataLoss ?? LossFigure.none }
    case .dataLoss: curve { $0.pointee.training.dataLoss }
    case .l1Penalty: curve { LossFigure.penalty($0.pointee.training.l1Penalty) }
    case .l2Penalty: curve { LossFigure.penalty($0.pointee.training.l2Penalty) }
    }
  }

  @inline(__always)
  private func curve(_ value: (UnsafePointer<EpochReport>) -> Double) -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { values, filled in
      for reports in chunks + [tail] {
        reports.withUnsafeBufferPointer { buffer in
          guard let start = buffer.baseAddress else { return }
          for place in 0..<buffer.count {
            values.initializeElement(at: filled + place, to: value(start + place))
          }
        }
        filled += reports.count
      }
    }
  }

  // MARK: Memory

  /// The bytes of the reports that none of the other histories shares.
  func ownBytes(besides others: [EpochHistory]) -> Int {
    let shared = others.map(sharedChunks).max() ?? 0
    let sharesTail = others.contains { $0.place(of: $0.tail) == place(of: tail) }
    let reports = (chunks.count - shared) * Self.chunkSize + (sharesTail ? 0 : tail.count)
    return reports * MemoryLayout<EpochReport>.stride
  }

  /// How many chunks the two have in common. Histories part once, so that all before is common to both.
  private func sharedChunks(with other: EpochHistory) -> Int {
    var (low, high) = (0, Swift.min(chunks.count, other.chunks.count))
    while low < high {
      let middle = (low + high) / 2
      if place(of: chunks[middle]) == place(of: other.chunks[middle]) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  private func place(of reports: [EpochReport]) -> UnsafeRawPointer? {
    reports.withUnsafeBytes { $0.baseAddress }
  }
}
