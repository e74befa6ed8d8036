// Steps as text: every line worked out again from the formula it prints.
import CommandLanguage
import Events
import Layouts
import NeuralNetwork
import Presentation
import Testing
import Text

@Suite struct StepTextTests {
  static let penalties = [
    [], ["set l1 0.01"], ["set l2 0.1"], ["set l1 0.01", "set l2 0.1", "set penalize weights"],
    ["set l1 0.1", "set l1mode proximal", "set lr 0.1"],
    ["set l1 0.02", "set l2 0.1", "set clip 0.05", "set schedule cosine"],
  ]

  @Test(arguments: OptimizerKind.allCases, penalties)
  func stepsAreRight(optimizer: OptimizerKind, penalties: [String]) throws {
    // Lion has no proximal step.
    if optimizer == .lion, penalties.contains("set l1mode proximal") { return }
    for command in ["explain step", "explain weight output 2 1", "explain bias 1 3"] {
      let events = explained(
        ["data moons n=60", "layer 4 tanh", "set optimizer \(optimizer.rawValue)"] + penalties
          + ["train 3", command], explain: .full)
      guard case .step(let report)? = events.first else {
        Issue.record("no step")
        return
      }
      try check(report, rows(of: report))
      let lines = TerminalText().lines(for: .step(report)).map(\.text)
      checkSigns(lines)
      // Signs are written as other factors are.
      #expect(!lines.contains { $0.contains("(+") })
    }
  }

  /// The t of m̂ = m/(1 - 0.9ᵗ) is no step of the network where other optimizers stepped before.
  @Test(arguments: [("sgd", "adam, its step 2, lr 0.03"), ("adam", "adam, lr 0.03")])
  func anOptimizersOwnStepIsNamed(earlier: String, head: String) throws {
    let events = explained([
      "data moons n=60", "layer 4 tanh", "set optimizer \(earlier)", "step 3", "set optimizer adam",
      "step", "step",
    ])
    guard case .step(let report)? = events.first else {
      Issue.record("no step")
      return
    }
    #expect(TerminalText().lines(for: .step(report))[0].text.hasSuffix("   \(head)"))
  }

  /// The lines by their names, as name → text and number.
  private func rows(of report: StepReport) -> [String: (text: String, value: Double?)] {
    var rows: [String: (String, Double?)] = [:]
    for line in TerminalText().lines(for: .step(report)).dropFirst() {
      let text = line.text
      #expect(DisplayWidth.columns(of: text) <= 80, "\(text)")
      if text.hasPrefix("                 ") {
        // Remarks: `m̂ = … = 0.1`.
        let parts = text.replacing("≈", with: "=").split(separator: " = ")
        let name = String(parts[0].drop { $0 == " " })
        if parts.count == 3 { rows[name] = (text, Double(parts[2])) }
        continue
      }
      let name = text.dropFirst(2).prefix(14)
      let words = text.split(separator: " ")
      rows[String(name.reversed().drop { $0 == " " }.reversed())] = (
        text, words.last.flatMap { Double($0) }
      )
    }
    return rows
  }

  /// Works out what stands behind each `=` or `≈` of a row and holds it against the row's value: `=`
  /// just where they agree as printed.
  private func checkSigns(_ lines: [String]) {
    var values: [(name: String, value: Double)] = []
    var checked = 0
    for line in lines.dropFirst(2) {
      let columns = Array(line)
      let name = String(columns[2..<min(16, columns.count)]).filter { $0 != " " }
      let text = String(columns.dropFirst(17))
      if !name.isEmpty, let value = text.split(separator: " ").last.flatMap({ Double($0) }) {
        values.append((name, value))
      }
      guard let value = values.last?.value,
        let place = text.firstIndex(where: { "=≈".contains($0) }), !text.contains("̂ = ")
      else { continue }
      let rest = String(text[text.index(after: place)...].drop { $0 == " " })
      let left = rest.firstRange(of: "  ").map { String(rest[..<$0.lowerBound]) } ?? rest
      guard let result = result(of: left, values) else { continue }
      checked += 1
      let agrees = NumberText.significant(result) == NumberText.significant(value)
      #expect(agrees == (text[place] == "="), "\(line)")
    }
    #expect(checked >= 2)
  }

  /// Arithmetic, or a sum of rows above: the last of the values is the row's own.
  private func result(of text: String, _ values: [(name: String, value: Double)]) -> Double? {
    func value(_ name: String) -> Double? { values.last { $0.name == name }?.value }
    let above = values.dropLast()
    switch text {
    case "their sum" where value("gradientg") == nil || values.last?.name == "gradientg":
      return above.filter { ["datagradient", "L1", "L2"].contains($0.name) }
        .reduce(0) { $0 + $1.value }
    case "their sum": return above.suffix(2).reduce(0) { $0 + $1.value }
    case "weight + step", "bias + step":
      guard let before = value(String(text.dropLast(7))), let step = value("step") else {
        return nil
      }
      return before + step
    case "what it stepped to + L1":
      guard let stepped = value("steppedto"), let shrinkage = value("L1") else { return nil }
      return stepped + shrinkage
    default: return Calculator.value(of: text.filter { $0 != " " })
    }
  }

  private func check(
    _ report: StepReport, _ rows: [String: (text: String, value: Double?)]
  ) throws {
    let (trace, settings) = (report.trace, report.settings)
    func row(_ name: String) throws -> Double {
      try #require(rows[name]?.value, "\(name) is missing in \(rows.keys.sorted())")
    }
    func expect(_ name: String, _ expected: Double) throws {
      let value = try row(name)
      #expect(abs(value - expected) <= 6e-4 * abs(expected) + 1e-12, "\(name)")
    }
    let isBias = report.parameter.hasSuffix("bias")
    let kind = isBias ? "bias" : "weight"
    let p = Double(trace.before)
    let isPenalized = !isBias || settings.penalize == .all
    try expect(kind, p)
    try expect("data gradient", Double(trace.dataGradient))
    var g = Double(trace.dataGradient)
    if settings.l1 > 0, settings.l1Mode == .subgradient {
      let part = isPenalized ? settings.l1 * (p > 0 ? 1 : p < 0 ? -1 : 0) : 0
      try expect("L1", part)
      g += part
    }
    if settings.l2 > 0 {
      try expect("L2", isPenalized ? settings.l2 * p : 0)
      g += isPenalized ? settings.l2 * p : 0
    }
    // A difference of floats is as exact as the floats.
    #expect(abs(try row("gradient g") - g) <= 6e-4 * abs(g) + 1e-6)
    g = Double(trace.gradient)
    if let clip = settings.clip, report.gradientNorm > clip {
      g *= clip / (report.gradientNorm + 1e-6)
      try expect("clipped g", g)
    }
    if settings.schedule != .constant { try expect("lr", settings.learningRate) }
    let move = try checkOptimizer(report, g, expect)
    if !settings.optimizer.rule.isPlain {
      #expect(abs(Double(report.plainUpdate) + settings.learningRate * g) <= 1e-5 * abs(g))
    }
    var after = p + move
    if settings.l1 > 0, settings.l1Mode == .proximal, isPenalized {
      try expect("stepped to", after)
      // The rates are held against other sources with the optimizers.
      let threshold = Double(try #require(trace.proximal).threshold)
      if settings.optimizer.rule.isPlain {
        #expect(abs(threshold - settings.learningRate * settings.l1) <= 1e-6 * threshold)
      }
      try expect("L1 threshold", threshold)
      after = abs(after) <= threshold ? 0 : after - (after > 0 ? threshold : -threshold)
    }
    #expect(abs(try row("new \(kind)") - after) <= 6e-4 * abs(after) + 1e-7)
  }

  /// The optimizer's formula from what it remembered; returns its step.
  private func checkOptimizer(
    _ report: StepReport, _ g: Double, _ expect: (String, Double) throws -> Void
  ) throws -> Double {
    let (settings, p) = (report.settings, Double(report.trace.before))
    let (lr, mu) = (settings.learningRate, settings.momentum)
    func value(_ name: String) throws -> Double { try #require(report.trace.optimizer[name]) }
    func moments() throws -> Double {
      let t = Int(try value("t"))
      let m = 0.9 * (try value("m_before")) + 0.1 * g
      let v = 0.999 * (try value("v_before")) + 0.001 * g * g
      try expect("m ←", m)
      try expect("v ←", v)
      func power(_ base: Double) -> Double { (0..<t).reduce(1) { value, _ in value * base } }
      var root = v
      if settings.optimizer == .amsgrad {
        root = max(try value("v_max_before"), v)
        try expect("vmax ←", root)
      }
      let (mHat, vHat) = (m / (1 - power(0.9)), root / (1 - power(0.999)))
      try expect("m̂", mHat)
      try expect("v̂", vHat)
      return -lr * mHat / (vHat.squareRoot() + 1e-8)
    }
    var step: Double
    switch settings.optimizer {
    case .gd, .sgd: step = -lr * g
    case .momentum:
      let v = mu * (try value("velocity_before")) + g
      try expect("v ←", v)
      step = -lr * v
    case .nesterov:
      let v = mu * (try value("velocity_before")) + g
      try expect("v ←", v)
      try expect("ahead", g + mu * v)
      step = -lr * (g + mu * v)
    case .adagrad:
      let s = try value("square_sum_before") + g * g
      try expect("s ←", s)
      try expect("√s + ε", s.squareRoot() + 1e-10)
      step = -lr * g / (s.squareRoot() + 1e-10)
    case .rmsprop:
      let s = 0.99 * (try value("square_mean_before")) + 0.01 * g * g
      try expect("s ←", s)
      step = -lr * g / (s.squareRoot() + 1e-8)
    case .adam, .amsgrad: step = try moments()
    case .lion:
      let c = 0.9 * (try value("m_before")) + 0.1 * g
      try expect("c", c)
      try expect("m ←", 0.99 * (try value("m_before")) + 0.01 * g)
      step = c > 0 ? -lr : c < 0 ? lr : 0
      try expect("sign's part", step)
      let isSpared = report.parameter.hasSuffix("bias") && settings.penalize == .weights
      step -= isSpared ? 0 : lr * settings.decay * p
    case .adamw:
      step = try moments()
      try expect("Adam's part", step)
      let isSpared = report.parameter.hasSuffix("bias") && settings.penalize == .weights
      let decay = isSpared ? 0 : -lr * settings.decay * p
      try expect("decay", decay)
      step += decay
    }
    try expect("step", step)
    return step
  }

  @Test func remarksStandBesideWhereThereIsRoom() throws {
    let events = explained(
      [
        "data circle n=60", "layer 4 tanh", "set l2 0.1", "set optimizer adam", "step",
      ], explain: .full)
    guard case .step(let report)? = events.first else {
      Issue.record("no step")
      return
    }
    let narrow = TerminalText().lines(for: .step(report)).map(\.text)
    let wide = TerminalText(columns: 140).lines(for: .step(report)).map(\.text)
    #expect(wide.count < narrow.count)
    #expect(wide.allSatisfy { DisplayWidth.columns(of: $0) <= 140 })
    let words = { (lines: [String]) in Set(lines.flatMap { $0.split { " ;".contains($0) } }) }
    #expect(words(narrow) == words(wide))
  }
}
