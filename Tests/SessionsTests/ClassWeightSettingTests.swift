// `set class_weight`: how it is typed and refused, what it reaches, and that it goes wherever settings go.
import CommandLanguage
import Events
import Experiments
import NeuralNetwork
import SessionSupport
import TestSupport
import Testing

@Suite struct ClassWeightSettingTests {
  private func value(_ session: RecordedSession) -> String {
    SettingCatalog()[name: "class_weight"]?.read(session.state.settings) ?? ""
  }

  @Test(arguments: [
    ("set class_weight balanced", "balanced"), ("set class_weight NONE", "none"),
    ("set class_weight setosa=2,virginica=0.5", "setosa=2,virginica=0.5"),
    ("set class_weight=setosa=2,virginica=0.5", "setosa=2,virginica=0.5"),
    (#"set class_weight "setosa=2,virginica=0.5""#, "setosa=2,virginica=0.5"),
    (#"set class_weight "setosa"=2,virginica=1e-2"#, "setosa=2,virginica=0.01"),
    ("set class_weights virginica=3", "virginica=3"),
  ])
  func itIsTypedInTheseWays(line: String, shown: String) {
    let session = RecordedSession()
    session.run("data iris")
    #expect(session.run(line) == .done)
    #expect(value(session) == shown)
    // What is shown can be typed.
    session.run("unset class_weight")
    #expect(value(session) == "none")
    #expect(session.run("set class_weight \(shown)") == .done && value(session) == shown)
  }

  /// Names with blanks, commas and `=` in them.
  @Test func namesOfAnyKindCanBeWeighed() throws {
    let folder = TemporaryFolder()
    let names = ["wild dog", "a,b", "c=d"]
    let rows = (0..<30).map { "\($0),\"\(names[$0 % 3])\"" }
    try write(
      (["x,kind"] + rows).joined(separator: "\n") + "\n", to: "\(folder.path)/pets.csv")
    let session = RecordedSession()
    #expect(session.run("data load \(folder.path)/pets.csv target=kind") == .done)
    for line in [
      #"set class_weight "wild dog"=2,"a,b"=3,"c=d"=4"#,
      #"set class_weight "wild dog=2,a,b=3,c=d=4""#,
    ] {
      #expect(session.run(line) == .done)
      guard case .named(let named) = session.state.settings.training.classWeight else {
        Issue.record("not named: \(line)")
        continue
      }
      #expect(named.map(\.name) == names && named.map(\.weight) == [2, 3, 4])
      let shown = value(session)
      session.run("unset class_weight")
      #expect(session.run("set class_weight \(shown)") == .done && value(session) == shown)
    }
  }

  @Test(arguments: [
    ("set class_weight setosa=0", "out-of-range", "0"),
    ("set class_weight setosa=-1", "out-of-range", "-1"),
    ("set class_weight setosa=1e-60", "out-of-range", "1e-60"),
    ("set class_weight setosa=2,setosa=3", "repeated-class", "setosa"),
    ("set class_weight setosa=two", "wrong-type", "setosa=two"),
    ("set class_weight heavy", "wrong-type", "heavy"),
    ("set class_weight setosa=1,", "wrong-type", ""),
    ("set class_weight setosa=1,virginca=2", "unknown-class", "virginca"),
  ])
  func whatIsWrongIsPointedAt(line: String, id: String, part: String) throws {
    let session = RecordedSession()
    session.run("data iris", "set class_weight balanced")
    #expect(session.run(line) == .failed)
    let diagnostic = try #require(session.diagnostic)
    #expect(diagnostic.id == id)
    let range = try #require(diagnostic.range)
    let pointed = Array(line.utf8)[range.start..<range.end]
    #expect(String(decoding: pointed, as: UTF8.self) == part)
    if id == "unknown-class" { #expect(diagnostic.suggestion == "`virginica`") }
    #expect(value(session) == "balanced")
  }

  @Test func numbersHaveNoClassesToWeigh() throws {
    let session = RecordedSession()
    session.run("data sine n=40")
    #expect(session.run("set class_weight balanced") == .failed)
    #expect(session.diagnostic?.id == "no-classes-to-weigh" && session.diagnostic?.range != nil)
    #expect(session.run("set class_weight none") == .done)
    // Set before the data were chosen, it is refused where it would be used.
    session.run("data iris", "set class_weight setosa=2", "data sine n=40")
    for command in ["train 1", "step", "eval", "search grid lr=0.1,1"] {
      #expect(session.run(command) == .failed)
      #expect(session.diagnostic?.id == "no-classes-to-weigh")
      #expect(session.diagnostic?.suggestion == "`unset class_weight`")
    }
    session.run("data wine")
    #expect(session.run("train 1") == .failed && session.diagnostic?.id == "class-weight-mismatch")
    #expect(session.run("unset class_weight") == .done && session.run("train 1") == .done)
  }

  @Test func itIsUndoneAndSavedLikeOthers() throws {
    let folder = TemporaryFolder()
    let session = RecordedSession(mayWrite: true)
    session.run("data iris", "train 1", "set class_weight virginica=3,setosa=0.5")
    #expect(session.run("undo") == .done && value(session) == "none")
    #expect(session.run("redo") == .done && value(session) == "virginica=3,setosa=0.5")
    #expect(session.run("model save \(folder.path)/m.safetensors") == .done)
    #expect(fileText(folder.path + "/m.safetensors").contains("virginica=3,setosa=0.5"))
  }

  /// The loss printed is the weighted one, on all rows alike.
  @Test func lossesAreTheWeightedMean() throws {
    let session = RecordedSession()
    session.run(
      "data cancer n=200", "layers 4 tanh", "set class_weight balanced", "train 3", "eval")
    guard case .evaluation(let report)? = session.events.last, let data = session.state.data,
      let training = session.state.training, let test = data.test
    else {
      Issue.record("no evaluation")
      return
    }
    let weights = try #require(
      ClassWeighting.balanced.weights(of: data.classNames, over: data.training.targets))
    for (rows, figures) in [(data.training, report.epoch.training), (test, report.epoch.test)] {
      let losses = Evaluator(shape: training.shape, loss: .logistic).rowLosses(
        rows, parameters: training.parameters, checkStop: {})
      guard case .classes(let labels, _) = rows.targets else { return }
      let sum = zip(losses, labels).reduce(0) { $0 + $1.0 * Double(weights[Int($1.1)]) }
      #expect(abs((figures?.dataLoss ?? 0) - sum / Double(rows.count)) < 1e-9)
      let plain = losses.reduce(0, +) / Double(rows.count)
      #expect(abs((figures?.figures?[.logLoss] ?? 0) - plain) < 1e-9)
    }
    #expect(report.isWeighted)
  }

  @Test func partsOfAStepAddUpAndSayThatTheyAreWeighted() throws {
    let session = RecordedSession()
    session.run("data iris", "layers none", "set class_weight virginica=3", "step", "explain step")
    guard case .step(let report)? = session.events.last else { return }
    #expect(report.settings.classWeight != .none)
    session.run("explain bias output virginica")
    guard case .step(let parts)? = session.events.last else {
      Issue.record("no step: \(session.diagnostic?.message ?? "")")
      return
    }
    let rows = try #require(parts.gradientParts?.rows)
    let sum = rows.shown.reduce(0) { $0 + $1.part } + rows.othersSum
    #expect(abs(sum - Double(parts.trace.dataGradient)) < 1e-6)
  }

  @Test func searchesJudgeByWhatCanBeCompared() {
    let session = RecordedSession()
    session.run("data iris")
    let search = "search grid class_weight=none|balanced epochs=2"
    #expect(session.run(search) == .failed && session.diagnostic?.id == "losses-not-comparable")
    #expect(session.run("\(search) measure=balanced_accuracy") == .done)
    let compare = "search compare random sobol trials=2 epochs=2 class_weight=none|balanced"
    #expect(session.run(compare) == .failed && session.diagnostic?.id == "losses-not-comparable")
    #expect(session.run("race class_weight=none,balanced") == .failed)
  }
}
