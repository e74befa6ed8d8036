// The one list of settings: all that distinguishes one from another.
import CommandLanguage
import Datasets
import NeuralNetwork
import Text

extension Setting {
  /// On which it depends who looks at some of the others.
  package static let optimizer = Setting(
    .optimizer, "optimizer", synonyms: ["optimiser", "solver", "algorithm"], topic: "sgd",
    type: .closedSet(OptimizerKind.self, \.summary), \.training.optimizer, show: \.rawValue,
    meaning: "the rule that turns a gradient into a step",
    traits: .init(isNamedByValue: true, effects: [.firstStep, .stepCount, .steadiness]))
}

extension Candidate {
  fileprivate static let penalties = Candidate(
    "1e-6..1e-1:log", "each factor of ten as likely as the next")
}

extension SettingCatalog {
  /// Made when it is first asked for.
  static let list = optimization + running + penalties + course

  private static let optimization: [Setting] = [
    Setting(
      .loss, "loss", synonyms: ["objective", "criterion"], topic: "loss",
      type: .closedSet(LossChoice.self, \.summary), \.training.loss, show: \.rawValue,
      meaning: "what training makes small; auto is the one that fits the target",
      traits: .init(
        obstacles: [.anywhere("values of different losses cannot be compared")],
        consequence: .loss)),
    Setting(
      .classWeight, "class weights",
      synonyms: ["class_weights", "classweight", "classweights", "class-weight"],
      topic: "class-weights", type: .classWeighting, \.training.classWeight, show: \.text,
      meaning: """
        what a row's loss is multiplied by, by its class; the mean is over all rows as before, Σ w·loss / n, \
        so a row's part in a gradient does not depend on its batch. balanced is n / (k·n of the class), of \
        the n rows trained on, which have k classes; classes that are not named weigh 1. All that is called \
        loss is weighted, on validation and test rows too, so that they compare; accuracy, log loss and every \
        other figure count rows alike
        """,
      traits: .init(
        obstacles: [.inRaces("losses with different weights cannot be compared")],
        takesPairs: true, consequence: .loss)),
    Setting(
      .lr, "learning rate", synonyms: ["learning_rate", "learningrate", "rate", "alpha", "eta"],
      topic: "lr", type: .positive, \.training.learningRate, show: exactText,
      meaning: "how far each step goes along the gradient",
      traits: .init(
        spaces: [Candidate("1e-4..1:log", "each factor of ten as likely as the next")],
        raceValues: "0.01,0.1", isUsuallySearched: true, effects: [.firstStep, .steadiness])),
    Setting(
      .batch, "batch size", synonyms: ["batch_size", "batchsize", "minibatch"], topic: "batch",
      type: .batchSize, \.training.batchSize, show: \.text,
      meaning: OptimizerSetting.batch.usualMeaning,
      traits: .init(
        spaces: [
          Candidate("8..128:log", "small ones more often"),
          Candidate("10|50|full", "these sizes, and all rows in one step"),
        ], raceValues: "1,32", isWhole: true, effects: [.stepCount, .steadiness],
        consequence: .batches)),
    .optimizer,
    Setting(
      .momentum, "momentum", synonyms: ["mu"], topic: "momentum",
      type: .number(.from(0, below: 1)), \.training.momentum, show: exactText,
      meaning: meaning(.momentum),
      traits: .init(raceValues: "0.5,0.9", effects: [.firstStep, .steadiness])),
    Setting(
      .beta1, "β₁", synonyms: ["beta_1"], topic: "adam",
      type: .number(.from(0, below: 1)), \.training.beta1, show: exactText,
      meaning: meaning(.beta1)),
    Setting(
      .beta2, "β₂", synonyms: ["beta_2"], topic: "adam",
      type: .number(.from(0, below: 1), or: "auto", "the optimizer's own default"),
      \.training.beta2, show: { $0.map(exactText) ?? "auto" },
      meaning: meaning(.beta2) + "; auto is " + own(.beta2, \.standardBeta2)),
    Setting(
      .eps, "epsilon", synonyms: ["epsilon"], topic: "adam",
      type: .positive(or: "auto", "the optimizer's own default"),
      \.training.epsilon, show: { $0.map(exactText) ?? "auto" },
      meaning: meaning(.eps) + "; auto is " + own(.eps, \.standardEpsilon),
      traits: .init(effects: [.firstStep])),
    Setting(
      .rho, "ρ", topic: "rmsprop", type: .number(.from(0, below: 1)),
      \.training.rho, show: exactText,
      meaning: meaning(.rho),
      traits: .init(effects: [.firstStep])),
    Setting(
      .decay, "decoupled decay", topic: "adamw", type: .nonNegative,
      \.training.decay, show: exactText,
      meaning: meaning(.decay),
      traits: .init(effects: [.penalty])),
  ]

  private static let running: [Setting] = [
    Setting(
      .schedule, "how lr changes", synonyms: ["lr_schedule", "scheduler"], topic: "schedule",
      type: .closedSet(Schedule.self, \.summary), \.training.schedule, show: \.rawValue,
      meaning: "what multiplies lr over the epochs that a `train` was asked for",
      traits: .init(effects: [.firstStep, .steadiness])),
    Setting(
      .clip, "gradient limit", synonyms: ["clipnorm", "max_norm"], topic: "clipping",
      type: .positive(or: "off", "gradients as they are"), \.training.clip,
      show: { $0.map(exactText) ?? "off" },
      meaning: "a gradient whose length √Σg² is above this is shortened to it",
      traits: .init(raceValues: "0.1,1", effects: [.firstStep, .steadiness])),
    Setting(
      .patience, "early stopping", synonyms: ["early_stopping", "earlystopping"],
      topic: "early-stopping",
      type: .patience, \.training.patience, show: { $0.map(String.init) ?? "off" },
      meaning: """
        keeps a quarter of the training rows for validation and ends training when their loss was \
        not lower for so many epochs; the weights of its lowest are back then. A run that ends \
        before keeps its last weights, and the next goes on counting
        """,
      traits: .init(
        isTrialsOwn: true,
        obstacles: [.inRaces("it changes which rows are trained on")],
        spaces: [Candidate("5,10,20", "three values in order")], isWhole: true,
        consequence: .trainedRows)),
    Setting(
      .watch, "rows to watch", synonyms: ["watched", "monitor"], topic: "validation",
      type: .closedSet(WatchedRows.self, \.summary), \.training.watch, show: \.rawValue,
      meaning: """
        which rows that are not trained on an epoch's figures are of; `eval` and `confusion` look at \
        the test rows whatever is watched, and so does `until` where it names them
        """,
      traits: .init(
        isTrialsOwn: true,
        obstacles: [
          .inSearches("trials are judged by validation rows anyway"),
          .inRaces("it changes which rows are trained on"),
        ], consequence: .trainedRows)),
    Setting(
      .initializer, "initial weights", synonyms: ["initializer", "initialization"],
      topic: "initialization",
      type: .closedSet(ParameterInitializer.self, \.summary), \.training.initializer,
      show: \.rawValue, meaning: "how the weights are drawn that training starts from",
      traits: .init(consequence: .initialWeights)),
  ]

  private static let penalties: [Setting] = [
    Setting(
      .l1, "L1 penalty", synonyms: ["lasso"], topic: "l1", type: .nonNegative, \.training.l1,
      show: exactText, meaning: "adds l1·Σ|p| to the loss: pulls every parameter to 0 alike",
      traits: .init(spaces: [.penalties], raceValues: "0.001,0.01", effects: [.penalty])),
    Setting(
      .l1mode, "how L1 works", synonyms: ["l1_mode", "proximal"], topic: "l1",
      type: .closedSet(L1Mode.self, \.summary), \.training.l1Mode, show: \.rawValue,
      meaning: "whether L1 joins the gradient or draws parameters to exactly 0 after each step, "
        + "which takes a rate that \(withoutRate) does not have",
      traits: .init(needsOneOf: [.l1], effects: [.penalty])),
    Setting(
      .l2, "L2 penalty", synonyms: ["ridge", "weight_decay", "wd", "regularization"], topic: "l2",
      type: .nonNegative, \.training.l2, show: exactText,
      meaning: "adds ½·l2·Σp² to the loss: pulls large parameters most",
      traits: .init(
        spaces: [.penalties], raceValues: "0.001,0.01", isUsuallySearched: true, effects: [.penalty]
      )),
    Setting(
      .penalize, "penalized parts", synonyms: ["penalise"], topic: "regularization",
      type: .closedSet(Penalized.self, \.summary), \.training.penalize, show: \.rawValue,
      meaning: "whether L1, L2 and decay reach weights and biases, or weights alone",
      traits: .init(needsOneOf: [.l1, .l2, .decay], effects: [.penalty])),
  ]

  private static let course: [Setting] = [
    Setting(
      .shuffle, "new row order", topic: "sgd", type: .toggle, \.training.shuffle,
      show: { $0 ? "on" : "off" }, meaning: "off takes the rows in file order every epoch"),
    Setting(
      .seed, "random seed", synonyms: ["random_state", "random_seed"], topic: "seed",
      type: .seed,
      \.training.seed, show: { String($0) },
      meaning: "where all random numbers come from: same seed, same commands, same bits",
      traits: .init(
        isTrialsOwn: true, obstacles: [.inSearches("every trial has a seed of its own")],
        raceValues: "1,2,3", isWhole: true, consequence: .randomNumbers)),
    Setting(
      .explain, "explanations", synonyms: ["verbose", "verbosity"],
      type: .closedSet(ExplainLevel.self, \.summary), \.explain, show: \.rawValue,
      meaning: "what is said beside the figures while training",
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is said, not what is learned")])),
    Setting(
      .threads, "threads", synonyms: ["cores", "n_jobs", "jobs", "workers"], type: .threads,
      \.threads, show: { $0.map { String($0) } ?? "auto" },
      meaning: "how many share the work; they change the time, never a result",
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("threads change the time, never a result")], isWhole: true)),
    Setting(
      .pager, "long pages", synonyms: ["paging"],
      type: .closedSet(PagerUse.self, \.summary), \.pager, show: \.rawValue,
      meaning: "what becomes of a page that is taller than the window",
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is seen, not what is learned")])),
    Setting(
      .pictures, "pictures", synonyms: ["graphics", "images"],
      type: .closedSet(PictureUse.self, \.summary), \.pictures, show: \.rawValue,
      meaning: "what pictures on a terminal are made of",
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is seen, not what is learned")])),
    Setting(
      .prompt, "state in prompt",
      type: .closedSet(PromptUse.self, \.summary), \.prompt, show: \.rawValue,
      meaning: "what stands before the line that is typed",
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is seen, not what is learned")])),
    Setting(
      .screenreader, "plain screen", synonyms: ["screen_reader", "speech"],
      type: .toggle, \.isReadAloud, show: { $0 ? "on" : "off" },
      meaning: """
        on for a program that reads the screen aloud: no line of progress, no moving pictures, a short \
        prompt, and nothing beside the line that is typed
        """,
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is seen, not what is learned")])),
    Setting(
      .rerun, "stale cells", synonyms: ["autorun", "reactive"],
      type: .closedSet(RerunUse.self, \.summary), \.rerun, show: \.rawValue,
      meaning: """
        what becomes of cells below one that is edited, inserted, deleted or moved; files are not \
        written again, and opening a file runs nothing
        """,
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes when cells run, not what is learned")])),
    Setting(
      .keep, "memory for undo", synonyms: ["memory"], type: .megabytes, \.keep,
      show: {
        $0 % 1_000_000_000 == 0 ? "\($0 / 1_000_000_000)GB" : "\($0 / 1_000_000)MB"
      },
      meaning: """
        how much memory earlier states, cells and what they said may take; beyond it fewer commands can \
        be undone, cells are read from the disk, and states are computed again
        """,
      traits: .init(
        isUsersOwn: true,
        obstacles: [.anywhere("it changes what is kept, not what is learned")])),
  ]

  /// The optimizers for which proximal L1 is refused.
  private static var withoutRate: String {
    joinedByOr(
      OptimizerKind.allCases.filter {
        TrainingSettings(optimizer: $0).reasonAgainstProximal != nil
      }.map(\.rawValue))
  }

  /// What it does, and to which optimizers: "how slowly … forgets (adam, adamw); the share … (lion)".
  private static func meaning(_ setting: OptimizerSetting) -> String {
    let users = OptimizerKind.allCases.filter { $0.rule.looks(at: setting) }
    var meanings: [String] = []
    for meaning in users.map({ $0.rule.meaning(of: setting) }) where !meanings.contains(meaning) {
      meanings.append(meaning)
    }
    return meanings.map { meaning in
      let names = users.filter { $0.rule.meaning(of: setting) == meaning }.map(\.rawValue)
      return "\(meaning) (\(names.joined(separator: ", ")))"
    }.joined(separator: "; ")
  }

  /// Adam's own value of a setting, and those of others that differ: "1e-08, and 1e-10 for adagrad".
  private static func own(
    _ setting: OptimizerSetting, _ value: (any Optimizer) -> Double
  ) -> String {
    let usual = value(OptimizerKind.adam.rule)
    return OptimizerKind.allCases
      .filter { $0.rule.looks(at: setting) && value($0.rule) != usual }
      .reduce(exactText(usual)) { "\($0), and \(exactText(value($1.rule))) for \($1.rawValue)" }
  }
}
