// What sessions say that strain what shows them: every command, faults on the way, many classes, racers and
// axes, names that are long, wide or hostile.
import CommandLanguage
import Course
import Events
import Experiments
import Lessons
import NeuralNetwork
import SessionSupport
import Sessions
import TestSupport

enum Corpus {
  /// For the files that sessions read and write.
  private static let files: TemporaryFolder = {
    let folder = TemporaryFolder()
    for (name, head, row) in tables {
      let lines = [head] + (0..<90).map(row)
      try? write(lines.map { $0 + "\n" }.joined(), to: "\(folder.path)/\(name).csv")
    }
    return folder
  }()

  private static let folder = files.path

  private static let tables: [(String, String, @Sendable (Int) -> String)] = [
    (
      "wide", "länge_einer_sehr_langen_spalte,寸法の列,c,kind",
      { "\($0 % 7),\($0 % 5),\($0 % 3),クラス\($0 % 9)-sehr-lang-\($0 % 9)" }
    ),
    ("hostile", "a\u{1B}b,`q`,<i>&", { "\($0 % 7),\($0 % 5),\"x\u{7}<script>|*\($0 % 2)\"" }),
    ("number", "x,y", { "\($0),\($0 * 30 + $0 % 3)" }),
  ]

  /// The output of lines in one session.
  static func output(_ lines: [String], after setup: [String] = []) -> [SessionOutput] {
    let session = RecordedSession(threads: 2, mayWrite: true)
    session.run(setup)
    return lines.flatMap { line in
      session.run(line)
      return session.output
    }
  }

  /// What each of the sessions said.
  static let said: [[SessionOutput]] = sessions.map { output($0) }

  // MARK: Pages and examples

  static var pages: [SessionOutput] {
    let catalog = CommandCatalog.withLessons()
    let settings = SettingCatalog().all.map(\.name)
    return output(
      ["help", "explain", "set", "lesson"] + catalog.commands.map { "help \($0.signature.name)" }
        + settings.flatMap { ["help \($0)", "set \($0)"] }
        + TopicCatalog().all.map { "explain \($0.name)" })
  }

  static let examples = CommandCatalog.withLessons().commands.flatMap(\.signature.examples)
    .map { (setup: $0.setup.map(elsewhere), command: elsewhere($0.command)) }

  /// Files are written where they do no harm.
  private static func elsewhere(_ line: String) -> String {
    line.replacing("net.", with: folder + "/net.").replacing(
      "parts.csv", with: folder + "/parts.csv")
  }

  // MARK: Sessions

  static let sessions: [[String]] = trainings + steps + races + searches

  private static let trainings =
    [
      "data load \(folder)/wide.csv target=kind", "data load \(folder)/hostile.csv target=<i>&",
      "data load \(folder)/number.csv target=y task=regress", "data digits", "data cancer",
      "data sine n=60", "data iris test=0",
    ].map { data in
      [
        data, "data", "layer 4 relu", "layers", "train 3", "eval", "model", "confusion",
        "explain forward", "explain backward", "explain gradient", "step 2", "set patience 3",
        "train 5", "why", "eval", "model best", "eval", "set l1 0.01", "train 3",
        "set l2 0.001",
        "set explain full", "train 2", "why", "why 9", "set explain brief",
        "explain forward 2", "explain backward 3", "set lr 1e30", "train 5",
        "model save \(folder)/net.safetensors", "model load \(folder)/net.safetensors", "undo 2",
        "model export \(folder)/net.onnx",
      ]
    }

  private static let steps =
    OptimizerKind.allCases.map(\.rawValue).map { optimizer in
      [
        "data circle n=60", "layer 3 tanh", "set optimizer \(optimizer)", "set l1 0.01",
        "set l2 0.001", "set schedule cosine", "step", "step 3", "set l1mode proximal", "step",
        "set penalize weights", "set clip 0.01", "step", "set lr 1e30", "step 4",
      ]
    }

  private static let races = [
    [
      "data circle n=60", "layer 3 tanh",
      "race gd sgd momentum nesterov adagrad rmsprop adam adamw epochs=12", "use B",
      "race lr=0.1,100000 epochs=9", "train 4", "what if lr=0.5", "race seed=1,2,3 epochs=3",
      "set patience 3", "race optimizer=sgd,adam units=3,5 epochs=5", "use A",
      "train until loss < 0.5", "train until test_accuracy > 95% or epoch = 30", "redo",
      "reset new",
    ],
    [
      "data load \(folder)/wide.csv target=kind",
      "race optimizer=adam,amsgrad,adamw,lion lr=0.01,0.1 epochs=5",
    ],
    ["data sine n=60", "race sgd adam epochs=9"],
    [
      "lesson learning-rate", "hint", "skip", "next", "back", "play", "resume", "solution", "next",
      "lesson show", "progress", "1", "lesson learning-rate 3", "hint", "set lr 0.2", "train 2",
    ],
    [
      "status", "data iris", "layers none", "set l1 0.1", "train 5", "weights", "status", "clear",
      "layers 9 9 tanh", "weights", "weights 1", "history", "history set",
    ],
  ]

  private static let searches =
    ["random", "grid", "sobol", "bayes", "tpe", "halving"].flatMap { method in
      let folds = method == "halving" ? "" : " folds=3"
      return [
        [
          "data circle n=60", "search \(method) lr=1e-3..1:log units=2..8 trials=10 epochs=4",
          "trials", "trial 1", "trial 3", "importance", "use best", "search repeat", "search list",
          "search open 1",
        ],
        [
          "data circle n=60",
          "search \(method) lr=1e-3..1000:log units=2..8 l2=1e-5..1:log l1=1e-5..1:log clip=0.1..5 "
            + "optimizer=sgd|adam activation=tanh|relu layers=1..3 trials=12 epochs=4\(folds)",
          "trials", "trial 2", "importance",
        ],
        ["objective phoneme", "search \(method) trials=12", "trials", "importance", "objective"],
      ]
    } + [
      [
        "data circle n=60",
        "search compare random sobol bayes lr=1e-3..1:log units=2..8 trials=6 epochs=3 repeats=3",
        "enqueue lr=0.5", "enqueue", "search", "search random lr=1e5..1e6:log trials=3 epochs=5",
        "search grid lr=0.1|0.2|0.3 trials=9 epochs=2", "objective phoneme",
        "search compare random tpe bayes trials=20 repeats=4",
      ]
    ]
}
