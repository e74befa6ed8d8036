// What the page's head says of a state, which is that of the pictures that were posted with it: data, network and how
// far its training is.
import Datasets
import Events
import Experiments
import JSON
import NeuralNetwork
import Presentation

struct PageFrame: PageContent {
  @Boxed var state: SessionState
  /// Whether it is one on the way of a training.
  var isOnTheWay: Bool
  /// Names of pictures, what is most worth seeing first.
  var pictures: [String]

  var json: String {
    JSONValue.object([
      ("training", .bool(isOnTheWay)), ("data", state.data.map { .string($0.name) } ?? .null),
      ("units", .array((state.hidden ?? []).map { .integer($0.units) })),
      ("epoch", .integer(state.training?.epoch ?? 0)),
      ("order", .strings(pictures)),
      ("step", .integer(state.training?.stepCount ?? 0)), ("summary", .string(summary)),
    ]).text
  }

  private var summary: String {
    guard let report = state.epochs.last else { return "" }
    let train = "train loss \(NumberText.loss(report.training.loss))"
    guard let (rows, watched) = watched(report) else { return train }
    if let accuracy = watched.accuracy {
      return "\(train), \(rows) accuracy \(NumberText.percent(accuracy))"
    }
    return watched.r2.map { "\(train), \(rows) R² \(NumberText.r2($0))" } ?? train
  }

  private func watched(_ report: EpochReport) -> (String, Evaluation)? {
    if report.watch == .validation { return report.validation.map { ("validation", $0) } }
    return report.test.map { ("test", $0) }
  }
}
