// `search`: tries hyperparameters on validation rows carved out of the training rows.
import CommandLanguage
import HyperparameterSearch
import NeuralNetwork
import SpaceLanguage

struct SearchCommand: Command {
  enum FormID: String { case random, grid }

  static let trials = Argument.option(
    "trials", .integer(1...100_000), "how many networks to train; 20 unless said")
  static let epochs = Argument.option(
    "epochs", .integer(1...1_000_000), "how long each is trained; 20 unless said")
  static let on = Argument.option(
    "on",
    .choice([
      Choice("validation", true, "rows carved out of the training rows; never the test rows")
    ]), "which rows judge a trial")
  static let space = Argument.open(
    "NAME", .axis(values: "axis-value", names: "axis", endings: "axis-ending"),
    "what to vary, and its values", names: "axis", isOptional: true)

  /// A larger grid has to be asked for with `trials=`.
  static let largestGrid = 1000

  let signature = CommandSignature(
    "search", summary: "try hyperparameters, judged on validation rows", area: CommandArea.search,
    forms: [
      Form(
        FormID.random, "draw every trial at random", keywords: [Keyword("random", "random draws")],
        options: [trials, epochs, on], openOption: space),
      Form(
        FormID.grid, "every combination of some values of each",
        keywords: [Keyword("grid", "every combination")], options: [trials, epochs, on],
        openOption: space),
    ],
    details: [
      "Spaces: `1e-4..1:log` a range by factors of ten, `0..1` an even range, `0..1:step=0.1`, "
        + "`4..64` whole numbers for units, layers and batch, `relu|tanh` choices, `0.01,0.1,1` a "
        + "list. Any setting can be varied, and `units`, `layers` and `activation`.",
      "`units=4..64:each` gives every layer units of its own, as `units1=4..64 units2=4..64` do; a "
        + "layer's axis only matters where there are as many layers. `momentum=0.5..0.99` beside "
        + "`optimizer=sgd|momentum` only matters with momentum; "
        + "`:if=NAME=VALUE|VALUE` behind a space says so of any other axis.",
      "A quarter of the training rows judges the trials; the test rows are never looked at. Every "
        + "trial has its own seed, made from the session's seed and the trial's number. A grid "
        + "takes about `trials` combinations, evenly spaced in each range. The same search gives the "
        + "same trials again; `set seed N` gives others.",
    ],
    examples: [
      Example(
        "search random trials=6 epochs=3 lr=1e-3..1:log units=4..16", "six random networks",
        setup: ["data iris"]),
      Example(
        "search grid lr=0.01,0.1,1 l2=0,0.01 epochs=3", "all six combinations",
        setup: ["data iris", "layer 8"]),
    ])

  func run(_ arguments: Arguments, in session: Session) throws(Diagnostic) {
    let form = try arguments.form(FormID.self)
    let (space, axes) = try space(arguments, session)
    let data = try session.dataOrAssumed()
    let asked = arguments[Self.trials]
    let sampler: Sampler
    let trials: Int
    switch form {
    case .random:
      sampler = .random
      trials = asked ?? 20
    case .grid:
      let grid = try grid(of: space, asked: asked, arguments)
      sampler = .grid(grid)
      trials = min(grid.size, asked ?? grid.size)
    }
    let study = Study(
      space: space, sampler: sampler, seed: session.state.settings.training.seed)
    var gridSize: Int?
    if case .grid(let grid) = sampler { gridSize = grid.size }
    let run = try SearchRun(
      session: session, data: data, base: base(space, session),
      epochs: arguments[Self.epochs, default: 20], trials: trials, study: study)
    try run.run(axes: plan(axes, study, trials), gridSize: gridSize)
  }

  /// What is searched when nothing is said: the learning rate, L2 and the architecture.
  private static let standardSpace = [
    (name: "lr", text: "1e-4..1:log"), (name: "l2", text: "1e-6..1e-1:log"),
    (name: "units", text: "4..64"), (name: "layers", text: "1..3"),
  ]

  private func space(
    _ arguments: Arguments, _ session: Session
  ) throws(Diagnostic) -> (space: SearchSpace, axes: [TypedAxis]) {
    let range = arguments.syntax.range
    var options = arguments.openOptions(Self.space).map { ($0.name, $0.value) }
    if options.isEmpty {
      let form = try arguments.form(FormID.self).rawValue
      let spaces = Self.standardSpace.map { "\($0.name)=\($0.text)" }.joined(separator: " ")
      session.emit(
        .assumed(
          Assumption(
            subject: .space, command: "search \(form) \(spaces)",
            why: "Nothing to vary was named")))
      for (name, text) in Self.standardSpace {
        options.append((Word(name, range: range), try AxisSyntax(Word(text, range: range))))
      }
    }
    let others = signature.forms.first { $0.id == arguments.formID }?.options.map(\.name) ?? []
    return try SearchSpaceReader(session, otherOptions: others).read(options, range: range)
  }

  private func grid(
    of space: SearchSpace, asked: Int?, _ arguments: Arguments
  ) throws(Diagnostic) -> Grid {
    let grid: Grid
    do {
      grid = try Grid(space: space, aboutTrials: asked ?? 20)
    } catch {
      throw Diagnostic(error, axis: nil, range: arguments.syntax.range)
    }
    guard asked != nil || grid.size <= Self.largestGrid else {
      throw Diagnostic(
        id: "grid-too-large", message: "this grid has \(grid.size) combinations",
        range: arguments.syntax.range,
        suggestion: "`trials=\(grid.size)` to run them all, or `search random trials=60`")
    }
    return grid
  }

  /// The session's own settings and layers, for everything the search does not vary. A search over
  /// units needs a layer to have them.
  private func base(_ space: SearchSpace, _ session: Session) -> TrialConfiguration {
    var hidden = session.state.hidden ?? []
    let variesArchitecture = space.axes.contains { SearchAxis.LayerPart($0.name) != nil }
    let variesLayers = space.axes.contains { $0.name == "layers" }
    if hidden.isEmpty,
      variesArchitecture && !variesLayers || session.state.hidden == nil && !variesLayers
    {
      hidden = session.layersOrAssumed()
      if hidden.isEmpty { hidden = [HiddenLayer(units: 16, activation: .relu)] }
    }
    return TrialConfiguration(settings: session.state.settings, hidden: hidden)
  }

  private func plan(_ axes: [TypedAxis], _ study: Study, _ trials: Int) -> [SearchPlan.Axis] {
    let points = study.wave(from: 0, upTo: trials).map(\.params)
    return axes.map { typed in
      let values = Set(points.flatMap { $0 }.filter { $0.name == typed.axis.name })
      return SearchPlan.Axis(
        name: typed.axis.name, domain: typed.text, distinctValues: values.count)
    }
  }
}
