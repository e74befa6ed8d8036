// What the values of settings are, in a line.
import NeuralNetwork

extension Activation {
  package var summary: String {
    switch self {
    case .relu: "max(0, z): the usual choice for hidden layers"
    case .sigmoid: "1/(1+exp(-z)): between 0 and 1, flat at both ends"
    case .tanh: "between -1 and 1, flat at both ends; good for small networks"
    case .leakyrelu: "relu with slope 0.01 below 0, so no unit dies"
    case .gelu: "a smooth relu, z times the normal distribution function"
    case .linear: "z itself: no bend at all"
    }
  }
}

extension PagerUse {
  package var summary: String {
    switch self {
    case .auto: "at the prompt, a program to leaf through it ($PAGER, or less); `q` leaves it"
    case .off: "it runs through the window as everything else"
    }
  }
}

extension PromptUse {
  package var summary: String {
    switch self {
    case .short: "the number of the next cell"
    case .full:
      "the data, the network, the epochs and the latest figure too, as far as there is room"
    }
  }
}

extension PictureUse {
  package var summary: String {
    switch self {
    case .text: "characters, as every terminal has them"
    case .inline: "pixels, on a terminal that shows Kitty's graphics; characters elsewhere"
    }
  }
}

extension RerunUse {
  package var summary: String {
    switch self {
    case .ask: "they wait for `rerun stale`; a command typed below them asks first"
    case .auto: "they run again at once, and one answer says what that changed"
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

extension WatchedRows {
  package var summary: String {
    switch self {
    case .test: "the test rows"
    case .validation: "a quarter of the training rows, which are then not trained on"
    case .none: "no rows but those trained on"
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
}
