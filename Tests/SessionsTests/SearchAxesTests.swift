import CommandLanguage
import HyperparameterSearch
import Numerics
import SessionSupport
import Testing

/// What `search` may vary: axes that depend on others, a layer's own units, and what is refused because
/// it could have no effect.
@Suite struct SearchAxesTests {
  private static let setup = "data xor n=24 noise=0.1"

  private func space(_ axes: String, after setup: String...) throws -> SearchSpace {
    let session = RecordedSession()
    session.run(Self.setup)
    session.run(setup)
    #expect(session.run("search random trials=2 epochs=1 \(axes)") == .done, "\(axes)")
    return try #require(session.state.search).study.space
  }

  private func axis(_ name: String, of axes: String, after setup: String = "set lr 0.1") throws
    -> Axis
  {
    try #require(try space(axes, after: setup).axes.first { $0.name == name }, "\(name)")
  }

  // MARK: Domains

  @Test(arguments: [
    ("lr", "lr=1e-4..1:log", Domain.logUniform(1e-4...1)), ("lr", "lr=1..2", .uniform(1...2)),
    ("lr", "learning_rate=25%..50%", .uniform(0.25...0.5)),
    ("lr", "lr=1..3:int", .integers(1...3)), ("units", "units=4..64", .integers(4...64)),
    ("units", "units=4..64:log", .logIntegers(4...64)),
    ("units", "units=4..64:step=4", .steps(from: 4, to: 64, by: 4)),
    ("lr", "lr=1,0.01,0.1", .levels([.number(0.01), .number(0.1), .number(1)])),
    ("lr", "lr=10%|1%", .levels([.number(0.01), .number(0.1)])),
    ("units", "units=32|8|1e1", .levels([.integer(8), .integer(10), .integer(32)])),
    ("batch", "batch=10|50|full", .choices([.integer(10), .integer(50), .choice("full")])),
    ("batch", "batch=8..128:log", .logIntegers(8...128)),
    ("clip", "clip=off|1", .choices([.choice("off"), .number(1)])),
    ("optimizer", "optimizer=Adam|SGD", .choices([.choice("adam"), .choice("sgd")])),
    ("shuffle", "shuffle=yes|off", .choices([.choice("on"), .choice("off")])),
    ("lr", "lr=0.5 l2=0..1", .fixed(.number(0.5))),
    ("lr", "lr=\"0.1\" l2=0..1", .fixed(.number(0.1))),
  ]) func domains(_ name: String, _ axes: String, _ domain: Domain) throws {
    #expect(try axis(name, of: axes).domain == domain)
  }

  // MARK: Conditions

  @Test(arguments: [
    ("units1", "units=4..8:each layers=1..3", nil),
    ("units2", "units=4..8:each layers=1..3", "layers=2|3"),
    ("units3", "layers=1..3 units=4..8:each", "layers=3"),
    ("units2", "layers=2 units=4..8:each", nil), ("units", "layers=0..2 units=4..8", "layers=1|2"),
    ("units", "layers=1..2 units=4..8", nil),
    ("activation2", "layers=1,2,4 activation=relu|tanh:each", "layers=2|4"),
    ("activation3", "layers=1,2,4 activation3=relu|tanh", "layers=4"),
    (
      "momentum", "optimizer=sgd|momentum|nesterov momentum=0.5..0.9", "optimizer=momentum|nesterov"
    ),
    ("momentum", "optimizer=momentum|nesterov momentum=0.5..0.9", nil),
    ("beta1", "optimizer=sgd|adam|adamw beta1=0.8..0.9", "optimizer=adam|adamw"),
    ("rho", "optimizer=sgd|rmsprop rho=0.9..0.99", "optimizer=rmsprop"),
    ("decay", "optimizer=adam|adamw decay=0.01..0.1", "optimizer=adamw"),
    ("batch", "optimizer=gd|sgd batch=4..16", "optimizer=sgd"),
    ("penalize", "optimizer=sgd|adamw|lion penalize=all|weights", "optimizer=adamw|lion"),
    ("penalize", "optimizer=adamw|lion penalize=all|weights", nil),
    ("penalize", "optimizer=sgd|adamw penalize=all|weights l2=0..0.1", nil),
    ("lr", "optimizer=sgd|adam lr=0.1..1:if=Optimiser=ADAM", "optimizer=adam"),
    ("clip", "batch=8|full clip=1..2:if=batch=full", "batch=full"),
    ("l1", "layers=1..3 l1=0..0.1:if=layers=1,3", "layers=1|3"),
    ("units", "layers=0..2 units=4..8:if=layers=2", "layers=2"),
  ]) func conditions(_ name: String, _ axes: String, _ condition: String?) throws {
    #expect(try axis(name, of: axes).condition?.description == condition)
  }

  @Test func eachFollowsTheLayersThereAre() throws {
    let axes = try space("units=4..8:each", after: "layers 8 8 8").axes
    #expect(axes.map(\.name) == ["units1", "units2", "units3"])
    #expect(axes.allSatisfy { $0.condition == nil })
    #expect(try space("units=4..8:each").axes.map(\.name) == ["units1"])
  }

  @Test func settingsThatMatterNowNeedNoCondition() throws {
    #expect(
      try axis("momentum", of: "momentum=0.5..0.9", after: "set optimizer nesterov").condition
        == nil)
    #expect(
      try axis("l1mode", of: "l1mode=subgradient|proximal", after: "set l1 0.01").condition == nil)
    #expect(try axis("penalize", of: "penalize=all|weights l2=0..0.1").condition == nil)
    #expect(
      try axis("penalize", of: "penalize=all|weights", after: "set optimizer lion").condition
        == nil)
  }

  /// A trial's layers and settings are those of its values, and nothing else changes.
  @Test func valuesReachTheirLayers() throws {
    let session = RecordedSession()
    session.run(Self.setup, "layers 3 relu")
    session.run(
      "search random trials=12 epochs=1 layers=1..3 units=4..9:each activation2=tanh "
        + "optimizer=sgd|momentum momentum=0.6..0.7")
    let reports = session.trialReports
    #expect(reports.count == 12)
    for report in reports {
      func value(_ name: String) -> ParameterValue? {
        report.parameters.first { $0.name == name }?.value
      }
      let layers = try #require(value("layers")?.asNumber.map { Int($0) })
      #expect(session.run("use trial \(report.number)") == .done)
      let hidden = try #require(session.state.hidden)
      #expect(hidden.count == layers)
      for layer in 1...3 {
        let units = value("units\(layer)")
        #expect((units != nil) == (layer <= layers))
        if let units { #expect(units == .integer(hidden[layer - 1].units)) }
        if layer <= layers {
          #expect(hidden[layer - 1].activation == (layer == 2 ? .tanh : .relu))
        }
      }
      #expect((value("activation2") != nil) == (layers > 1))
      let isMomentum = value("optimizer") == .choice("momentum")
      #expect((value("momentum") != nil) == isMomentum)
      let settings = session.state.settings.training
      #expect(settings.momentum == (value("momentum")?.asNumber ?? 0.9))
      #expect(settings.optimizer == (isMomentum ? .momentum : .sgd))
      session.run("undo")
    }
    #expect(Set(reports.map { $0.parameters.count }).count > 2)
  }

  // MARK: Refusals

  @Test(arguments: [
    (
      "momentum=0.5..0.9", "no-effect", "momentum",
      "add `optimizer=momentum|nesterov`, or `set optimizer momentum`"
    ),
    ("optimizer=adam momentum=0.5..0.9", "no-effect", "momentum", "`optimizer=adam|momentum`"),
    ("optimizer=sgd|adam rho=0.9", "no-effect", "rho", "`optimizer=sgd|adam|rmsprop`"),
    ("optimizer=gd batch=8..16", "no-effect", "batch", "`optimizer=gd|sgd`"),
    (
      "l1mode=subgradient|proximal", "no-effect", "l1mode",
      "add `l1=1e-6..1e-1:log`, or `set l1 0.001`"
    ),
    (
      "l1=0 l1mode=subgradient|proximal", "no-effect", "l1mode",
      "add `l1=1e-6..1e-1:log`, or `set l1 0.001`"
    ),
    (
      "penalize=all|weights", "no-effect", "penalize",
      "add `l1=1e-6..1e-1:log`, or `set l1 0.001`"
    ),
    (
      "optimizer=adamw decay=0 penalize=all|weights", "no-effect", "penalize",
      "add `l1=1e-6..1e-1:log`, or `set l1 0.001`"
    ),
    ("layers=0 units=4..8", "no-effect", "units", "`layers=1..2`"),
    ("units2=4..8", "no-effect", "units2", "add `layers=1..2`, or `layer 8` first"),
    ("layers=1..2 activation3=relu|tanh", "no-effect", "activation3", "`layers=1..3`"),
    (
      "optimizer=sgd|momentum momentum=0.5:if=optimizer=sgd", "no-effect", "sgd",
      "`if=optimizer=momentum`"
    ),
    (
      "units=4..8 units1=4", "repeated-layer-axis", "units1",
      "either `units` or one for each layer by number"
    ),
    (
      "units1=4 units=4..8:each", "repeated-layer-axis", "units1",
      "either `units` or one for each layer by number"
    ),
    ("lr=0..1:log", "log-needs-positive", "0", "`1e-6..1:log`"),
    ("units=8..4", "reversed-range", "8..4", "`4..8`"),
    ("units=0.5..4", "not-whole", "0.5", "`0` or `1`"),
    ("units=4..8:step=0.5", "not-whole", ":step=0.5", "`:step=1`"),
    ("units=0..4", "out-of-range", "0", nil), ("layers=1..21", "out-of-range", "21", nil),
    ("lr=-1..1", "out-of-range", "-1", nil), ("lr=0.1,-1,2", "out-of-range", "-1", nil),
    ("lr=0.1,nan", "not-a-number", "nan", nil), ("lr=0x1|1", "not-a-number", "0x1", "`1`"),
    ("lr=0..inf", "not-a-number", "inf", nil), ("lr=0.1,0.10", "repeated-value", "0.10", nil),
    ("lr=10%,0.1", "repeated-value", "0.1", nil),
    ("shuffle=on|true", "repeated-value", "true", nil),
    ("lr=1..2:step=1e-9", "space-too-wide", ":step=1e-9", "a larger step, or none"),
    ("units=4..99999999999999999999", "number-too-large", "99999999999999999999", nil),
    ("activation=relu|tnah", "wrong-type", "tnah", "`tanh`"),
    ("activation=relu|tanh:log", "ending-without-range", ":log", nil),
    ("optimizer=1..3", "wrong-type", "1", nil),
    ("batch=4..full", "not-a-number", "full", nil),
    (
      "lr=0.1..1:each", "misplaced-each", "each",
      "as `units=4..64:each` and `activation=relu|tanh:each` are"
    ),
    (
      "layers=1..2:each", "misplaced-each", "each",
      "as `units=4..64:each` and `activation=relu|tanh:each` are"
    ),
    ("momentun=0.5", "unknown-search-parameter", "momentun", "`momentum`"),
    ("trails=3", "unknown-search-parameter", "trails", "`trials`"),
    ("units0=3", "no-such-layer", "units0", "`units1`"),
    ("units21=3", "no-such-layer", "units21", "`units1`"),
    ("units01=3", "unknown-search-parameter", "units01", "`units`"),
    ("threads=1..2", "not-searchable", "threads", nil),
    (
      "lr=0.1 learning_rate=0.2", "space-repeated-axis", "learning_rate",
      "put all its values into one space"
    ),
    (
      "lr=0.1..1:if=optimizer=adam", "space-unknown-parent", "optimizer",
      "vary `optimizer` too, or leave out the `:if`"
    ),
    ("lr=0.1..1:if=optimzer=adam", "unknown-search-parameter", "optimzer", "`optimizer`"),
    ("lr=0.1..1:if=lr=0.1", "space-unknown-parent", "lr", nil),
    ("optimizer=sgd|adam lr=0.1:if=optimizer=adm", "impossible-condition", "adm", "`adam`"),
    ("optimizer=sgd|adam lr=0.1:if=optimizer=adam|ADAM", "repeated-value", "ADAM", nil),
    ("l2=0..1 lr=0.1:if=l2=1", "wide-condition", "l2", "list the values of `l2`, such as 1,2,3"),
    (
      "layers=1..2 optimizer=sgd|adam units=4..8:each:if=optimizer=sgd", "two-conditions",
      "optimizer", "leave out the `:if`"
    ),
    (
      "l1=1,2:if=l2=1 l2=1,2:if=l1=1", "space-circular-condition", "l1",
      "leave out one of the conditions"
    ),
  ]) func refusals(_ axes: String, _ id: String, _ caret: String, _ suggestion: String?) {
    let session = RecordedSession()
    session.run(Self.setup)
    let line = "search random trials=2 epochs=1 \(axes)"
    #expect(session.run(line) == .failed, "\(axes)")
    #expect(session.diagnostic?.id == id, "\(axes): \(session.diagnostic?.message ?? "")")
    let range = session.diagnostic?.range ?? SourceRange(at: 0)
    #expect(String(decoding: Array(line.utf8)[range.start..<range.end], as: UTF8.self) == caret)
    #expect(session.diagnostic?.suggestion == suggestion)
    #expect(session.state.search == nil)
  }

  @Test func noLayersLeaveNothingToVary() {
    let session = RecordedSession()
    session.run(Self.setup, "layers none")
    #expect(session.run("search random trials=2 epochs=1 units=4..8") == .failed)
    #expect(session.diagnostic?.id == "no-effect")
    #expect(session.run("search random trials=2 epochs=1 units=4..8 layers=1..2") == .done)
  }

  // MARK: Any space

  /// Spaces put together at random: every point lies in the space, and every trial runs and applies.
  @Test func everyPointOfEverySpaceApplies() throws {
    var random = RandomStream(seed: 11, purpose: .search, index: 0)
    func pick<T>(_ items: [T]) -> T { items[Int(random.uniform() * Double(items.count))] }
    let axes: [[String]] = [
      ["lr=1e-3..1:log", "lr=0.1,0.01", "lr=1%..50%", "lr=0.2", "lr=0.25..1:step=0.25"],
      ["l2=0..0.1", "l2=1e-6..0.1:log", "l2=0|0.01"], ["l1=0,0.001", "l1=1e-5..1e-3:log"],
      ["layers=1..3", "layers=0..2", "layers=2", "layers=1,3", "layers=1..3:log"],
      ["units=2..6", "units=2..6:log", "units=2,4", "units=2..6:each", "units1=2..6", "units=3"],
      ["activation=relu|tanh", "activation=relu|tanh:each", "activation1=gelu|linear"],
      [
        "optimizer=sgd|momentum|adamw", "optimizer=adam|adamw|momentum",
        "optimizer=sgd|rmsprop|adamw|nesterov",
      ],
      ["momentum=0.5..0.9", "momentum=0.8,0.9", "decay=0.01..0.1"],
      ["batch=4|8|full", "batch=4..16:log", "batch=4..16:step=4"],
      ["dropout=0..0.5", "dropout=0,0.3:each", "dropout1=0.1..0.4"],
      ["patience=1,3", "patience=2"],
      ["shuffle=on|off", "schedule=constant|cosine", "init=he|glorot"],
    ]
    let session = RecordedSession()
    session.run(Self.setup, "layers 4 4 tanh", "set optimizer momentum")
    var run = 0
    for _ in 0..<250 {
      let chosen = axes.filter { _ in random.uniform() < 0.5 }.map { pick($0) }
      // One range always, so that no space has fewer points than trials.
      let line = "search random trials=4 epochs=1 clip=1..2 " + chosen.joined(separator: " ")
      guard !chosen.isEmpty, session.run(line) == .done else {
        // Chance also makes spaces in which something can have no effect.
        #expect(
          chosen.isEmpty
            || ["no-effect", "patience-with-schedule"].contains(session.diagnostic?.id),
          "\(line)")
        continue
      }
      run += 1
      let search = try #require(session.state.search)
      for report in session.trialReports {
        #expect(throws: Never.self) { try search.study.space.check(report.parameters) }
      }
      #expect(session.run("use trial 3") == .done, "\(line)")
      session.run("undo")
    }
    #expect(run > 100)
  }
}
