// What `explain weight`, `explain forward` and `explain backward` say: the few numbers that matter,
// and the sum of those left out.
import NeuralNetwork

/// How many of many a report lists, on the screen and in JSON: what is read at a glance.
package enum MostListed {
  package static let inputs = 6
  package static let units = 3
  package static let terms = 3
  /// Of the rows behind a gradient.
  package static let rows = 3
}

/// A sum of which only the largest terms are listed, with the number and the sum of the others.
package struct ShortenedSum<Term: Sendable & Equatable>: Sendable, Equatable {
  package var shown: [Term]
  package var others: Int
  package var othersSum: Double

  /// Keeps the `count` largest in magnitude, largest first; all of them where only one more would be
  /// left out.
  package init(_ terms: [Term], keeping count: Int, _ value: (Term) -> Double) {
    let order = terms.indices.sorted {
      let (left, right) = (value(terms[$0]).magnitude, value(terms[$1]).magnitude)
      return left != right ? left > right : $0 < $1
    }
    self.init(terms, order, kept: terms.count <= count + 1 ? terms.count : count, value)
  }

  /// Keeps of the terms only such as are among some, of those the `count` largest.
  package init(_ terms: [Term], keeping count: Int, among known: [Int], _ value: (Term) -> Double) {
    let order = known.sorted {
      let (left, right) = (value(terms[$0]).magnitude, value(terms[$1]).magnitude)
      return left != right ? left > right : $0 < $1
    }
    let kept = known.count <= count + 1 ? known.count : count
    let rest = Set(terms.indices).subtracting(order)
    self.init(terms, order + rest.sorted(), kept: kept, value)
  }

  private init(_ terms: [Term], _ order: [Int], kept: Int, _ value: (Term) -> Double) {
    shown = order.prefix(kept).map { terms[$0] }
    others = terms.count - kept
    // In the terms' own order, so that the sum does not depend on how they compare.
    othersSum = order.dropFirst(kept).sorted().reduce(0) { $0 + value(terms[$1]) }
  }
}

/// Where a parameter's data gradient comes from: Σ input · delta / rows over the rows of the batch.
package struct GradientPartsReport: Sendable, Equatable {
  package struct Row: Sendable, Equatable {
    /// Among the training rows, from 1.
    package var number: Int
    /// What came in along the weight; 1 for a bias.
    package var input: Float
    /// The slope of the row's own loss by the unit's sum.
    package var delta: Float
    /// input · delta / rows
    package var part: Double

    package init(number: Int, input: Float, delta: Float, part: Double) {
      self.number = number
      self.input = input
      self.delta = delta
      self.part = part
    }
  }

  package var rows: ShortenedSum<Row>
  /// "x2", "unit 3"; nil for a bias.
  package var source: String?

  package init(rows: ShortenedSum<Row>, source: String? = nil) {
    self.rows = rows
    self.source = source
  }
}

/// A product of a weighted sum.
package struct WeightedTerm: Sendable, Equatable {
  /// What the weight comes from or, on the way back, goes to: "x2", "unit 5".
  package var name: String
  package var weight: Float
  /// What is multiplied by it: an input, or a slope on the way back.
  package var value: Float

  package init(name: String, weight: Float, value: Float) {
    self.name = name
    self.weight = weight
    self.value = value
  }

  package var product: Double { Double(weight) * Double(value) }
}

/// `explain forward`: one example through the network.
package struct ForwardReport: Sendable, Equatable {
  package struct Input: Sendable, Equatable {
    package var name: String
    package var value: Float

    package init(name: String, value: Float) {
      self.name = name
      self.value = value
    }
  }

  /// A unit: z = bias + Σ weight · value, a = f(z).
  package struct Unit: Sendable, Equatable {
    package var name: String
    package var bias: Float
    package var terms: ShortenedSum<WeightedTerm>
    package var z: Float
    /// In the output layer the probability, or the number itself.
    package var output: Float

    package init(
      name: String, bias: Float, terms: ShortenedSum<WeightedTerm>, z: Float, output: Float
    ) {
      self.name = name
      self.bias = bias
      self.terms = terms
      self.z = z
      self.output = output
    }
  }

  package struct Layer: Sendable, Equatable {
    package var name: String
    package var activation: Activation
    package var isOutput: Bool
    /// Those that add most to what is shown of the next layer.
    package var shown: [Unit]
    package var others: Int
    /// The sum of the outputs of the units left out: of a softmax, their probability.
    package var othersOutput: Double

    package init(
      name: String, activation: Activation, isOutput: Bool, shown: [Unit], others: Int,
      othersOutput: Double
    ) {
      self.name = name
      self.activation = activation
      self.isOutput = isOutput
      self.shown = shown
      self.others = others
      self.othersOutput = othersOutput
    }
  }

  package var example: ExplainedExample
  package var inputs: ShortenedSum<Input>
  package var layers: [Layer]
  package var loss: Loss
  package var target: ExplainedTarget?

  package init(
    example: ExplainedExample, inputs: ShortenedSum<Input>, layers: [Layer], loss: Loss,
    target: ExplainedTarget? = nil
  ) {
    self.example = example
    self.inputs = inputs
    self.layers = layers
    self.loss = loss
    self.target = target
  }
}

/// Which example is explained, on which weights.
package struct ExplainedExample: Sendable, Equatable {
  package enum Source: String, Sendable { case training, test, typed }
  package var source: Source
  /// The row from 1 and how many there are; nil for values typed.
  package var row: Int?
  package var rows: Int?
  /// Optimizer steps and epochs that the weights have behind them.
  package var step: Int
  package var epoch: Int
  package var hasDropout: Bool
  package var isStandardized: Bool

  package init(
    source: Source, row: Int? = nil, rows: Int? = nil, step: Int, epoch: Int, hasDropout: Bool,
    isStandardized: Bool
  ) {
    self.source = source
    self.row = row
    self.rows = rows
    self.step = step
    self.epoch = epoch
    self.hasDropout = hasDropout
    self.isStandardized = isStandardized
  }
}

/// What the row should have been answered with.
package struct ExplainedTarget: Sendable, Equatable {
  /// Its class; nil for regression.
  package var className: String?
  /// The class's number from 0, or the number to be predicted.
  package var value: Double
  /// The probability given to its class, or the number predicted.
  package var answer: Double
  package var loss: Double
  /// Regression: prediction and target in the target's own units, where those differ.
  package var original: (predicted: Double, target: Double)?

  package init(
    className: String? = nil, value: Double, answer: Double, loss: Double,
    original: (predicted: Double, target: Double)? = nil
  ) {
    self.className = className
    self.value = value
    self.answer = answer
    self.loss = loss
    self.original = original
  }

  package static func == (left: ExplainedTarget, right: ExplainedTarget) -> Bool {
    left.className == right.className && left.value == right.value && left.answer == right.answer
      && left.loss == right.loss && left.original?.predicted == right.original?.predicted
      && left.original?.target == right.original?.target
  }
}

/// `explain backward`: the gradient of one row's loss.
package struct BackwardReport: Sendable, Equatable {
  /// delta = answer - target, or what the loss makes of the two.
  package struct Output: Sendable, Equatable {
    package var name: String
    package var answer: Float
    package var target: Float
    package var delta: Float

    package init(name: String, answer: Float, target: Float, delta: Float) {
      self.name = name
      self.answer = answer
      self.target = target
      self.delta = delta
    }
  }

  /// delta = slope · Σ weight · delta of the next layer.
  package struct Unit: Sendable, Equatable {
    package var name: String
    package var terms: ShortenedSum<WeightedTerm>
    package var sum: Double
    package var z: Float
    package var output: Float
    /// f'(z)
    package var slope: Float
    package var delta: Float

    package init(
      name: String, terms: ShortenedSum<WeightedTerm>, sum: Double, z: Float, output: Float,
      slope: Float, delta: Float
    ) {
      self.name = name
      self.terms = terms
      self.sum = sum
      self.z = z
      self.output = output
      self.slope = slope
      self.delta = delta
    }
  }

  package struct Layer: Sendable, Equatable {
    package var name: String
    package var activation: Activation
    package var units: ShortenedSum<Unit>

    package init(name: String, activation: Activation, units: ShortenedSum<Unit>) {
      self.name = name
      self.activation = activation
      self.units = units
    }
  }

  /// gradient = input · delta, for the weight of a layer that has the largest.
  package struct WeightGradient: Sendable, Equatable {
    package var parameter: String
    package var input: Float
    package var delta: Float
    package var gradient: Float

    package init(parameter: String, input: Float, delta: Float, gradient: Float) {
      self.parameter = parameter
      self.input = input
      self.delta = delta
      self.gradient = gradient
    }
  }

  /// What one step of plain SGD on this row alone would do.
  package struct Step: Sendable, Equatable {
    package var learningRate: Double
    package var parameter: String
    package var before: Float
    package var gradient: Float
    package var after: Float
    package var lossBefore: Double
    package var lossAfter: Double

    package init(
      learningRate: Double, parameter: String, before: Float, gradient: Float, after: Float,
      lossBefore: Double, lossAfter: Double
    ) {
      self.learningRate = learningRate
      self.parameter = parameter
      self.before = before
      self.gradient = gradient
      self.after = after
      self.lossBefore = lossBefore
      self.lossAfter = lossAfter
    }
  }

  package var example: ExplainedExample
  package var loss: Loss
  package var target: ExplainedTarget
  package var outputs: ShortenedSum<Output>
  /// From the last hidden layer to the first.
  package var layers: [Layer]
  /// In the same order, the output layer's first.
  package var gradients: [WeightGradient]
  /// Nil where the step would not be finite.
  package var step: Step?

  package init(
    example: ExplainedExample, loss: Loss, target: ExplainedTarget, outputs: ShortenedSum<Output>,
    layers: [Layer], gradients: [WeightGradient], step: Step? = nil
  ) {
    self.example = example
    self.loss = loss
    self.target = target
    self.outputs = outputs
    self.layers = layers
    self.gradients = gradients
    self.step = step
  }
}
