import CommandLanguage
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// What Tab offers from the live session, each with a description.
@Suite struct CompletionNamesTests {
  private func offers(_ line: String, after setup: String...) -> [String] {
    let session = RecordedSession()
    session.run(setup)
    let result = Completion.complete(
      line: line, cursorByte: line.utf8.count, table: session.session.catalog.table,
      names: session.session.namesWithLessons, files: { _, _ in [] })
    for candidate in result.candidates { #expect(!candidate.description.isEmpty, "\(candidate)") }
    return result.candidates.map(\.text)
  }

  @Test func commandsSettingsAndValues() {
    #expect(offers("tra") == ["train"])
    #expect(offers("set l").contains("lr"))
    #expect(offers("set optimizer ") == OptimizerKind.allCases.map(\.rawValue))
    #expect(offers("set lr ") == ["0.03"])
    #expect(offers("data ").contains("digits"))
    #expect(offers("data circle n") == ["n=", "noise="])
    #expect(offers("layer 8 t") == ["tanh"])
    #expect(offers("explain o") == ["overfitting", "oscillation"])
    #expect(offers("search random ").contains("units="))
    #expect(offers("search random lr=").contains("1e-4..1:log"))
    let lessons = offers("lesson ")
    #expect(lessons.starts(with: ["first-steps", "learning-rate", "batches", "layers-and-units"]))
    for word in ["tuning-for-real", "show", "reset", "new"] { #expect(lessons.contains(word)) }
    #expect(offers("help sea") == ["search"])
    #expect(offers("features sin") == ["sin(x1)", "sin(x2)"])
    #expect(offers("model ") == ["save", "load", "export", "best"])
    #expect(offers("data fashion ") == ["from=", "test=", "standardize="])
  }

  @Test func partsOfAnAxis() {
    #expect(
      offers("search random units=4..64") == [
        "4..64", "4..64:log", "4..64:step=", "4..64:each", "4..64:if=",
      ])
    #expect(offers("search random units=4..64:e") == ["4..64:each"])
    #expect(offers("search random units2=").contains("4..64"))
    #expect(offers("search random learning_rate=").contains("1e-4..1:log"))
    #expect(
      offers("search random activation=relu|tanh:") == [
        "relu|tanh:each", "relu|tanh:if=",
      ])
    #expect(offers("search random lr=0..1:") == ["0..1:step=", "0..1:int", "0..1:if="])
    #expect(offers("search random epo") == ["epochs="])
    #expect(offers("search epo") == ["epochs="])
    #expect(offers("search random epochs=") == ["5..40"])
    #expect(
      offers("search random epochs=5..40") == ["5..40", "5..40:log", "5..40:step="])
    #expect(offers("search halving epochs=") == [])
    #expect(offers("search random lr=0..1:if=opt") == ["0..1:if=optimizer="])
    #expect(
      offers("search random lr=0..1:if=optimizer=ada") == [
        "0..1:if=optimizer=adagrad", "0..1:if=optimizer=adam", "0..1:if=optimizer=adamw",
      ])
    #expect(
      offers("search random lr=0..1:if=optimizer=adam|n") == ["0..1:if=optimizer=adam|nesterov"])
  }

  @Test func columnsOfAFileAndOfTheData() {
    let path = checkout + "/lessons/data/iris.csv"
    #expect(offers("data load \(path) target=sp") == ["species"])
    #expect(offers("data load \(path) target=").count == 5)
    #expect(offers("data load nowhere.csv target=") == [])
    #expect(offers("predict ", after: "data iris").count == 1)
  }

  @Test func parametersAndRows() {
    let setup = ["data iris", "layers 3 2 relu"]
    func offered(_ line: String) -> [String] { offers(line, after: setup[0], setup[1]) }
    #expect(offered("explain weight ") == ["1", "2", "output"])
    #expect(offered("explain weight 1 petal").count == 2)
    #expect(offered("explain weight 1 petal_width_cm ") == ["1", "2", "3"])
    #expect(offered("explain weight 2 ") == ["1", "2", "3"])
    #expect(offered("explain weight output 2 ") == ["setosa", "versicolor", "virginica"])
    #expect(offered("explain bias output s") == ["setosa"])
    #expect(offered("explain forward ") == ["1", "112", "test", "values"])
    #expect(offered("explain forward test 3") == ["38"])
    #expect(offered("explain forward values ").count == 1)
  }

  @Test func trialsOfTheLastSearch() {
    #expect(
      offers("use trial ", after: "data iris", "search random trials=3 epochs=1 lr=0.01..1")
        == ["0", "1", "2"])
  }
}
