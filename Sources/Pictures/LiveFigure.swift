// What `train live` draws: the losses so far, and for two inputs what the network says of each place among the
// rows it is trained on.
import Datasets
import Events
import Experiments
import NeuralNetwork

extension PictureCommands {
  /// Of a state on the way.
  package static let live: LivePicture = { state, kernels in
    LiveFigure(state, kernels)?.figure
  }
}

private struct LiveFigure {
  private let answers: NetworkAnswers
  private let epochs: EpochHistory

  /// Lines that marks take: with the rows of a table both panels fit in a window of 24.
  private static let height = 12
  /// Cells of the field, about as many as a terminal shows, and points on it.
  private static let side = 40
  private static let mostPoints = 200

  init?(_ state: SessionState, _ kernels: KernelSet) {
    guard let data = state.data, let training = state.training else { return nil }
    // The training's own threads are at work.
    answers = NetworkAnswers(
      data: data, training: training, loss: data.loss(state.settings.training), kernels: kernels,
      threads: 1)
    epochs = state.epochs
  }

  var figure: Figure {
    Figure(place, height: Self.height, [losses, boundary].compactMap { $0 })
  }

  /// In as few words as a small window has room for.
  private var place: String {
    answers.training.rowsDoneInEpoch > 0
      ? "in epoch \(answers.training.epoch + 1)" : answers.place
  }

  private var losses: Panel? {
    let watched: LossFigure? = epochs.last.flatMap {
      $0.watched == nil ? nil : $0.watch == .test ? .test : .validation
    }
    let curves = epochs.lossCurves([.training] + (watched.map { [$0] } ?? []))
    let lines = curves.flatMap(\.series)
    guard epochs.count > 1, !lines.isEmpty else { return nil }
    return Panel(
      "loss", x: PanelAxis("epoch", .count), y: .losses("loss", lines.map { $0.y.map(\.value) }),
      marks: lines.map(Mark.line))
  }

  private var boundary: Panel? {
    let (data, checkStop) = (answers.data, stopCheck { false })
    let rows = ShownRows(data, most: Self.mostPoints)
    guard data.plainInputNames.count == 2,
      let plane = try? InputPlane(data, rows, chosen: nil, checkStop: checkStop),
      let field = try? NetworkFields(answers: answers, plane: plane)
        .answer(side: Self.side, checkStop)
    else { return nil }
    let groups = RowGroups(data)
    let points = groups.marks(rows) { _, plain, _ in plane.coordinates(of: plain) }
    return Panel(
      "output", x: plane.xAxis, y: plane.yAxis, aspect: plane.aspect,
      marks: [.field(field)] + points + groups.namesOfAnswers(in: field))
  }
}
