// What a setting is called, means and accepts. `set`, completion, help and hyperparameter searches
// all read this one list.
import CommandLanguage
import NeuralNetwork

package struct Setting: Sendable {
  package var name: String
  /// In full: "learning rate".
  package var title: String
  /// Other words people use for it.
  package var synonyms: [String]
  package var meaning: String
  /// "a number above 0"
  package var accepts: String
  /// The topic of `explain` that goes with it.
  package var topic: String?
  package var read: @Sendable (SessionSettings) -> String
  package var write: @Sendable (inout SessionSettings, Word) throws(Diagnostic) -> Void
  package var candidates: @Sendable (CompletionContext) -> [Candidate]

  init<Value: Sendable>(
    _ name: String, _ title: String, synonyms: [String] = [], topic: String? = nil,
    type: ValueType<Value>, _ path: any WritableKeyPath<SessionSettings, Value> & Sendable,
    show: @escaping @Sendable (Value) -> String, meaning: String
  ) {
    self.name = name
    self.title = title
    self.synonyms = synonyms
    self.topic = topic
    self.meaning = meaning
    accepts = type.label
    read = { show($0[keyPath: path]) }
    let parse = type.parse
    write = { (settings, word) throws(Diagnostic) in
      settings[keyPath: path] = try parse(word)
    }
    candidates = type.candidates
  }

  /// Whether it is how the user likes to work and no part of what is trained; see `withUsersOwn`.
  package var isUsersOwn: Bool { name == "explain" || name == "threads" }

  /// The value a new session starts with.
  package var standard: String { read(SessionSettings()) }
}

package struct SettingReport: Sendable, Equatable {
  package var name: String
  package var title: String
  package var value: String
  package var standard: String
  package var accepts: String
  package var meaning: String

  init(_ setting: Setting, in settings: SessionSettings) {
    name = setting.name
    title = setting.title
    value = setting.read(settings)
    standard = setting.standard
    accepts = setting.accepts
    meaning = setting.meaning
  }
}

package struct SettingChange: Sendable, Equatable {
  package var name: String
  package var title: String
  package var before: String
  package var after: String
  /// What a user should know of the new value.
  package var notes: [Statement]
}

/// All settings, in the order in which they are listed.
package struct SettingCatalog: Sendable {
  package let all: [Setting]

  package init() { all = Self.optimization + Self.running + Self.penalties + Self.course }

  /// The setting of that name, in any case. Error: `unknown-setting`, with the nearest names and
  /// what each means.
  package func find(_ word: Word) throws(Diagnostic) -> Setting {
    let wanted = word.lowercased
    if let setting = all.first(where: { $0.name == wanted }) { return setting }
    if let setting = all.first(where: { $0.synonyms.contains(wanted) }) { return setting }
    // `set adam`: a value without its setting.
    for setting in all {
      let values = setting.candidates(CompletionContext()).map(\.text)
      if values.contains(wanted) {
        throw Diagnostic(
          id: "unknown-setting", message: "there is no setting \(shown(word.text))",
          range: word.range, suggestion: "`set \(setting.name) \(wanted)`")
      }
    }
    var diagnostic = Diagnostic.unknownName(
      word, kind: "setting", among: all.map(\.name), synonyms: synonyms)
    if let near = suggestions(for: word.text, among: all.map(\.name), synonyms: synonyms).first,
      let setting = all.first(where: { $0.name == near })
    {
      diagnostic.suggestion =
        setting.title == setting.name ? "`\(near)`" : "`\(near)` (\(setting.title))"
    }
    throw diagnostic
  }

  package var synonyms: [String: String] {
    var table: [String: String] = [:]
    for setting in all {
      for synonym in setting.synonyms { table[synonym] = setting.name }
    }
    return table
  }

  private static let optimization: [Setting] = [
    Setting(
      "loss", "loss", synonyms: ["objective", "criterion"], topic: "loss",
      type: .closedSet(LossChoice.self, \.summary), \.training.loss, show: \.rawValue,
      meaning: "what training makes small; auto is the one that fits the target"),
    Setting(
      "lr", "learning rate", synonyms: ["learning_rate", "learningrate", "rate", "alpha", "eta"],
      topic: "lr", type: .positive, \.training.learningRate, show: exactText,
      meaning: "how far each step goes along the gradient"),
    Setting(
      "batch", "batch size", synonyms: ["batch_size", "batchsize", "minibatch"], topic: "batch",
      type: .batchSize, \.training.batchSize, show: \.text,
      meaning: "how many rows each step averages its gradient over"),
    Setting(
      "optimizer", "optimizer", synonyms: ["optimiser", "solver", "algorithm"], topic: "sgd",
      type: .closedSet(OptimizerKind.self, \.summary), \.training.optimizer, show: \.rawValue,
      meaning: "the rule that turns a gradient into a step"),
    Setting(
      "momentum", "momentum", synonyms: ["mu"], topic: "momentum",
      type: .number(.from(0, below: 1)), \.training.momentum, show: exactText,
      meaning: "the share of the last step's velocity that `momentum` keeps"),
    Setting(
      "beta1", "Adam's β₁", synonyms: ["beta_1"], topic: "adam",
      type: .number(.from(0, below: 1)), \.training.beta1, show: exactText,
      meaning: "how slowly Adam's mean of the gradient forgets"),
    Setting(
      "beta2", "Adam's β₂", synonyms: ["beta_2"], topic: "adam",
      type: .number(.from(0, below: 1), or: "auto", "the optimizer's own default"),
      \.training.beta2, show: { $0.map(exactText) ?? "auto" },
      meaning: "how slowly Adam's mean of the squared gradient forgets; auto is "
        + OptimizerKind.own(.beta2, \.standardBeta2)),
    Setting(
      "eps", "epsilon", synonyms: ["epsilon"], topic: "adam",
      type: .positive(or: "auto", "the optimizer's own default"),
      \.training.epsilon, show: { $0.map(exactText) ?? "auto" },
      meaning: "keeps a division away from zero; auto is "
        + OptimizerKind.own(.eps, \.standardEpsilon)),
    Setting(
      "rho", "RMSProp's decay", topic: "rmsprop", type: .number(.from(0, below: 1)),
      \.training.rho, show: exactText,
      meaning: "how slowly RMSProp's mean of the squared gradient forgets"),
    Setting(
      "decay", "AdamW's weight decay", topic: "adamw", type: .nonNegative,
      \.training.decay, show: exactText,
      meaning: "adamw takes lr · decay of every parameter away in each step"),
  ]

  private static let running: [Setting] = [
    Setting(
      "schedule", "how lr changes", synonyms: ["lr_schedule", "scheduler"], topic: "schedule",
      type: .closedSet(Schedule.self, \.summary), \.training.schedule, show: \.rawValue,
      meaning: "what multiplies lr over the epochs that a `train` was asked for"),
    Setting(
      "clip", "longest gradient", synonyms: ["clipnorm", "max_norm"], topic: "clipping",
      type: .positive(or: "off", "gradients as they are"), \.training.clip,
      show: { $0.map(exactText) ?? "off" },
      meaning: "a gradient whose length √Σg² is above this is shortened to it"),
    Setting(
      "patience", "early stopping", synonyms: ["early_stopping", "earlystopping"],
      topic: "early-stopping",
      type: .patience, \.training.patience, show: { $0.map(String.init) ?? "off" },
      meaning: """
        keeps a quarter of the training rows for validation and ends training when their loss was \
        not lower for so many epochs; the weights of its lowest are back then. A run that ends \
        before keeps its last weights, and the next goes on counting
        """),
    Setting(
      "init", "initial weights", synonyms: ["initializer", "initialization"],
      topic: "initialization",
      type: .closedSet(ParameterInitializer.self, \.summary), \.training.initializer,
      show: \.rawValue, meaning: "how the weights are drawn that training starts from"),
  ]

  private static let penalties: [Setting] = [
    Setting(
      "l1", "L1 penalty", synonyms: ["lasso"], topic: "l1", type: .nonNegative, \.training.l1,
      show: exactText, meaning: "adds l1·Σ|p| to the loss: pulls every parameter to 0 alike"),
    Setting(
      "l1mode", "how L1 works", synonyms: ["l1_mode", "proximal"], topic: "l1",
      type: .closedSet(L1Mode.self, \.summary), \.training.l1Mode, show: \.rawValue,
      meaning: "whether L1 joins the gradient or draws parameters to exactly 0 after each step"),
    Setting(
      "l2", "L2 penalty", synonyms: ["ridge", "weight_decay", "wd", "regularization"], topic: "l2",
      type: .nonNegative, \.training.l2, show: exactText,
      meaning: "adds ½·l2·Σp² to the loss: pulls large parameters most"),
    Setting(
      "penalize", "what the penalties count", synonyms: ["penalise"], topic: "regularization",
      type: .closedSet(Penalized.self, \.summary), \.training.penalize, show: \.rawValue,
      meaning: "whether L1 and L2 count weights and biases, or weights alone"),
  ]

  private static let course: [Setting] = [
    Setting(
      "shuffle", "new row order each epoch", topic: "sgd", type: .toggle, \.training.shuffle,
      show: { $0 ? "on" : "off" }, meaning: "off takes the rows in file order every epoch"),
    Setting(
      "seed", "random seed", synonyms: ["random_state", "random_seed"], topic: "seed",
      type: .seed,
      \.training.seed, show: { String($0) },
      meaning: "where all random numbers come from: same seed, same commands, same bits"),
    Setting(
      "explain", "how much is explained", synonyms: ["verbose", "verbosity"],
      type: .closedSet(ExplainLevel.self, \.summary), \.explain, show: \.rawValue,
      meaning: "what is said beside the figures while training"),
    Setting(
      "threads", "threads", synonyms: ["cores", "n_jobs", "jobs", "workers"], type: .threads,
      \.threads, show: { $0.map { String($0) } ?? "auto" },
      meaning: "how many share the work; they change the time, never a result"),
  ]
}

extension ValueType where Value == Double {
  static var positive: ValueType { .number(.above(0)) }
  static var nonNegative: ValueType { .number(.atLeast(0)) }
}

extension ValueType where Value == Double? {
  /// A number above 0, or a word that stands for nil.
  static func positive(or name: String, _ summary: String) -> ValueType {
    number(.above(0), or: name, summary)
  }

  /// A number within bounds, or a word that stands for nil.
  static func number(
    _ range: NumberRange, or name: String, _ summary: String
  ) -> ValueType {
    let number = ValueType<Double>.number(range)
    return ValueType(
      label: "\(number.label), or `\(name)`", placeholder: "X|\(name)",
      parse: { (word) throws(Diagnostic) in
        word.lowercased == name ? nil : try number.parse(word)
      },
      candidates: { _ in [Candidate(name, summary)] })
  }
}

extension ValueType where Value == Int? {
  /// A number of epochs, or `off`, which is 0.
  static var patience: ValueType {
    ValueType<IntegerOr<Int?>>.integerOr(
      [Choice("off", Int?.none, "training ends after its epochs")], 0...TrainingGoal.mostEpochs
    ).map { (value, _) throws(Diagnostic) in
      if case .integer(let epochs) = value, epochs > 0 { epochs } else { nil }
    }
  }
}

extension ValueType {
  /// A closed set by its raw values, each with a line on what it is.
  static func closedSet(
    _ type: Value.Type, _ summary: (Value) -> String
  ) -> ValueType where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    .choice(Value.allCases.map { Choice($0.rawValue, $0, summary($0)) })
  }
}

extension ValueType where Value == BatchSize {
  static var batchSize: ValueType {
    ValueType<IntegerOr<BatchSize>>.integerOr(
      [Choice("full", BatchSize.full, "all training rows in one step")], 1...100_000_000
    ).map { (size, _) throws(Diagnostic) in
      switch size {
      case .integer(let rows): .rows(rows)
      case .choice(let full): full
      }
    }
  }
}

extension ValueType where Value == Int? {
  static var threads: ValueType {
    ValueType<IntegerOr<Int?>>.integerOr(
      [Choice("auto", nil, "as many as the machine has, or --threads allows")], 1...1024
    ).map { (count, _) throws(Diagnostic) in
      switch count {
      case .integer(let threads): threads
      case .choice(let auto): auto
      }
    }
  }
}

extension BatchSize {
  package var text: String {
    switch self {
    case .rows(let rows): String(rows)
    case .full: "full"
    }
  }
}

extension Penalized {
  package var summary: String {
    switch self {
    case .all: "weights and biases"
    case .weights: "weights alone"
    }
  }
}

extension Schedule {
  package var summary: String {
    switch self {
    case .constant: "lr as it is"
    case .step: "a tenth from half of the run on, a hundredth from three quarters on"
    case .cosine: "along half a cosine from lr down to 0"
    case .warmup: "rises over the first tenth of the run, then stays"
    }
  }
}

extension ParameterInitializer {
  package var summary: String {
    switch self {
    case .auto: "he for relu, leakyrelu and gelu layers, glorot for the others"
    case .glorot: "within ±√(6 / (inputs + units))"
    case .he: "within ±√(6 / inputs)"
    case .lecun: "within ±√(3 / inputs)"
    case .uniform: "within ±0.5"
    case .zeros: "all 0: units of a layer stay alike"
    }
  }
}

extension LossChoice {
  package var summary: String {
    switch self {
    case .auto: "logistic for two classes, cross-entropy for more, squared for numbers"
    case .logistic: "two classes, one output: log(1 + exp(z)) - y·z"
    case .crossEntropy: "classes, one output each: -log of the right one's probability"
    case .squared: "numbers: (z - y)²"
    case .absolute: "numbers: |z - y|, which outliers pull no more than others"
    case .huber: "numbers: ½(z - y)² up to 1, beyond it |z - y| - ½"
    }
  }
}

extension L1Mode {
  package var summary: String {
    switch self {
    case .subgradient: "l1·sign(p) joins the gradient"
    case .proximal: "each step then draws parameters toward 0, where they stop"
    }
  }
}

extension ExplainLevel {
  package var summary: String {
    switch self {
    case .off: "figures alone"
    case .brief: "what happens in a run, when something does"
    case .full: "the arithmetic of the last step of each run as well"
    }
  }
}

extension OptimizerKind {
  package var summary: String { rule.summary }
  package var title: String { rule.title }

  /// Adam's own value of a setting, and those of others that differ: "1e-08, and 1e-10 for adagrad".
  fileprivate static func own(
    _ setting: OptimizerSetting, _ value: (any Optimizer) -> Double
  ) -> String {
    let usual = value(adam.rule)
    return allCases.filter { $0.rule.looks(at: setting) && value($0.rule) != usual }
      .reduce(exactText(usual)) { "\($0), and \(exactText(value($1.rule))) for \($1.rawValue)" }
  }
}
