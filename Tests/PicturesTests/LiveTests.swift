// Watching a training changes nothing of it, takes little of its time, and shows what the network says.
import CommandLanguage
import Events
import Experiments
import Layouts
import NeuralNetwork
import Pictures
import Presentation
import Sessions
import Testing

@Suite struct LiveTests {
  private final class Log { var output: [SessionOutput] = [] }

  /// - Parameter watches: whether someone would see pictures.
  private static func run(_ commands: [String], watches: Bool) -> (Session, Log) {
    let log = Log()
    var environment = SessionEnvironment(showsProgress: watches)
    environment.picture = watches ? PictureCommands.live : nil
    let session = Session(
      settings: SessionSettings(), environment: environment,
      catalog: CommandCatalog(SessionCommands.all + PictureCommands.all)
    ) { log.output.append($0) }
    for command in commands { session.execute(command) }
    return (session, log)
  }

  private static let setup = ["data moons n=80 seed=2", "layers 6 4 tanh", "set batch 4"]

  @Test(arguments: [
    "30", "5", "until epoch = 12", "20 until loss < 0.1", "30 stop=17",
  ]) func itTrainsAndSaysTheSame(rest: String) {
    let (plain, said) = Self.run(Self.setup + ["train \(rest)"], watches: false)
    for watches in [false, true] {
      let (live, also) = Self.run(Self.setup + ["train live \(rest)"], watches: watches)
      #expect(live.state.training == plain.state.training)
      #expect(live.state.epochs == plain.state.epochs)
      #expect("\(said.output.compactMap(\.event))" == "\(also.output.compactMap(\.event))")
    }
  }

  @Test func whatWasInterruptedGoesOnEitherWay() {
    let (plain, _) = Self.run(Self.setup + ["train 20"], watches: false)
    let (live, _) = Self.run(Self.setup + ["train live 20 stop=31", "train live"], watches: true)
    #expect(live.state.training == plain.state.training)
  }

  /// Between pictures the line that says how far it is goes on.
  @Test func progressGoesOnWithoutPictures() {
    let setup = ["data moons n=400", "layers 16 16 tanh", "set batch 4"]
    let (_, log) = Self.run(setup + ["train live 150"], watches: true)
    let reports = log.output.compactMap { output in
      if case .progress(let report) = output { report } else { nil }
    }
    #expect(reports.count { $0.figure == nil } > reports.count { $0.figure != nil })
    #expect(zip(reports, reports.dropFirst()).allSatisfy { $0.done <= $1.done })
  }

  @Test func theFieldIsWhatTheNetworkSays() throws {
    let (session, _) = Self.run(Self.setup + ["train 8"], watches: false)
    let figure = try #require(PictureCommands.live(session.state, .best))
    #expect(figure.panels.map(\.title) == ["loss", "output"])
    let grid = try #require(figure.panels[1].marks.lazy.compactMap(\.grid).first)
    let data = try #require(session.state.data)
    let training = try #require(session.state.training)
    let box = grid.box
    for (row, column) in [(0, 0), (13, 30), (39, 39)] {
      let x = box.left + (Double(column) + 0.5) / 40 * (box.right - box.left)
      let y = box.upper - (Double(row) + 0.5) / 40 * (box.upper - box.lower)
      let inputs = [data.standardizedInput(x, at: 0), data.standardizedInput(y, at: 1)]
      let output = predictOutputs(
        inputs: inputs, shape: training.shape, parameters: training.parameters,
        loss: data.loss(session.state.settings.training))
      #expect(grid.value(row, column) == Double(output[0]))
    }
  }

  /// In a window of 40 by 12 there is no room for both panels, nor for a tall one.
  @Test func aSmallWindowShowsTheOutputAlone() throws {
    let (session, _) = Self.run(Self.setup + ["train 8"], watches: false)
    let figure = try #require(PictureCommands.live(session.state, .best))
    let lines = TerminalText(columns: 39).lines(of: figure, atMost: 10)
    #expect(!lines.isEmpty && lines.count <= 10)
    #expect(lines.contains { $0.text.contains("x1") })
    #expect(TerminalText(columns: 39).lines(of: figure, atMost: 3).isEmpty)
  }

  @Test(arguments: [
    (0, 5, 20, "5 of 20 epochs"), (20, 25, 40, "5 of 20 epochs, 25 in all"),
  ])
  func progressIsThatOfTheRun(before: Int, epoch: Int, last: Int, label: String) {
    let report = ProgressReport(
      activity: .training, done: Double(epoch - before), total: Double(last - before),
      position: epoch, lastPosition: last, unit: "epochs")
    #expect(report.label == label)
  }

  @Test func allDataHaveAnOutput() throws {
    let (session, _) = Self.run(["data iris", "layers 4", "train 3"], watches: false)
    let figure = try #require(PictureCommands.live(session.state, .best))
    #expect(figure.panels.map(\.title) == ["loss", "output"])
    let (featured, _) = Self.run(
      ["data circle n=60", "features x1^2 x2^2", "layers 2", "train 3"], watches: false)
    #expect(PictureCommands.live(featured.state, .best)?.panels.count == 2)
  }

  /// However long a picture takes, what they take together stays below a twentieth of the time, and there are no more
  /// than ten in a second, nor many fewer than that allows.
  @Test(arguments: [1, 4, 5, 20, 45, 50, 400]) func picturesTakeATwentiethOfTheTime(cost: Int) {
    let start = ContinuousClock.now
    var (now, shown) = (start, 0)
    var pace = LivePace(from: start)
    while start.duration(to: now) < .seconds(20) {
      guard pace.isDue(at: now) else {
        now += .milliseconds(1)
        continue
      }
      let end = now + .milliseconds(cost)
      pace.noteShown(from: now, to: end)
      (now, shown) = (end, shown + 1)
    }
    #expect(shown > 1 && shown <= 200)
    #expect(Double(shown * cost) <= 0.05 * 20_000 + Double(cost))
    #expect(shown >= 20_000 / max(101, 22 * cost))
  }

  @Test func aCurveOfTheLossesComesWhenATrainingHasEnded() throws {
    func figures(_ commands: [String]) -> [Figure] {
      var curve = TrainingCurve()
      return Self.run(commands, watches: false).1.output.compactMap { output in
        output.event.flatMap { curve.receive($0) }
      }
    }
    let figure = try #require(figures(Self.setup + ["train 12"]).last)
    let lines = figure.panels[0].marks.compactMap(\.series)
    #expect(lines.map(\.name) == ["training", "test"] && lines.allSatisfy { $0.count == 12 })
    #expect(figures(Self.setup + ["train 2"]).isEmpty)
    #expect(figures(Self.setup + ["eval"]).isEmpty)
  }

  /// Of very many epochs the lowest and the highest losses stay, and the first and the last.
  @Test func aLongCurveKeepsItsEnds() throws {
    var curve = TrainingCurve()
    func evaluation(_ loss: Double) -> Evaluation {
      Evaluation(rows: 1, dataLoss: loss, l1Penalty: 0, l2Penalty: 0, correct: nil, r2: nil)
    }
    for epoch in 1...50_000 {
      let loss = epoch == 31_234 ? 9.0 : epoch == 777 ? 0.001 : 1 + 0.1 * Double(epoch % 7)
      _ = curve.receive(.epoch(EpochReport(epoch: epoch, training: evaluation(loss))))
    }
    let (_, log) = Self.run(["data xor n=40", "train 1"], watches: false)
    let end = try #require(
      log.output.lazy.compactMap(\.event).first {
        if case .trainingEnded = $0 { true } else { false }
      })
    let received = curve.receive(end)
    let figure = try #require(received)
    let line = try #require(figure.panels[0].marks[0].series)
    #expect(line.count < 5000)
    #expect(line.x(0) == 1 && line.x(line.count - 1) == 50_000)
    let points = (0..<line.count).map { [line.x($0), line.y($0)] }
    #expect(points.contains([31_234, 9]) && points.contains([777, 0.001]))
  }
}
