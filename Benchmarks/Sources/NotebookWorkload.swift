// What a notebook costs its user: undoing a training of the digits, an edit near the top whose results are known,
// and one more command below very many.
import Experiments
import NeuralNetwork
import Notebooks
import Sessions

struct NotebookWorkload {
  /// Of the data sets.
  let folder: String
  let kernels: KernelSet

  func measureAll(repetitions: Int) throws -> [Measurement] {
    [
      try undo(repetitions: repetitions), try edit(repetitions: repetitions),
      try append(repetitions: repetitions),
    ]
  }

  /// `undo` of a training of a network of 512 and 256 units with Adam.
  private func undo(repetitions: Int) throws -> Measurement {
    let notebook = makeNotebook()
    try run(
      ["data digits test=0", "layers 512 256", "set optimizer adam", "train 1", "train 1"],
      in: notebook)
    let samples = try (0..<repetitions).map { _ in
      let time = try time("undo", in: notebook)
      try run(["redo"], in: notebook)
      return time
    }
    return measurement("notebook undo", samples, notebook)
  }

  /// The second cell of 40 becomes what it has been before.
  private func edit(repetitions: Int) throws -> Measurement {
    let notebook = makeNotebook()
    let cells =
      ["data digits test=0", "set lr 0.01", "layer 32"]
      + (0..<37).map { $0.isMultiple(of: 2) ? "train 10" : "eval" }
    try run(cells + ["edit 2 set lr 0.1", "rerun stale"], in: notebook)
    let samples = try (0..<repetitions).map { repetition in
      try time("edit 2 set lr \(repetition.isMultiple(of: 2) ? 0.01 : 0.1)", in: notebook)
    }
    return measurement("notebook edit of 40", samples, notebook)
  }

  /// A command that changes a setting, below 100,000 others and with little memory to keep them in.
  private func append(repetitions: Int) throws -> Measurement {
    let notebook = makeNotebook()
    try run(["set keep 16MB", "data xor n=20", "layers 2"], in: notebook)
    for _ in 0..<25_000 {
      try run(["set lr 0.01", "train 1", "set lr 0.02", "reset"], in: notebook)
    }
    let samples = try (0..<repetitions).map { repetition in
      try (0..<100).reduce(0) { total, place in
        total + (try time("set lr 0.\(repetition + 1)\(place + 1)", in: notebook))
      } / 100
    }
    return measurement("notebook command 10^5", samples, notebook)
  }

  private func measurement(
    _ name: String, _ samples: [Double], _ notebook: Notebook
  ) -> Measurement {
    Measurement(
      workload: name, threads: 1, quantity: .seconds, samples: samples,
      check: ("cells", Double(notebook.cells.count)))
  }

  private func makeNotebook() -> Notebook {
    Notebook(
      settings: SessionSettings(),
      environment: SessionEnvironment(lessonFolders: [folder + "/.."], kernels: kernels),
      version: "benchmark", commands: SessionCommands.all, folders: ["/var/tmp", "/tmp"]
    ) { _ in }
  }

  private func time(_ command: String, in notebook: Notebook) throws -> Double {
    var outcome = LineOutcome.done
    let time = seconds { outcome = notebook.execute(command) }
    guard outcome == .done else { throw BenchmarkError("`\(command)` failed") }
    return time
  }

  private func run(_ commands: [String], in notebook: Notebook) throws {
    for command in commands where notebook.execute(command) != .done {
      throw BenchmarkError("`\(command)` failed")
    }
  }
}
