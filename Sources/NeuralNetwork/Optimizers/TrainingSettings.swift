// What a user can set about training, and what holds where nothing was set.

/// What the penalties cover.
package enum Penalized: String, CaseIterable, Sendable {
  /// Weights and biases.
  case all
  case weights
}

/// How the L1 penalty works on a step.
package enum L1Mode: String, CaseIterable, Sendable {
  /// l1·sign(p) joins the gradient: parameters hop about 0.
  case subgradient
  /// The step is taken without it, then every parameter is drawn toward 0 by l1 times the step's rate
  /// and stops there (soft thresholding: Daubechies, Defrise and De Mol, 2004; with rates of each
  /// parameter's own: Yun, Lozano and Yang, 2021): parameters become exactly 0.
  case proximal
}

/// How many rows make a step.
package enum BatchSize: Equatable, Sendable {
  case rows(Int)
  case full

  /// Rows in a batch when the training set has `count`; at least 1.
  package func rows(of count: Int) -> Int {
    switch self {
    case .rows(let rows): max(1, min(rows, count))
    case .full: max(1, count)
    }
  }
}

/// Which rows, none of them trained on, an epoch's figures are of beside the training rows.
package enum WatchedRows: String, CaseIterable, Sendable {
  case test
  /// Some of the training rows, kept from training.
  case validation
  case none
}

/// Everything that says how to train. Scalars are kept in Double and rounded to Float once, in the
/// step.
package struct TrainingSettings: Equatable, Sendable {
  /// Chosen against the targets with `LossChoice.loss(for:)` before training.
  package var loss: LossChoice
  /// What rows of each class weigh in the loss; `Examples.weighing` makes numbers of it.
  package var classWeight: ClassWeighting
  package var optimizer: OptimizerKind
  package var learningRate: Double
  package var batchSize: BatchSize
  package var momentum: Double
  package var beta1: Double
  /// Nil stands for the optimizer's own.
  package var beta2: Double?
  /// What keeps an optimizer's division away from zero; nil stands for the optimizer's own default.
  package var epsilon: Double?
  /// RMSProp's ρ.
  package var rho: Double
  /// The decay beside the gradient. It reaches the parameters that the penalties reach: `penalize weights`
  /// spares the biases, which PyTorch users do with a parameter group.
  package var decay: Double
  package var schedule: Schedule
  /// The most that √Σg² of a step may be: a longer gradient, penalties included, is shortened to it.
  /// Nil leaves gradients as they are.
  package var clip: Double?
  /// Epochs without a lower loss after which training ends; nil never ends it.
  package var patience: Int?
  package var watch: WatchedRows
  /// How weights are drawn when there are none yet.
  package var initializer: ParameterInitializer
  package var l1: Double
  package var l2: Double
  package var l1Mode: L1Mode
  package var penalize: Penalized
  package var shuffle: Bool
  /// Seeds the row order of each epoch.
  package var seed: UInt64

  package init(
    loss: LossChoice = .auto, classWeight: ClassWeighting = .none, optimizer: OptimizerKind = .sgd,
    learningRate: Double = 0.03,
    batchSize: BatchSize = .rows(10), momentum: Double = 0.9, beta1: Double = 0.9,
    beta2: Double? = nil, epsilon: Double? = nil, rho: Double = 0.99, decay: Double = 0.01,
    l1: Double = 0, l2: Double = 0, l1Mode: L1Mode = .subgradient, penalize: Penalized = .all,
    schedule: Schedule = .constant, clip: Double? = nil, patience: Int? = nil,
    watch: WatchedRows = .test, initializer: ParameterInitializer = .auto, shuffle: Bool = true,
    seed: UInt64 = 1
  ) {
    self.loss = loss
    self.classWeight = classWeight
    self.optimizer = optimizer
    self.learningRate = learningRate
    self.batchSize = batchSize
    self.momentum = momentum
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.rho = rho
    self.decay = decay
    self.schedule = schedule
    self.clip = clip
    self.patience = patience
    self.watch = watch
    self.initializer = initializer
    self.l1 = l1
    self.l2 = l2
    self.l1Mode = l1Mode
    self.penalize = penalize
    self.shuffle = shuffle
    self.seed = seed
  }

  /// Whether some of the training rows are kept from training, for validation.
  package var keepsValidation: Bool { patience != nil || watch == .validation }

  /// Rows that a step takes of so many; at least 1.
  package func stepRows(of count: Int) -> Int {
    optimizer.rule.takesAllRows ? max(1, count) : batchSize.rows(of: count)
  }

  /// Steps that an epoch over so many rows has.
  package func stepsInEpoch(of count: Int) -> Int {
    let rows = stepRows(of: count)
    return (count + rows - 1) / rows
  }

  /// What the L1 penalty adds to a gradient, times the sign: nothing where it is proximal.
  package var l1InGradient: Double { l1Mode == .subgradient ? l1 : 0 }

  /// The β₂ in force: the one set, or the optimizer's own.
  package var effectiveBeta2: Double { beta2 ?? optimizer.rule.standardBeta2 }

  /// The ε in force: the one set, or the optimizer's default.
  package var effectiveEpsilon: Double { epsilon ?? optimizer.rule.standardEpsilon }
}
