import CommandLanguage
import Events
import SessionSupport
import TestSupport
import Testing

/// `train until`: ends at the first epoch at which its condition holds, with the weights that as many
/// epochs give without one.
@Suite struct TrainUntilTests {
  private static let start = ["data moons n=90", "layer 5 tanh", "set lr 0.1"]

  private func session(_ commands: String...) -> RecordedSession {
    let session = RecordedSession(explain: .off, mayWrite: true)
    session.run(Self.start + commands)
    return session
  }

  private func condition(_ session: RecordedSession) -> ConditionReport? {
    for case .condition(let report) in session.events { return report }
    return nil
  }

  @Test func endsAtTheFirstEpochThatFits() throws {
    let long = session("train 60")
    let first = try #require(
      long.epochReports.first {
        $0.test.flatMap(\.accuracy) ?? 0 >= 0.85 && $0.training.loss < 0.36
      })
    #expect(first.epoch > 2 && first.epoch < 60)
    let until = session("train until test_accuracy >= 85% and Loss<0.36 or epoch = 60")
    #expect(until.state.training?.epoch == first.epoch)
    #expect(until.trainingEnd?.reason == .conditionReached)
    #expect(
      until.epochReports.map(\.training) == long.epochReports.prefix(first.epoch).map(\.training))
    let report = try #require(condition(until))
    #expect(report.isReached && report.epoch == first.epoch && report.limit == 60)
    #expect(report.parts.map(\.quantity) == ["test_accuracy", "loss"])
    #expect(report.parts.map(\.value) == [first.test?.accuracy, first.training.loss])
    let exact = session("train \(first.epoch)")
    #expect(until.state.training == exact.state.training)
    // The condition holds now, so the same again trains nothing, and there is nothing to undo.
    let before = until.state
    #expect(until.run("train until loss < 0.36") == .done)
    #expect(until.state.training == before.training && until.state.epochs == before.epochs)
    #expect(condition(until)?.limit == nil && condition(until)?.isReached == true)
    until.run("undo")
    #expect(until.state.training == nil)
  }

  /// What no epoch can have is refused, since it would be waited for in vain.
  @Test func figuresOfOneClassAreRefused() throws {
    let folder = TemporaryFolder()
    let rows = (0..<20).map {
      "\($0),\($0 < 10 ? "no" : "yes"),\($0 % 3 == 0 ? "test" : "train")\n"
    }
    let oneClass = rows.filter { !$0.contains("yes,test") }
    try write("size,bought,part\n" + oneClass.joined(), to: folder.path + "/t.csv")
    let session = RecordedSession(explain: .off)
    session.run("data load \(folder.path)/t.csv target=bought split=part", "layers none")
    for figure in ["auc", "f1", "average_precision"] {
      #expect(session.run("train until test_\(figure) > 0.5") == .failed)
      #expect(session.diagnostic?.id == "quantity-missing")
      #expect(session.run("train until train_\(figure) > 0.1 or epoch = 2") == .done)
    }
    #expect(session.run("train until test_log_loss < 9 or epoch = 9") == .done)
  }

  @Test func endsWhereItMust() {
    // Each with the epoch at which it ends after five epochs.
    for (command, last) in [
      ("train 3 until loss < 0", 8), ("train until loss < 0 or epoch >= 11", 11),
      ("train until epoch > 10.5", 11), ("train 40 until epoch = 7", 7),
      ("train 2 until epoch = 7 and loss > 0", 7), ("train 2 until epoch = 9", 7),
      ("train until (epoch > 6 or loss < 0) and epoch < 20", 7),
    ] {
      let session = session("train 5", command)
      #expect(session.state.training?.epoch == last, "\(command)")
      #expect(session.state.network?.interrupted == nil && session.state.training?.plan == nil)
      let plain = self.session("train \(last)")
      #expect(session.state.training == plain.state.training, "\(command)")
    }
  }

  @Test func whatNothingEndsIsEnded() {
    let session = RecordedSession(explain: .off)
    session.run("data circle n=10", "layers none", "set optimizer gd", "train 1")
    #expect(session.run("train until loss < 0 and epoch > 3") == .done)
    #expect(session.state.training?.epoch == 10_001)
    #expect(condition(session)?.isReached == false && condition(session)?.limit == 10_001)
  }

  @Test(arguments: ["train", "train until LOSS<0.2  or epoch=14"])
  func interruptedRunsGoOn(again: String) throws {
    let until = "train until loss < 0.2 or epoch = 14"
    let whole = session("set schedule cosine", until)
    #expect(whole.state.training?.epoch == 14)
    // The first of these comes before the first step, while the condition is checked.
    for questions in [3, 17, 25] {
      let stopped = session("set schedule cosine")
      #expect(stopped.run(until, stoppingAfter: questions) == .interrupted)
      let folder = TemporaryFolder()
      stopped.run("model save \(folder.path)/net.safetensors")
      let loaded = session("set schedule cosine")
      #expect(loaded.run("model load \(folder.path)/net.safetensors") == .done)
      #expect(loaded.state.network?.interrupted == stopped.state.network?.interrupted)
      for session in [stopped, loaded] {
        #expect(session.run(again) == .done)
        #expect(session.state.training == whole.state.training)
        #expect(session.state.network?.interrupted == nil)
      }
    }
  }

  @Test func interruptedRunsAskForWhatThereIs() throws {
    let session = session("set patience 9")
    #expect(session.run("train until validation_loss < 0.01", stoppingAfter: 12) == .interrupted)
    session.run("set patience off")
    #expect(session.run("train") == .failed)
    #expect(session.diagnostic?.id == "quantity-missing" && session.diagnostic?.range == nil)
    #expect(session.run("train 2") == .done)
  }
}
