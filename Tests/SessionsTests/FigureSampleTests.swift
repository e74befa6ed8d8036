// Of very many training rows the figures of epochs are of a fixed sample; `eval` is of all.
import Datasets
import Events
import NeuralNetwork
import SessionSupport
import Testing

@Suite struct FigureSampleTests {
  private func starts(_ session: RecordedSession) -> [TrainingStart] {
    session.events.compactMap { if case .trainingStarted(let start) = $0 { start } else { nil } }
  }

  @Test func manyRows() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=40010", "layers none", "set batch full", "train 1")
    let start = try #require(starts(session).first)
    #expect(start.rows == 20_005 && start.figureRows == 10_000)
    let epoch = try #require(session.epochReports.last)
    #expect(epoch.training.rows == 10_000 && epoch.test?.rows == 20_005)
    let (data, training) = (
      try #require(session.state.data), try #require(session.state.training)
    )
    func figures(_ examples: Examples, all: Bool = false) -> Evaluation {
      Evaluator(shape: training.shape, loss: .logistic).evaluate(
        examples, parameters: training.parameters, settings: session.state.settings.training,
        wishes: EvaluationWishes(figures: all), checkStop: {})
    }
    #expect(epoch.training == figures(data.training.sampledForFigures))

    session.run("eval")
    for case .evaluation(let report) in session.events {
      #expect(report.epoch.training == figures(data.training, all: true))
    }
    // Conditions are about the epochs' figures.
    let condition = "train_accuracy >= \(epoch.training.accuracy ?? 1)"
    session.run("train until \(condition)")
    #expect(session.epochReports.isEmpty)
    // A later seed draws other batches, but the same sample.
    session.run("set seed 9", "set lr 1e-9", "train 1")
    let after = try #require(session.epochReports.last)
    #expect(abs(after.training.dataLoss - epoch.training.dataLoss) < 1e-6)

    session.run("race sgd adam epochs=1")
    for case .raceStarted(let plan) in session.events { #expect(plan.figureRows == 10_000) }
    #expect(session.raceEnd?.finishes.allSatisfy { $0.report.training.rows == 10_000 } == true)
  }

  @Test func fewRows() throws {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=400", "layers none", "train 1")
    let start = try #require(starts(session).first)
    #expect(start.figureRows == 200 && session.epochReports.last?.training.rows == 200)
  }
}
