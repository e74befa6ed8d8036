import CommandLanguage
import Experiments
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

/// What Tab offers from the live session, each with a description.
@Suite struct CompletionNamesTests {
  private func offers(_ line: String, after setup: String...) -> [String] {
    candidates(line, after: setup).map(\.text)
  }

  private func candidates(_ line: String, after setup: [String] = []) -> [Candidate] {
    let session = RecordedSession()
    session.run(setup)
    let result = session.knowledge.completion(
      of: line, at: line.utf8.count, names: session.session.namesWithLessons)
    for candidate in result.candidates { #expect(!candidate.description.isEmpty, "\(candidate)") }
    return result.candidates
  }

  @Test func aSettingIsOfferedOnce() {
    let all = offers("set ")
    #expect(all.count == SettingCatalog().all.count && Set(all).count == all.count)
    #expect(offers("set lr") == ["lr"])
    #expect(offers("set lr=0.1 mom") == ["momentum="])
  }

  @Test(arguments: [
    "set lr ", "set clip ", "predict 1 ", "explain forward test 2",
  ])
  func valuesAreShownAndNotInserted(_ line: String) {
    let offered = candidates(line, after: ["data circle"])
    #expect(!offered.isEmpty && !offered.contains { !$0.isShownOnly })
  }

  @Test func namesWithBlanksAreQuotedOnce() throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/apples.csv"
    try write("first name,my size,sort\n1,2,a\n3,4,b\n5,6,a\n7,8,b\n", to: path)
    #expect(offers("data load \(path) target=fi") == ["\"first name\""])
    #expect(offers("data load \(path) target=\"my s") == ["\"my size\""])
    #expect(offers("data load \(path) target=").allSatisfy { !$0.contains("\\") })
  }

  @Test func whatEnterWouldFindIsOffered() {
    #expect(offers("trian") == ["train", "trial", "trials"])
    #expect(offers("TR") == ["train", "trials", "trial"])
    #expect(offers("fit") == ["train"])
    #expect(offers("lr") == ["lr"])
    #expect(offers("lr ") == ["0.03"])
    #expect(offers("learning rate ") == ["0.03"])
    #expect(offers("OPTIMIZER ad") == ["adagrad", "adam", "adamw"])
    #expect(offers("what is overf") == ["overfitting"])
    #expect(offers("data circle \\\nnoi") == ["noise="])
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
    #expect(offers("search random features=all|x1^").contains("all|x1^2"))
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
    // A value of the first column, and files and folders.
    #expect(offers("predict ", after: "data iris").count > 1)
    #expect(offers("predict 1 ", after: "data iris").count == 1)
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
