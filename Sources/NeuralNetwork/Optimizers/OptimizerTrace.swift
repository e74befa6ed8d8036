// What an optimizer did with one parameter in one step: each number by name, and the lines in which
// it is worked out.

package struct OptimizerTrace: Equatable, Sendable {
  package struct Quantity: Equatable, Sendable {
    package enum Value: Equatable, Sendable {
      /// As the engine has it, in 32 bits.
      case float(Float)
      case number(Double)
      case integer(Int)
    }

    package let name: String
    package let value: Value

    package init(_ name: String, _ value: Value) { (self.name, self.value) = (name, value) }
    init(_ name: String, _ value: Float) { (self.name, self.value) = (name, .float(value)) }
    init(_ name: String, _ value: Double) { (self.name, self.value) = (name, .number(value)) }
    init(_ name: String, _ value: Int) { (self.name, self.value) = (name, .integer(value)) }
  }

  /// One line of the arithmetic.
  package struct Line: Equatable, Sendable {
    package enum Working: Equatable, Sendable {
      case formula(Formula)
      /// What it is, in words.
      case words(String)
      /// The sum of what the lines above came to.
      case sum([Float])
      /// There is none, since the penalties do not reach the parameter.
      case spared
    }

    package struct Remark: Equatable, Sendable {
      package let name: String
      package let formula: Formula
      package let value: Double
    }

    /// What it is called, which may say all that its formula would.
    package let name: String
    package let working: Working
    package let value: Double
    /// Whether its direction matters, so that a plus is shown.
    package let isSigned: Bool
    /// Something that follows from the value and is used further down.
    package let remark: Remark?

    init(
      _ name: String, _ working: Working, _ value: Float, isSigned: Bool = false,
      remark: Remark? = nil
    ) {
      self.name = name
      self.working = working
      self.value = Double(value)
      self.isSigned = isSigned
      self.remark = remark
    }

    func remarking(_ remark: Remark) -> Line {
      Line(name, working, Float(value), isSigned: isSigned, remark: remark)
    }

    init(
      _ name: String, _ formula: Formula, _ value: Float, isSigned: Bool = false,
      remark: Remark? = nil
    ) {
      self.init(name, .formula(formula), value, isSigned: isSigned, remark: remark)
    }
  }

  /// What it used and made, in the order of its formulas.
  package let quantities: [Quantity]
  /// The last comes to `update`.
  package let lines: [Line]
  /// The same for readers who have not met its symbols: fewer numbers, each called by a word.
  package let plainLines: [Line]
  /// What is added to the parameter.
  package let update: Float
  /// The part of it that is made of gradients; the rest is a decay of the parameter.
  package let gradientUpdate: Float
  /// What the learning rate multiplied, so that update = -lr · direction but for rounding.
  package let direction: Double

  /// How the rate comes about by which proximal L1 draws the parameter toward 0.
  package struct Rate: Equatable, Sendable {
    package let formula: Formula
    /// What is worked out first.
    package let lines: [Line]

    init(_ formula: Formula, lines: [Line] = []) { (self.formula, self.lines) = (formula, lines) }
  }

  /// Nil where the optimizer has none.
  package let rate: Rate?

  /// - Parameter gradientUpdate: all of the update where nil.
  init(
    quantities: [Quantity] = [], lines: [Line], plainLines: [Line], update: Float,
    gradientUpdate: Float? = nil,
    direction: Double, rate: Rate? = nil
  ) {
    self.quantities = quantities
    self.lines = lines
    self.plainLines = plainLines
    self.update = update
    self.gradientUpdate = gradientUpdate ?? update
    self.direction = direction
    self.rate = rate
  }

  /// A quantity by name; nil where the optimizer has none of that name.
  package subscript(name: String) -> Double? {
    switch quantities.first(where: { $0.name == name })?.value {
    case .float(let value): Double(value)
    case .number(let value): value
    case .integer(let value): Double(value)
    case nil: nil
    }
  }
}

extension Optimizer {
  /// The quantities that every one of its traces has, here those of a step that did nothing.
  package var quantities: [OptimizerTrace.Quantity] {
    let nothing = TraceInput(
      settings: TrainingSettings(), number: 1, before: 0, gradient: 0,
      slots: slots.map { _ in (0, 0) }, unitVelocity: (0, 0), isPenalized: true, symbol: "p")
    return trace(nothing).quantities
  }
}

/// What an optimizer is shown of a step that it took, for one parameter.
package struct TraceInput {
  /// As they were in the step.
  let settings: TrainingSettings
  /// The optimizer's own count of its steps, with this one.
  let number: Int
  let before: Float
  /// As the optimizer used it.
  let gradient: Float
  /// For each of its slots; 0 before its first step.
  let slots: [(before: Float, after: Float)]
  /// What a velocity would be had every gradient been 1.
  let unitVelocity: (before: Double, after: Double)
  /// Whether the penalties reach the parameter.
  let isPenalized: Bool
  /// What formulas call the parameter.
  let symbol: String

  var rate: Float { Float(settings.learningRate) }
  var epsilon: Float { Float(settings.effectiveEpsilon) }
  var g: Formula { .named("g", gradient) }
  var minusRate: Formula { .named("-lr", -settings.learningRate) }
  var lr: Formula { .named("lr", settings.learningRate) }
  /// What a line in words calls them.
  var gradientByName: Formula { .named("gradient", gradient) }
  var momentumByName: Formula { .named("momentum", settings.momentum) }
  var parameterByName: Formula { .named(symbol == "w" ? "weight" : "bias", before) }
  var u: Formula { .named("u", unitVelocity.after) }
  /// How u comes about.
  var unitLine: OptimizerTrace.Line {
    .init(
      "u ←", .named("μ", settings.momentum) * .named("u", unitVelocity.before) + .number(1),
      Float(unitVelocity.after))
  }

  /// What steps are divided by, in words; eps is named where it counts.
  func sizeLine(_ text: String, _ size: Double) -> OptimizerTrace.Line {
    let counts = Double(epsilon) > 1e-5 * size
    return .init("size", .words(text + (counts ? ", + eps" : "")), Float(size))
  }
}
