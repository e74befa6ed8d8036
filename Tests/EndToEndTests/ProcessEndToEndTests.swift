// The program as a process over pipes: how it is called, where results and errors go, how it ends,
// and that its figures are right.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import TestSupport
import Testing

@Suite struct ProcessEndToEndTests {
  // MARK: how it is called and how it ends

  @Test(arguments: [
    ["--version"], ["--help"], ["run", "--help"], ["-c", ""], ["-c", ";;; # nothing"], [],
    ["-c", "quit; foo"],
  ])
  func succeeds(arguments: [String]) throws {
    let result = try Descent.run(arguments)
    #expect(result.status == .exited(0))
    #expect(result.errors.isEmpty)
  }

  @Test(arguments: [
    ["--nope"], ["nosuch"], ["run"], ["replay"], ["-c"], ["--format", "xml", "-c", ""],
    ["--threads", "0"], ["--threads", "x"], ["--seed=-1"], ["--seed", "1.5"],
    ["--explain", "loud"], ["--color", "pink"], ["lesson", "check"], ["lesson", "a", "b"],
  ])
  func wrongArgumentsEndWith64(arguments: [String]) throws {
    let result = try Descent.run(arguments)
    #expect(result.status == .exited(64))
    #expect(result.output.isEmpty)
    #expect(result.errorText.hasPrefix("Error: "))
  }

  @Test func commandsOfTheArgument() throws {
    let result = try Descent.run(["-c", "set lr 0.5; set lr 0.25"])
    #expect(result.status == .exited(0))
    #expect(
      result.outputText == """
        lr = 0.5   (learning rate; was 0.03)
        lr = 0.25   (learning rate; was 0.5)

        """)
    #expect(result.errors.isEmpty)
  }

  /// What came before stays on standard output; the error is on standard error; nothing comes after.
  @Test func aFailingCommandStopsTheRest() throws {
    let result = try Descent.run(["-c", "set lr 0.5; set lerning_rate 0.03; set lr 0.25"])
    #expect(result.status == .exited(1))
    #expect(result.outputText == "lr = 0.5   (learning rate; was 0.03)\n")
    #expect(
      result.errorText == """
          set lr 0.5; set lerning_rate 0.03; set lr 0.25
                          ^~~~~~~~~~~~
          there is no setting `lerning_rate`; did you mean `lr` (learning rate)?

        """)
  }

  @Test func commandsOfSeveralArgumentsRunInTurn() throws {
    let result = try Descent.run(["-c", "set lr 0.5 # all", "-c", "set lr 0.25; foo", "-c", "set"])
    #expect(result.status == .exited(1))
    #expect(
      result.outputText == """
        lr = 0.5   (learning rate; was 0.03)
        lr = 0.25   (learning rate; was 0.5)

        """)
    #expect(result.errorText.contains("foo"))
  }

  /// What is wrong is said, not that there is no value.
  @Test(arguments: [
    (["--seed", "-1"], "'-1' is invalid for '--seed <seed>': it takes a whole number from 0 to "),
    (["--seed=1e3"], "'1e3' is invalid for '--seed <seed>': it takes a whole number from 0 to "),
    (["--threads", "-2"], "it takes a whole number from 1 to 1024"),
    (["--threads", "3.5"], "it takes a whole number from 1 to 1024"),
    (["asktell", "--space", "x=0..1", "--trials", "-1"], "it takes a whole number from 1 to "),
    (["--explain", "-x"], "'-x' is invalid for '--explain <off|brief|full>'"),
    (["--color"], "Missing value for '--color <auto|always|never>'"),
  ])
  func badValuesAreNamed(arguments: [String], says: String) throws {
    let result = try Descent.run(arguments)
    #expect(result.status == .exited(64))
    #expect(result.errorText.contains(says), "\(result.errorText)")
  }

  @Test func scriptsRunInOneSession() throws {
    let home = TemporaryFolder()
    try write("set lr 0.5\n", to: home.path + "/a.descent")
    try write("set lr\\\n 0.25 # a comment\r\n\nunset lr", to: home.path + "/b.descent")
    let result = try Descent.run(["run", home.path + "/a.descent", home.path + "/b.descent"])
    #expect(result.status == .exited(0))
    #expect(
      result.outputText == """
        lr = 0.5   (learning rate; was 0.03)
        lr = 0.25   (learning rate; was 0.5)
        lr = 0.03   (learning rate; was 0.25)

        """)
  }

  @Test(arguments: [false, true])
  func aScriptStopsAtTheFirstFailureUnlessToldToGoOn(keepsGoing: Bool) throws {
    let home = TemporaryFolder()
    let path = home.path + "/a.descent"
    try write("set lr 0.5\nfoo\nset lr 0.25\n", to: path)
    let result = try Descent.run(["run", path] + (keepsGoing ? ["--keep-going"] : []))
    #expect(result.status == .exited(1))
    #expect(result.outputText.split(separator: "\n").count == (keepsGoing ? 2 : 1))
    #expect(result.errorText.hasPrefix("\(path):2:1\n"))
  }

  @Test func standardInput() throws {
    let result = try Descent.run(
      [], input: "\u{FEFF}set lr 0.5\r\nset \\\r\nlr 0.25\n# a comment\n\nunset lr")
    #expect(result.status == .exited(0))
    #expect(result.errors.isEmpty)
    #expect(
      result.outputText == """
        lr = 0.5   (learning rate; was 0.03)
        lr = 0.25   (learning rate; was 0.5)
        lr = 0.03   (learning rate; was 0.25)

        """)
    let failing = try Descent.run(["--format", "jsonl"], input: "set lr 0.5\n  foo\nset lr 1\n")
    #expect(failing.status == .exited(1))
    let lines = try JSONText.lines(failing.output)
    #expect(
      lines.map(\.type) == ["command", "setting", "ended", "command", "error", "ended"])
    #expect(lines[4]["line"]?.int == 2)
    #expect(lines[4]["column"]?.int == 3)
  }

  // MARK: results

  /// Each object says to which execution it belongs; a refused command has one error and no more.
  @Test func executionsInJSON() throws {
    let run = try Descent.run(
      ["--format", "jsonl"], input: "data circle n=40; train 1\nset lr=0.5 batch=zzz\n")
    #expect(run.status == .exited(1))
    let lines = try JSONText.lines(run.output)
    #expect(lines.allSatisfy { $0["cell"]?.int != nil })
    let begins = lines.filter { $0.type == "command" }
    #expect(begins.map { $0["cell"]?.int } == [1, 2, 3])
    #expect(
      begins.map { $0["text"]?.string } == ["data circle n=40", "train 1", "set lr=0.5 batch=zzz"])
    let ends = lines.filter { $0.type == "ended" }
    #expect(ends.map { $0["cell"]?.int } == [1, 2, 3])
    #expect(ends.map { $0["outcome"]?.string } == ["done", "done", "failed"])
    #expect(lines.filter { $0["cell"]?.int == 3 }.map(\.type) == ["command", "error", "ended"])
    #expect(
      String(decoding: run.output, as: UTF8.self).hasPrefix("{\"type\":\"command\",\"cell\":1,"))
  }

  @Test(arguments: [("circle", "logistic"), ("iris", "softmax"), ("sine", "linear")])
  func theOutputsActivationIsThatOfItsLoss(data: String, name: String) throws {
    let lines = try Descent.objects(
      "data \(data); layers 4 tanh; train 1; layers; model; explain forward 1"
    ).lines
    let networks = lines.filter { ["network", "model", "forward"].contains($0.type) }
    #expect(Set(networks.compactMap(\.type)) == ["network", "model", "forward"])
    for network in networks {
      let activations = network["layers"]?.array?.map { $0["activation"]?.string }
      #expect(activations == ["tanh", name], "\(network.type ?? "")")
    }
  }

  /// The command line by which the whole path is judged.
  @Test func digitsAreReadWell() throws {
    let (status, lines) = try Descent.objects(
      """
      data digits test=0.25; layer 64 relu; set optimizer adam; set lr 0.003; set batch 32; \
      train 40; eval
      """)
    #expect(status == .exited(0))
    let evaluation = try #require(lines.last { $0.type == "evaluation" })
    #expect(try #require(evaluation["test_accuracy"]?.double) >= 0.96)
    #expect(lines.count { $0.type == "epoch" } == 40)
  }

  @Test(arguments: [
    ("layer 16 relu", "Sizes follow once there is data: try `data circle`"),
    ("set lr 0.03", "lr = 0.03"),
    ("train 50", "No data was chosen yet, so I took `data circle`."),
    ("search random", "Nothing to vary was named, so I took"),
    ("train", "No hidden layer was chosen yet, so I took `layer 8 tanh`."),
  ])
  func headlineCommandsRunWithNothingSetUp(command: String, says: String) throws {
    let result = try Descent.run(["-c", command])
    #expect(result.status == .exited(0))
    #expect(result.errors.isEmpty)
    #expect(result.outputText.contains(says))
  }

  @Test(arguments: ["data iris", "data sine n=60", "data circle n=60 test=0"])
  func lossIsTheSumOfItsParts(data: String) throws {
    let (status, lines) = try Descent.objects(
      "\(data); layer 4 tanh; set l1 0.01; set l2 0.02; train 12; eval")
    #expect(status == .exited(0))
    let epochs = lines.filter { $0.type == "epoch" }
    #expect(epochs.compactMap { $0["epoch"]?.int } == Array(1...12))
    let evaluation = try #require(lines.last { $0.type == "evaluation" })
    for line in epochs + [evaluation] {
      let parts = try ["data_loss", "l1_penalty", "l2_penalty"].map {
        try #require(line[$0]?.double)
      }
      let loss = try #require(line["loss"]?.double)
      #expect(abs(loss - parts.reduce(0, +)) <= 1e-12 * loss)
      #expect(parts.allSatisfy { $0 > 0 })
      let score = data.contains("sine") ? "r2" : "accuracy"
      #expect(line["train_\(score)"]?.double != nil)
      #expect((line["test_loss"]?.double != nil) == !data.contains("test=0"))
      #expect((line["test_\(score)"]?.double != nil) == !data.contains("test=0"))
    }
    for name in ["loss", "data_loss", "l1_penalty", "l2_penalty"] {
      #expect(epochs.last?[name] == evaluation[name])
    }
  }

  /// All in 32-bit arithmetic, as the parameters are.
  @Test(arguments: ["gd", "sgd", "momentum", "adam"], ["all", "weights"])
  func aStepAddsUp(optimizer: String, penalize: String) throws {
    let (status, lines) = try Descent.objects(
      """
      data circle n=60; layer 3 tanh; set l1 0.01; set l2 0.1; set penalize \(penalize); \
      set optimizer \(optimizer); step; step; step 5
      """)
    #expect(status == .exited(0))
    let steps = lines.filter { $0.type == "step" }
    #expect(steps.compactMap { $0["step"]?.int } == [1, 2, 7])
    for step in steps {
      func value(_ name: String) throws -> Float { try #require(step[name]?.float, "\(name)") }
      let data = try value("data_gradient")
      let l1 = try value("l1_gradient")
      let l2 = try value("l2_gradient")
      #expect(try value("gradient") == data + l1 + l2)
      #expect(try value("after") == value("before") + value("update"))
      #expect(step["parameter"]?.string?.isEmpty == false)
      #expect(step["epoch"]?.int != nil)
      #expect(try #require(step["gradient_norm"]?.double) >= Double(abs(value("gradient"))) * 0.999)
      let lr: Float = 0.03
      switch optimizer {
      case "momentum":
        #expect(try value("velocity") == 0.9 * value("velocity_before") + value("gradient"))
        #expect(try value("update") == -lr * value("velocity"))
      case "adam":
        let t = try #require(step["t"]?.double)
        let mHat = try Double(value("m")) / (1 - power(0.9, t))
        let vHat = try Double(value("v")) / (1 - power(0.999, t))
        let update = -0.03 * mHat / (vHat.squareRoot() + 1e-8)
        #expect(abs(Double(try value("update")) - update) <= abs(update) * 1e-5)
      default: #expect(try value("update") == -lr * value("gradient"))
      }
    }
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1) { product, _ in product * base }
  }

  @Test func trialsAndPredictions() throws {
    let (status, lines) = try Descent.objects(
      """
      data iris; search grid lr=0.01,0.1 layers=0..2 epochs=2; use best; train 5; \
      predict 5.1 3.5 1.4 0.2
      """)
    #expect(status == .exited(0))
    let trials = lines.filter { $0.type == "trial" }
    #expect(trials.compactMap { $0["trial"]?.int } == Array(0..<6))
    #expect(trials.allSatisfy { $0["state"] == .string("done") })
    let values = trials.compactMap { $0["value"]?.double }
    #expect(values.count == 6)
    let end = try #require(lines.last { $0.type == "search_ended" })
    #expect(end["best"]?["value"]?.double == values.min())
    let applied = try #require(lines.last { $0.type == "trial_applied" })
    #expect(applied["trial"] == end["best"]?["trial"])
    let points = trials.map { [$0["params"]?["lr"]?.double, $0["params"]?["layers"]?.double] }
    #expect(Set(points).count == 6)

    let prediction = try #require(lines.last)
    #expect(prediction.type == "prediction")
    #expect(prediction["inputs"] == .array(["5.1", "3.5", "1.4", "0.2"].map(JSONText.string)))
    guard case .object(let outputs)? = prediction["outputs"] else {
      Issue.record("outputs are no object")
      return
    }
    #expect(Set(outputs.keys) == ["setosa", "versicolor", "virginica"])
    #expect(abs(outputs.values.compactMap(\.double).reduce(0, +) - 1) < 1e-5)
  }

  @Test func unknownKernelsAreRefused() throws {
    let result = try Descent.run(["-c", "set lr 1"], ["DESCENT_KERNELS": "sse9"])
    #expect(result.status == .exited(64))
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains("`sse9`"))
  }
}
