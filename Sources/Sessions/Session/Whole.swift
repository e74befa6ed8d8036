// Work that can be stopped and is nothing by halves.
import CommandLanguage
import Experiments

extension Preparation {
  /// Does what can be stopped and is nothing by halves. Error: `stopped`.
  package mutating func whole<Result>(
    _ work: (StopCheck) throws(Stopped) -> Result
  ) throws(Diagnostic) -> Result {
    do {
      return try work(stopCheck(shouldStop))
    } catch {
      throw stopped()
    }
  }

  /// Notes that its user ended it early; the error that says so.
  mutating func stopped() -> Diagnostic {
    noteInterruption()
    return Diagnostic(id: "stopped", message: "stopped; the session is as it was")
  }
}

extension Performance {
  var checkStop: StopCheck { stopCheck(shouldStop) }

  /// Does what can be stopped and is nothing by halves; nil if it was stopped. Then nothing is left of
  /// the command.
  func whole<Result>(_ work: (StopCheck) throws(Stopped) -> Result) -> Result? {
    do {
      return try work(checkStop)
    } catch {
      noteNothingDone()
      return nil
    }
  }
}
