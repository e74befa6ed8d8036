// `data`: describes the rows at hand, makes a synthetic set, takes a shipped one or loads a CSV file.
import CommandLanguage
import Datasets
import Events
import Experiments
import Numerics

struct DataCommand: Command {
  enum FormID: String { case describe, columns, load, export, fashion, validation, take }

  /// The data sets that have a name of their own.
  enum SetName: Sendable {
    case made(SyntheticSet), shipped(NamedDataset)

    static let choices =
      SyntheticSet.allCases.map { Choice($0.rawValue, SetName.made($0), $0.title) }
      + NamedDataset.allCases.map { Choice($0.rawValue, SetName.shipped($0), $0.title) }
  }

  static let set = Argument("SET", .choice(SetName.choices), "a made or a real data set")
  static let file = Argument("FILE.csv", .file(extensions: ["csv"]), "a CSV file with a header row")
  static let target = Argument.requiredOption(
    "target",
    .text(label: "a column of the file", placeholder: "COLUMN").described(
      candidates: { context in
        guard let file = context.words.dropFirst(2).first else { return [] }
        return context.names(NameSpace("file-column", member: file.text))
      }),
    "the column to predict, or its logarithm: log(COLUMN)")
  static let task = Argument.option(
    "task",
    .choice([
      Choice("auto", CSVOptions.TaskChoice.auto, "text or few repeated whole numbers: classes"),
      Choice("classify", .classify, "the target names classes"),
      Choice("regress", .regress, "the target is a number"),
    ]), "what to learn")
  static let missing = Argument.option(
    "missing",
    .choice([
      Choice("refuse", CSVOptions.MissingPolicy.refuse, "say where values are missing and stop"),
      Choice("drop", .drop, "leave out rows with missing values"),
      Choice("mean", .mean, "fill in the training rows' mean, or most frequent category"),
    ]), "what to do with missing values")
  static let decimal = Argument.option(
    "decimal",
    .choice([
      Choice("point", NumberFormat.Mark.point, "1,234 is 1234, and 1.234 a little more than 1"),
      Choice("comma", .comma, "1,234 is a little more than 1, and 1.234 is 1234"),
    ]), "what divides decimals, where a column's numbers can be read both ways")
  static let only = Argument.option(
    "only", columnList, "the columns to learn from, such as only=age,income")
  static let use = Argument.option("use", columnList, "the same as only=")
  static let drop = Argument.option(
    "drop", columnList, "columns to leave out, such as names and dates")
  static let standardize = Argument.option(
    "standardize", .toggle, "bring inputs to mean 0 and sd 1, by the training rows")
  static let folder = Argument.option(
    "from", .directory, "the folder with the data set's four files")
  static let rows = Argument.option("n", .integer(10...1_000_000), "how many rows to make")
  static let noise = Argument.option("noise", .fraction(.closed(0, 1)), "how noisy, 0 to 1")
  static let test = Argument.option(
    "test", .fraction(.from(0, below: 1)), "the share of rows kept for testing")
  static let seed = Argument.option("seed", .seed, "the seed of the rows and of the split")

  let signature = CommandSignature(
    "data", summary: "choose or show the rows", area: CommandArea.data,
    forms: [
      Form(FormID.describe, "describe the data"), Self.columnsForm,
      Form(
        FormID.load, "load a CSV file", keywords: [Keyword("load", "load a CSV file")],
        positionals: [file],
        options: [
          target, task, test, parts, groups, order, standardize, missing, decimal, only, use, drop,
          seed,
        ]),
      Form(
        FormID.fashion, "take Fashion-MNIST, once it is installed",
        keywords: [Keyword("fashion", FashionMNIST.title)], options: [folder, test, standardize]),
      Self.validationForm, Self.exportForm,
      Form(
        FormID.take, "take a data set by name", positionals: [set],
        options: [
          test, parts, groups, order, seed, rows, noise, standardize, missing, only, use, drop,
        ]),
    ],
    details: [
      "Rows are split into training and test rows, class by class. Inputs of real data are "
        + "standardized by the mean and standard deviation of the training rows alone; made data "
        + "is left as it is, between -6 and 6. What is kept for validation, and the fold that judges, "
        + "has no part in them.",
      "Where chance must not divide the rows a column does, which is then no input. `split=COLUMN` says of "
        + "each row train, validation or test; validation rows are never trained on. `group=COLUMN` "
        + "keeps rows of one patient, say, on one side, in folds too. `order=COLUMN` sorts by numbers, "
        + "dates such as 2024-01-31 or texts: the last rows test, and the last of the others validate.",
      "`target=log(price)` learns the natural logarithm of a column of positive numbers; answers and "
        + "absolute errors are told in the column's own units.",
      "`data columns` shows every column as it was read. `data export` writes which row of the file is in "
        + "which part; joined to the file, `split=part` divides it in the same way.",
      "`data fashion` reads Fashion-MNIST from where Debian's package dataset-fashion-mnist puts it "
        + "(`apt-get install dataset-fashion-mnist`), or from the folder given. Its 10,000 test "
        + "rows are the test set; `test=0` leaves them out. All its pixels are standardized by one "
        + "mean and standard deviation.",
      "A CSV file has commas, semicolons, tabs or bars between its fields; its numbers may have decimal "
        + "commas, divided thousands, percent and currency signs where a whole column has them; `decimal=` "
        + "says what `1,234` is where the column does not. A text column becomes one input for each "
        + "category. `drop=` and `only=` choose the columns; names with blanks are quoted: "
        + "`drop=\"first name\",date`.",
      "Missing is what is empty, NA, N/A, NaN, null or ?, and among numbers also None, missing, - and a "
        + "point. `missing=drop` leaves rows out that miss something, `missing=mean` fills in all but the "
        + "target. `data penguins` leaves rows out unless told otherwise.",
      "Choosing data drops the weights; `undo` brings them back.",
      "`data validation` divides the training rows as a search does and tests on the part that judges "
        + "its trials, so that a trial can be trained again step by step.",
    ],
    examples: [
      Example("data", "describe the data", setup: ["data iris"]),
      Example("data circle n=200 noise=0.2", "200 points, two classes"),
      Example("data digits test=0.25", "1797 handwritten digits, a quarter kept for testing"),
      Example("data penguins missing=mean", "344 penguins, what was not measured filled in"),
      Example("data iris only=petal_length_cm,petal_width_cm", "two of the four columns"),
      Example("data validation", "test on the rows that judge a search", setup: ["data iris"]),
      Example("data penguins group=island", "one island tests, the others train"),
      Example("data columns", "ranges, categories and gaps", setup: ["data penguins"]),
      Example("data export parts.csv", "which rows test", setup: ["data iris"]),
      Example("data spiral test=50% seed=7", "another spiral: the same one for every seed 7"),
    ])

  func writes(_ arguments: Arguments) -> Word? {
    (try? arguments.form(FormID.self)) == .export ? arguments.word(of: Self.table) : nil
  }

  func prepare(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> Work {
    let data: PreparedData
    switch try arguments.form(FormID.self) {
    case .describe:
      return .say(.data(DataReport(preparation.dataOrAssumed(), isDescription: true)))
    case .columns: return .say(.columns(ColumnsReport(preparation.dataOrAssumed())))
    case .export: return try exporting(arguments, &preparation)
    case .take:
      switch try arguments.require(Self.set) {
      case .made(let set): data = try made(set, arguments, &preparation)
      case .shipped(let set): data = try shipped(set, arguments, preparation)
      }
    case .validation: return try takeValidation(arguments, preparation)
    case .fashion:
      data = try fashion(arguments, &preparation)
    case .load:
      data = try load(arguments, &preparation)
    }
    return try use(data, arguments, preparation)
  }

  private func seed(_ arguments: Arguments, _ preparation: Preparation) -> UInt64 {
    arguments[Self.seed, default: preparation.state.settings.training.seed]
  }

  private func split(_ arguments: Arguments, _ preparation: Preparation) -> SplitOptions {
    SplitOptions(
      testFraction: arguments[Self.test, default: 0.25], seed: seed(arguments, preparation),
      standardize: arguments[Self.standardize, default: true])
  }

  private func made(
    _ set: SyntheticSet, _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> PreparedData {
    try refuse(Self.standardize, arguments, "made data is used as it is, between -6 and 6")
    try refuse(Self.missing, arguments, "made data has no missing values")
    try refuseRules(arguments, "made data has no such columns")
    for option in [Self.only, Self.use, Self.drop] {
      try refuse(option, arguments, "`features` chooses the inputs of made data")
    }
    let rows = arguments[Self.rows, default: 500]
    try preparation.memory.check(
      MemoryNeed.rows(rows, inputs: 12), for: "making \(rows) rows", id: "data-too-large",
      range: arguments.range(of: Self.rows), suggestion: "fewer rows, such as `n=10000`")
    let seed = seed(arguments, preparation)
    return try preparation.whole { checkStop throws(Stopped) in
      try makeSynthetic(
        set, count: rows, noise: arguments[Self.noise, default: SyntheticSet.usualNoise],
        testFraction: arguments[Self.test, default: 0.5], seed: seed, checkStop: checkStop)
    }
  }

  /// Some options belong to made data alone, some to real data alone.
  func refuse<Value>(
    _ option: Argument<Value>, _ arguments: Arguments, _ why: String
  ) throws(Diagnostic) {
    guard arguments.isGiven(option) else { return }
    throw Diagnostic(
      id: "option-not-for-this-data", message: "`\(option.name)=` does not go with this data",
      range: arguments.range(of: option), suggestion: why)
  }

  private func shipped(
    _ set: NamedDataset, _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> PreparedData {
    try refuse(Self.rows, arguments, "real data has the rows it has")
    try refuse(Self.noise, arguments, "real data brings its own noise")
    let range = arguments.range(of: Self.set)
    let (columns, rule) = (try columns(arguments), try rule(arguments))
    let folder = try preparation.folder(with: set.fileName, range: range)
    do {
      return try set.load(
        folder: folder, split: split(arguments, preparation), rule: rule,
        missing: arguments[Self.missing], columns: columns)
    } catch {
      throw Diagnostic(error, range: self.range(for: error, arguments) ?? range)
    }
  }

  private func load(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> PreparedData {
    let target = try arguments.require(Self.target)
    var options = CSVOptions(
      target: target, task: arguments[Self.task, default: .auto],
      missing: arguments[Self.missing, default: .refuse], columns: try columns(arguments),
      testFraction: arguments[Self.test, default: 0.25],
      standardize: arguments[Self.standardize, default: true], seed: seed(arguments, preparation))
    options.decimal = arguments[Self.decimal]
    options.rule = try rule(arguments)
    options.limits.memory = preparation.memory.free
    let path = try preparation.pathToRead(
      try arguments.require(Self.file), range: arguments.range(of: Self.file))
    return try preparation.reading(range: { range(for: $0, arguments) }) {
      progress throws(DataError) in
      try loadCSV(path: path, options: options, progress: progress)
    }
  }

  private func fashion(
    _ arguments: Arguments, _ preparation: inout Preparation
  ) throws(Diagnostic) -> PreparedData {
    let share = arguments[Self.test]
    if let share, share != 0 {
      throw Diagnostic(
        id: "fashion-own-test",
        message: "fashion has a test set of its own, 10,000 rows, and no share of others",
        range: arguments.range(of: Self.test), suggestion: "leave it out with `test=0`")
    }
    let range = arguments.range(of: Self.folder) ?? arguments.syntax.range
    var folder = FashionMNIST.installedFolder
    if let named = arguments[Self.folder] {
      folder = try preparation.pathToRead(named, range: range)
      for name in FashionMNIST.fileNames {
        _ = try preparation.pathToRead("\(named)/\(name)", range: range)
      }
    }
    let standardize = arguments[Self.standardize, default: true]
    return try preparation.reading(range: { _ in range }) {
      progress throws(DataError) in
      try FashionMNIST.load(
        folder: folder, hasTest: share != 0, standardize: standardize, progress: progress)
    }
  }

  /// Wrong columns are pointed at where they were named; everything else at the file's name.
  private func range(for error: DataError, _ arguments: Arguments) -> SourceRange? {
    switch error.id {
    case "csv-unknown-column", "csv-target-dropped", "csv-no-inputs":
      rangeOfColumns(arguments)
    case "csv-split-column", "csv-split-target", "csv-split-input", "csv-split-no-training",
      "csv-one-group":
      rangeOfRule(arguments)
    case "csv-no-target", "csv-log-of-classes": arguments.range(of: Self.target)
    case let id where id.contains("target") && error.line == nil: arguments.range(of: Self.target)
    default: arguments.range(of: Self.file)
    }
  }

  private func use(
    _ data: PreparedData, _ arguments: Arguments, _ preparation: Preparation
  ) throws(Diagnostic) -> Work {
    try preparation.checkLayers(on: data, range: arguments.syntax.range)
    let epochsLost = preparation.state.training?.epoch ?? 0
    let (command, folder) = (repeatable(arguments, preparation), preparation.folder)
    return Work { performance in
      performance.update {
        $0.take(data, by: DataStep(kind: .rows, command: command, folder: folder))
        $0.standardizingCommand =
          arguments[Self.standardize] == false ? withoutStandardize(arguments) : nil
      }
      performance.emit(.data(DataReport(data, isDescription: false, epochsLost: epochsLost)))
    }
  }
}

extension DataCommand {
  /// The command as typed, with the seed that it took from the session.
  private func repeatable(_ arguments: Arguments, _ preparation: Preparation) -> String {
    let text = arguments.syntax.text
    guard arguments.formID != FormID.fashion.rawValue, !arguments.isGiven(Self.seed),
      drawsRows(arguments)
    else {
      return text
    }
    return "\(text) seed=\(seed(arguments, preparation))"
  }

  /// The command as typed without `standardize=`: standardized is how data are taken unless said.
  private func withoutStandardize(_ arguments: Arguments) -> String {
    let text = Array(arguments.syntax.text.utf8)
    let origin = arguments.syntax.range.start
    let off = arguments.range(of: Self.standardize)
    let words = arguments.syntax.arguments.compactMap { argument -> String? in
      if case .option(_, let value) = argument, value.range == off { return nil }
      if argument.range == off { return nil }
      let range = argument.range
      return String(decoding: text[(range.start - origin)..<(range.end - origin)], as: UTF8.self)
    }
    return ([arguments.syntax.name.text] + words).joined(separator: " ")
  }
}
