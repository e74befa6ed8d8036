// How a command is told that its user wants it to end, and how work that comes to nothing then says so.
import NeuralNetwork

/// What work throws that was stopped before it came to anything.
package struct Stopped: Error, Equatable, Sendable {
  package init() {}
}

/// The question that long work asks again and again, at least every few hundredths of a second.
package typealias StopCheck = () throws(Stopped) -> Void

/// The question made of its plain form.
package func stopCheck(_ shouldStop: @escaping () -> Bool) -> StopCheck {
  { () throws(Stopped) in if shouldStop() { throw Stopped() } }
}

extension Trainer {
  /// Trains to the end of an epoch, for what is only tried; false if it diverged.
  package func staysFinite(throughEpoch checkStop: StopCheck) throws(Stopped) -> Bool {
    var isStopped = false
    let outcome = runEpoch(shouldStop: {
      do throws(Stopped) { try checkStop() } catch { isStopped = true }
      return isStopped
    })
    if isStopped { throw Stopped() }
    return outcome == .finished
  }

  /// As many epochs in a row; false if one of them diverged.
  package func staysFinite(
    throughEpochs count: Int, _ checkStop: StopCheck
  ) throws(Stopped) -> Bool {
    for _ in 0..<count {
      guard try staysFinite(throughEpoch: checkStop) else { return false }
    }
    return true
  }
}
