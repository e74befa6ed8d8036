// `search`: tries hyperparameters on validation rows carved out of the training rows. Each way to write it is a
// value of its own.
import CommandLanguage

struct SearchCommand: Command {
  /// In the order of the help.
  private static let forms: [any SearchForm] = [
    StartForm(.random, "draw every trial at random", Keyword("random", "random draws")),
    StartForm(
      .grid, "every combination of some values of each", Keyword("grid", "every combination")),
    StartForm(
      .sobol, "points spread more evenly than chance", Keyword("sobol", "evenly spread points")),
    StartForm(
      .bayes, "a model of the results chooses the next points",
      Keyword("bayes", "a model chooses", aliases: ["bayesian", "gp", "gaussian-process"]),
      further: [SearchOptions.wave]),
    StartForm(
      .tpe, "points where good trials lie densely",
      Keyword("tpe", "where good trials lie densely"), further: [SearchOptions.wave]),
    HalvingForm(), ResumeForm(), OpenForm(), CompareForm(), RepeatForm(), ExportForm(), ListForm(),
    OverviewForm(),
  ]

  let signature = CommandSignature(
    "search", summary: "try hyperparameters", area: CommandArea.search,
    forms: Self.forms.map(\.form),
    details: [
      "Spaces: `1e-4..1:log` a range by factors of ten, `0..1` an even range, `0..1:step=0.1`, "
        + "`4..64` whole numbers for units, layers and batch, `relu|tanh` choices, `0.01,0.1,1` a "
        + "list. Any setting can be varied, and `units`, `layers`, `activation`, `dropout`, `epochs` and "
        + "`features`: `features=all|age,income|-age` tries all columns, these two, and all but one.",
      "`epochs=5..40` trains each trial as long as its own value says, its `schedule` running over that; "
        + "`use best` then says how long to `train`. `patience=5,10` ends a trial when the loss of its "
        + "validation rows was not lower for so many epochs; its value is that of the lowest, and the epochs up to "
        + "there are the trial's.",
      "`units=4..64:each` gives every layer units of its own, as `units1=4..64 units2=4..64` do; a "
        + "layer's axis only matters where there are as many layers. `momentum=0.5..0.99` beside "
        + "`optimizer=sgd|momentum` only matters with momentum; "
        + "`:if=NAME=VALUE|VALUE` behind a space says so of any other axis.",
      "A quarter of the training rows judges the trials; the test rows are never looked at. Every "
        + "trial has its own seed, made from the session's seed and the trial's number. A grid "
        + "takes about `trials` combinations, evenly spaced in each range. `set seed N` gives other "
        + "trials.",
      "`bayes` starts with evenly spread points, five to ten and whole waves of them, then fits a "
        + "Gaussian process to the results and goes "
        + "where the expected improvement is largest, saying why; `tpe` draws where good trials lie "
        + "more densely than the others. Both choose `wave` trials at a time, so that these can run "
        + "side by side and any number of threads gives the same search.",
      "`halving` trains `trials` random points for a few epochs, the best third of them three times as "
        + "long, and so on; the last ones get `epochs`. A trial is judged by the best epoch looked at so far, or "
        + "with a `schedule` by its last. `brackets=on` (Hyperband) divides the trials "
        + "among plans that cut more or less early, since slow starters may end best.",
      "`search compare grid random bayes` runs each of them several times, with the session's seed and "
        + "the ones after it, and tells whether one is better by more than chance. All begin with the "
        + "same validation rows. One such run alone is `search bayes seed=N`. `objective` says what is "
        + "searched: trainings, or a table of results.",
      "Every finished trial is kept at once. Ctrl-C ends a search with what there is; `search resume` "
        + "goes on, also in another process, and gives what not stopping would have given. `search open N` "
        + "makes one of `search list` the last search again.",
    ],
    examples: [
      Example(
        "search lr=1e-4..1:log units=4..64", "what each method would do", setup: ["data iris"]),
      Example(
        "search random trials=6 epochs=3 lr=1e-3..1:log units=4..16", "six random networks",
        setup: ["data iris"]),
      Example(
        "search random trials=6 epochs=2..12 lr=1e-3..1:log", "how long to train, too",
        setup: ["data iris"]),
      Example(
        "search random trials=4 epochs=20 patience=2,4 dropout=0..0.5",
        "trials that end by themselves",
        setup: ["data iris", "layer 8"]),
      Example(
        "search grid lr=0.01,0.1,1 l2=0,0.01 epochs=3", "all six combinations",
        setup: ["data iris", "layer 8"]),
      Example(
        "search random trials=3 epochs=2 folds=3 measure=accuracy lr=0.01..1:log",
        "judged by the accuracy over three folds", setup: ["data iris", "layer 4"]),
      Example(
        "search bayes trials=12 epochs=2 lr=1e-3..1:log units=4..16",
        "a model chooses the last four",
        setup: ["data iris"]),
      Example(
        "search halving trials=9 epochs=9 lr=1e-3..1:log",
        "nine short, three longer, one to the end",
        setup: ["data iris", "layer 4"]),
      Example(
        "search compare grid random trials=4 repeats=2 epochs=2 lr=0.01..1:log",
        "which one is better",
        setup: ["data iris", "layer 4"]),
      Example(
        "search resume trials=2", "what is missing of it and two more",
        setup: ["data iris", "layer 4", "search random trials=2 epochs=2 lr=0.01..1:log"]),
      Example(
        "search open 1", "look at the first search again",
        setup: [
          "data iris", "layer 4", "search random trials=2 epochs=2 lr=0.01..1:log",
          "search grid epochs=1 lr=0.1,1",
        ]),
      Example(
        "search repeat top=2 seeds=3", "whether the winner was lucky",
        setup: ["data iris", "layer 4", "search random trials=4 epochs=2 lr=0.01..1:log"]),
    ])

  func writes(_ arguments: Arguments) -> Word? {
    (try? arguments.value(ofForm: Self.forms, \.form.id))?.writes(arguments)
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    try arguments.value(ofForm: Self.forms, \.form.id).prepare(arguments, &preparation)
  }
}
