// `plot loss`: how the loss fell, epoch by epoch.
import CommandLanguage
import Events
import Experiments
import Sessions

struct LossPlot: Plot {
  let name = "loss"
  let summary = "the loss after each epoch"
  let example = Example(
    "plot loss", "how the loss fell", setup: ["data moons n=60", "layers 4", "train 20"])

  func figure(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Figure {
    try preparation.network(with: .epochs, for: arguments)
    let epochs = preparation.state.epochs
    guard let first = epochs.first else { throw .nothingTrained(arguments) }
    var lines = [
      Series.curve("training", .series(0), from: first.epoch, epochs.map(\.training.loss))
    ]
    let test = epochs.compactMap(\.test?.loss)
    if test.count == epochs.count {
      lines.append(.curve("test", .series(1), from: first.epoch, test))
    }
    let panel = Panel(
      x: PanelAxis("epoch", .count), y: .losses("loss", lines.map { $0.y.map(\.value) }),
      marks: lines.map(Mark.line))
    return Figure("loss over epochs", [panel])
  }
}

extension Diagnostic {
  /// A picture of a training, where there was none.
  static func nothingTrained(_ arguments: Arguments) -> Diagnostic {
    Diagnostic(
      id: "nothing-trained", message: "nothing has been trained yet",
      range: arguments.syntax.name.range, suggestion: "`train 20` first")
  }
}
