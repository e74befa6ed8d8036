// `plot lr`: the learning rate of the steps so far, and of those that the schedule set has planned.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import Sessions
import Text

struct RatePlot: Plot {
  static let epochs = Argument.option(
    "epochs", .integer(1...TrainingLimits.mostEpochs),
    "how many epochs the next `train` is to have; \(usualEpochs) unless said")

  let name = "lr"
  let summary = "the learning rate of the steps so far and of those planned"
  let options: [any AnyArgumentConvertible] = [Self.epochs]
  let example = Example(
    "plot lr epochs=40", "the rates that a `train 40` will have",
    setup: ["data moons n=60", "layers 4", "set schedule cosine"])

  /// What `train` does unless told.
  private static let usualEpochs = 20
  /// Without data nobody knows how many steps an epoch has.
  private static let supposedRows = 100

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    let network = try preparation.network(with: .epochs, for: arguments)
    let state = preparation.state
    let plan = plan(network, state, epochs: arguments[Self.epochs])
    let settings = state.settings.training
    let rows = state.trainedRowCount
    let course = RateCourse(
      network.epochs, rows: rows ?? Self.supposedRows, next: (settings, plan))
    let parts = [(course.done, "taken", false), (course.planned, "planned", true)]
    let lines = parts.enumerated().compactMap { place, part -> Series? in
      part.0.epochs.isEmpty
        ? nil
        : Series(
          part.1, .series(place), x: part.0.epochs, y: part.0.rates, isHollow: part.2)
    }
    let panel = Panel(
      x: PanelAxis("epochs done", .count), y: axis(course, network, settings),
      marks: lines.map(Mark.line))
    let hasSteps = settings.schedule != .constant
    return Figure(
      "learning rate over epochs", description: words(course, network, settings, plan),
      notes: rows == nil && hasSteps ? ["as with \(Self.supposedRows) training rows"] : [], [panel])
  }

  /// Of the epochs to come: the rest of a run that was interrupted, or the next.
  private func plan(
    _ network: NetworkModel, _ state: SessionState, epochs: Int?
  ) -> TrainingPlan {
    let start = network.training?.epoch ?? 0
    if let epochs { return TrainingPlan(start: start, end: start + epochs) }
    if let goal = network.interrupted, let training = network.training, goal.target > start {
      return state.planned(training, to: goal).plan ?? TrainingPlan(start: start, end: goal.target)
    }
    return TrainingPlan(start: start, end: start + Self.usualEpochs)
  }

  /// From 0 on where the rate is to glide, on a log scale where it goes down by tenths.
  private func axis(
    _ course: RateCourse, _ network: NetworkModel, _ settings: TrainingSettings
  ) -> PanelAxis {
    let schedules = network.epochs.stretches.map(\.settings.schedule) + [settings.schedule]
    let most = (course.done.rates + course.planned.rates).max() ?? 0
    guard schedules.allSatisfy({ $0 == .step || $0 == .constant }) else {
      return PanelAxis("learning rate", low: 0, high: most)
    }
    let least = (course.done.rates + course.planned.rates).min() ?? 0
    return most > 4 * least
      ? PanelAxis("learning rate", .log) : PanelAxis("learning rate", low: 0, high: 1.25 * most)
  }

  private func words(
    _ course: RateCourse, _ network: NetworkModel, _ settings: TrainingSettings,
    _ plan: TrainingPlan
  ) -> String {
    let number = TrainingWords.number
    var sentences: [String] = []
    if let first = network.epochs.first?.epoch, let last = network.epochs.last?.epoch,
      let low = course.done.rates.min(), let high = course.done.rates.max()
    {
      let range =
        low == high ? "was \(number(low))" : "was between \(number(low)) and \(number(high))"
      let epochs = first == last ? "epoch \(first)" : "epochs \(first) to \(last)"
      sentences.append("In \(epochs) the learning rate \(range).")
    }
    guard let start = course.planned.rates.first, let end = course.planned.rates.last else {
      return sentences.joined(separator: " ")
    }
    let what =
      network.interrupted.map { $0.target == plan.end } ?? false
      ? "The rest of the interrupted run" : "The next `train \(plan.end - plan.start)`"
    let schedule = settings.schedule.rawValue
    sentences.append(
      start == end
        ? "\(what) has it at \(number(start)) all along: the schedule is \(schedule)."
        : "\(what) takes it from \(number(start)) to \(number(end)): the schedule is \(schedule).")
    return sentences.joined(separator: " ")
  }
}
