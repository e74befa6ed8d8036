// How far a long command is, in a few words for the line that a terminal shows of it.
import Events
import Presentation

extension ProgressReport {
  /// `12 of 50 epochs  loss 0.4123`
  package var label: String {
    var latest = latest.map { "  loss \(NumberText.loss($0))" } ?? ""
    if let best {
      latest += "  best \(NumberText.loss(best.value)) (trial \(best.number))"
    }
    return switch activity {
    case .reading: "reading"
    case .racing: "\(position) of \(lastPosition)  \(stage?.label ?? "")"
    case .training, .searching: "\(count)\(latest)"
    }
  }

  /// `12 of 50 epochs`; of a run that goes on from an earlier one `12 of 50 epochs, 62 in all`.
  private var count: String {
    let before = lastPosition - Int(total)
    guard activity == .training, before > 0, position >= before else {
      return "\(position) of \(lastPosition) \(unit)"
    }
    return "\(position - before) of \(lastPosition - before) \(unit), \(position) in all"
  }
}

extension RaceStage {
  /// Every racer's loss where three or fewer run, else the lowest.
  fileprivate var label: String {
    var losses = standings.compactMap { standing in
      standing.loss.map { (letter: standing.racer, loss: $0) }
    }
    if losses.count > 3 { losses = losses.min { $0.loss < $1.loss }.map { [$0] } ?? [] }
    return losses.map { "\($0.letter) \(NumberText.loss($0.loss))" }.joined(separator: "  ")
  }
}
