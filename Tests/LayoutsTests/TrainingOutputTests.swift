import Events
import Layouts
import SessionSupport
import TestSupport
import Testing
import Text

/// What `train until` and patience print.
@Suite struct TrainingOutputTests {
  /// The quantities that completion offers after `until` are the members of an epoch's object.
  @Test(arguments: [
    ["data circle n=60"], ["data circle n=60 test=0", "set patience 3"],
    ["data sine n=60", "set patience 3"], ["data sine n=60 test=0"], ["data iris"],
  ])
  func quantitiesAreTheNamesOfJSON(setup: [String]) throws {
    let session = RecordedSession(explain: .off)
    // Asking for one of the figures beside loss and score has all of them computed.
    let figure = setup[0].contains("sine") ? "train_rmse" : "train_log_loss"
    session.run(setup + ["train 1 until \(figure) < 0"])
    let objects = session.events.compactMap { event -> [String]? in
      guard case .epoch = event, case .object(let members) = JSONLines().object(for: event)
      else { return nil }
      // How many rows were looked at is nothing to train until.
      return members.map(\.0).filter { $0 != "train_rows" }
    }
    #expect(objects == [["type"] + session.session.names("quantity").map(\.text)])
  }

  /// What a number is in stands beside it: losses of standardized targets in their deviations, the mean
  /// absolute error never.
  @Test(arguments: [
    ("squared", "off", "squared units of the target"),
    ("squared", "on", "squared standard deviations of the target"),
    ("absolute", "on", "standard deviations of the target"),
    ("huber", "off", "units of the target, squared where they are small"),
  ])
  func unitsAreSaid(loss: String, standardize: String, unit: String) throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/t.csv"
    try write("x,y\n" + (0..<20).map { "\($0),\($0 * 30 + $0 % 3)\n" }.joined(), to: path)
    let event = try #require(
      explained([
        "data load \(path) target=y task=regress standardize=\(standardize)", "set loss \(loss)",
        "set lr 1e-6",
        "train 1", "eval",
      ]).last)
    let text = TerminalText().lines(for: event).map(\.text).joined(separator: " ")
      .split(separator: " ").joined(separator: " ")
    #expect(text.contains("MAE and RMSE are in units of y"))
    #expect(text.contains("; losses are in \(unit).") == (standardize == "on"))
    guard case .object(let members) = JSONLines().object(for: event) else {
      Issue.record("no object")
      return
    }
    let found = Dictionary(members.map { ($0.0, $0.1) }, uniquingKeysWith: { $1 })
    #expect(found["loss_in"] == .string(unit))
    #expect(found["mae_in"] == .string("the target's own units"))
    #expect(found["test_rows_trained_on"] == .integer(0))
    guard case .number(let error)? = found["train_mae"] else { return }
    #expect(error > 20, "of targets from 0 to 570")
  }

  @Test func tablesFitTheScreen() {
    for setup in [
      ["data circle n=60"], ["data circle n=60", "set patience 30"],
      ["data sine n=60", "set patience 30"], ["data circle n=60", "set watch none"],
      ["data circle n=60", "set watch validation", "set l1 0.001"],
      ["data sine n=60 test=0", "set patience 30", "set l1 0.001"],
    ] {
      let lines = TerminalText().lines(
        for: said(setup + ["train until loss < 1e-9 or epoch = 300"], explain: .off))
      #expect(lines.allSatisfy { DisplayWidth.columns(of: $0.text) <= 80 })
      let head = lines.first { $0.text.hasPrefix("  epoch") }
      let rows = lines.filter { line in
        line.text.hasPrefix("    ") && line.text.first { $0 != " " }?.isNumber ?? false
      }
      #expect(rows.count >= 9 && rows.allSatisfy { $0.text.count == head?.text.count })
    }
  }

  /// However near a value is to its number, the text shows on which side.
  @Test func valuesAreTelling() throws {
    let setup = ["data circle n=60", "layer 3 tanh", "train 1"]
    let loss = try #require(
      said(setup, explain: .off).compactMap { event in
        if case .epoch(let report) = event { report.training.loss } else { nil }
      }.first)
    for number in [loss.nextUp, loss, loss.nextDown, (loss * 1e4).rounded() / 1e4, 2 * loss] {
      let train = "train 1 until loss < \(number) and epoch = 1"
      let all = said(setup + ["reset", train], explain: .off)
      var text = ""
      for case .condition(let report) in all {
        let lines = TerminalText().lines(for: .condition(report))
        text = lines.map(\.text).joined(separator: " ")
      }
      let words = text.split { " ,()".contains($0) }.map(String.init)
      let place = try #require(words.lastIndex(of: "loss")) + 1
      let word = words[place] == "is" ? words[place + 1] : words[place]
      let shown = try #require(Double(word), "\(text)")
      #expect((shown < number) == (loss < number), "\(text)")
      #expect(text.contains("not reached") == (loss >= number))
    }
  }

  private func text(_ event: LearningEvent?) -> String {
    guard let event else { return "" }
    return TerminalText().lines(for: event).map(\.text).joined(separator: " ")
  }

  /// Every command that shows something of the weights says alike how far they have come.
  @Test func allCommandsSayAlikeWhoseWeightsTheyShow() {
    let setup = ["data circle n=60 noise=0.4", "layer 4 tanh", "set patience 4", "set lr 0.3"]
    for (training, place) in [
      (["train 5 stop=13"], "after epoch 4 and 10 rows"),
      (["train 2", "set lr 3", "train 3", "model best"], "; weights of epoch "),
    ] {
      for command in ["eval", "model", "confusion", "predict 1 2"] {
        let shown = text(said(setup + training + [command], explain: .off).last)
        let isSaid = shown.contains(place)
        #expect(isSaid || command == "predict 1 2" && place.hasPrefix("after"), "\(shown)")
      }
    }
  }

  /// What `use` says of the rows is so, with patience and without.
  @Test func rowsOfATrialThatIsTakenAreSaid() {
    let search = ["data circle n=60", "layer 2", "search random trials=2 epochs=1 lr=0.1..1"]
    let all = text(said(search + ["use best"], explain: .off).last)
    let some = text(said(["set patience 5"] + search + ["use best"], explain: .off).last)
    #expect(all.contains("use all training rows") && !some.contains("use all training rows"))
    #expect(
      some.contains("three quarters of the training rows") && some.contains("`set patience off`"))
  }
}
