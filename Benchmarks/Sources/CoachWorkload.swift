// What the coach costs: the same training through the session with `explain off` and `explain brief`,
// one right after the other, evaluation of every epoch included.
import Experiments
import NeuralNetwork
import Sessions

struct CoachWorkload {
  let name: String
  /// Of the data sets.
  let folder: String
  let setup: [String]
  let train: String
  let epochs: Int

  static func all(folder: String) -> [CoachWorkload] {
    [
      CoachWorkload(
        name: "coach tiny", folder: folder,
        setup: ["data circle n=256 test=0", "layers 8 8 tanh"], train: "train 500", epochs: 500),
      CoachWorkload(
        name: "coach digits", folder: folder,
        setup: [
          "data digits test=0", "layer 32 relu", "set optimizer adam", "set lr 0.001",
          "set batch 32",
        ], train: "train 50", epochs: 50),
    ]
  }

  func measure(repetitions: Int, kernels: KernelSet) throws -> [Measurement] {
    var (off, brief): ([Double], [Double]) = ([], [])
    var loss = 0.0
    for repetition in 0...repetitions {
      let times = try (run(.off, kernels), run(.brief, kernels))
      loss = times.0.loss
      guard loss == times.1.loss else { throw BenchmarkError("the coach changed the training") }
      // The first is the warm-up.
      guard repetition > 0 else { continue }
      off.append(times.0.seconds / Double(epochs))
      brief.append(times.1.seconds / Double(epochs))
    }
    return [("off", off), ("brief", brief)].map { level, samples in
      Measurement(
        workload: "\(name) \(level)", threads: 1, quantity: .secondsAnEpoch, samples: samples,
        check: ("loss", loss))
    } + [
      Measurement(
        workload: name, threads: 1, quantity: .ratio,
        samples: zip(brief, off).map { $0 / $1 }, check: ("loss", loss))
    ]
  }

  /// A fresh session each time, so that the coach has said nothing yet.
  private func run(
    _ level: ExplainLevel, _ kernels: KernelSet
  ) throws -> (seconds: Double, loss: Double) {
    var settings = SessionSettings()
    settings.explain = level
    var hasFailed = false
    let session = Session(
      settings: settings,
      environment: SessionEnvironment(lessonFolders: [folder + "/.."], kernels: kernels),
      catalog: CommandCatalog(SessionCommands.all)
    ) { if case .event(.error, _) = $0 { hasFailed = true } }
    for command in setup { session.execute(command) }
    let time = seconds { session.execute(train) }
    guard !hasFailed, let last = session.state.epochs.last else {
      throw BenchmarkError("\(name) failed")
    }
    return (time, last.training.loss)
  }
}
