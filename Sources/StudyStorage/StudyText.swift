// Studies and trials as JSON, and back. What is written here is read by later versions: members may be added,
// and what a version does not know makes it refuse the study rather than guess.

import HyperparameterSearch
import JSON

// MARK: - The definition of a study

extension StudyRecord {
  /// What does not change while the study grows.
  var definition: StrictJSON {
    .members([
      "space": .array(study.space.axes.map(\.json)),
      "sampler": .string(study.sampler.name),
      "parameters": StrictJSON(study.sampler.parameters),
      "direction": .string(study.direction.rawValue),
      // Too large for JSON's whole numbers in many programs.
      "seed": .string(study.seed.description),
      "waveSize": .integer(study.waveSize),
      "setup": .array(setup.map { .array([.string($0.key), .string($0.text)]) }),
    ])
  }

  /// A study without trials.
  init(definition json: StrictJSON) throws(Unintelligible) {
    var axes: [Axis] = []
    for axis in try json.member("space").array() { axes.append(try Axis(json: axis)) }
    guard let space = try? SearchSpace(axes: axes),
      let sampler = Sampler(
        name: try json.member("sampler").string(),
        parameters: try json.member("parameters").params(), space: space),
      let seed = UInt64(try json.member("seed").string())
    else { throw Unintelligible() }
    var setup: [(key: String, text: String)] = []
    for entry in try json.member("setup").array() {
      let pair = try entry.array(of: 2)
      setup.append((try pair[0].string(), try pair[1].string()))
    }
    self.init(
      study: Study(
        space: space, sampler: sampler,
        direction: try SearchDirection(stored: json.member("direction")), seed: seed,
        waveSize: try json.member("waveSize").integer()),
      plannedTrials: 0, setup: setup)
  }
}

extension Axis {
  var json: StrictJSON {
    .members([
      "name": .string(name), "domain": domain.json,
      "when": condition.map { condition in
        .members([
          "axis": .string(condition.parent), "is": .array(condition.values.map { StrictJSON($0) }),
        ])
      },
    ])
  }

  init(json: StrictJSON) throws(Unintelligible) {
    var condition: AxisCondition?
    if let when = json["when"] {
      condition = AxisCondition(
        parent: try when.member("axis").string(), values: try when.member("is").parameterValues())
    }
    self.init(
      name: try json.member("name").string(), domain: try Domain(json: json.member("domain")),
      condition: condition)
  }
}

extension StrictJSON {
  fileprivate func parameterValues() throws(Unintelligible) -> [ParameterValue] {
    var values: [ParameterValue] = []
    for value in try array() { values.append(try value.parameterValue()) }
    return values
  }

  /// The two ends of a range of numbers.
  fileprivate func range() throws(Unintelligible) -> ClosedRange<Double> {
    let ends = try array(of: 2)
    let (low, high) = (try ends[0].double(), try ends[1].double())
    guard low <= high else { throw Unintelligible() }
    return low...high
  }

  fileprivate func wholeRange() throws(Unintelligible) -> ClosedRange<Int> {
    let ends = try array(of: 2)
    let (low, high) = (try ends[0].integer(), try ends[1].integer())
    guard low <= high else { throw Unintelligible() }
    return low...high
  }
}

extension Domain {
  var json: StrictJSON {
    switch self {
    case .uniform(let range):
      .members(["uniform": .array([.number(range.lowerBound), .number(range.upperBound)])])
    case .logUniform(let range):
      .members(["logUniform": .array([.number(range.lowerBound), .number(range.upperBound)])])
    case .steps(let from, let to, let by):
      .members(["steps": .array([.number(from), .number(to), .number(by)])])
    case .integers(let range):
      .members(["integers": .array([.integer(range.lowerBound), .integer(range.upperBound)])])
    case .logIntegers(let range):
      .members(["logIntegers": .array([.integer(range.lowerBound), .integer(range.upperBound)])])
    case .choices(let values): .members(["choices": .array(values.map { StrictJSON($0) })])
    case .levels(let values): .members(["levels": .array(values.map { StrictJSON($0) })])
    case .fixed(let value): .members(["fixed": StrictJSON(value)])
    }
  }

  init(json: StrictJSON) throws(Unintelligible) {
    guard let member = try json.members().first else { throw Unintelligible() }
    let value = member.value
    switch member.name {
    case "uniform": self = .uniform(try value.range())
    case "logUniform": self = .logUniform(try value.range())
    case "steps":
      let numbers = try value.array(of: 3)
      self = .steps(
        from: try numbers[0].double(), to: try numbers[1].double(), by: try numbers[2].double())
    case "integers": self = .integers(try value.wholeRange())
    case "logIntegers": self = .logIntegers(try value.wholeRange())
    case "choices": self = .choices(try value.parameterValues())
    case "levels": self = .levels(try value.parameterValues())
    case "fixed": self = .fixed(try value.parameterValue())
    default: throw Unintelligible()
    }
  }
}

// MARK: - Trials

extension Trial {
  /// Everything but the number.
  var json: StrictJSON {
    .members([
      "state": .string(state.rawValue),
      "params": StrictJSON(params),
      "value": value.map { .number($0) },
      "standardError": standardError.map { .number($0) },
      "metrics": .array(metrics.map { .array([.string($0.name), .number($0.value)]) }),
      "curve": .array(curve.map { .array([.integer($0.epoch), .number($0.value)]) }),
      "origin": .string(origin.rawValue),
      "prediction": prediction?.json,
    ])
  }

  init(number: Int, json: StrictJSON) throws(Unintelligible) {
    var metrics: [(name: String, value: Double)] = []
    for metric in try json.member("metrics").array() {
      let pair = try metric.array(of: 2)
      metrics.append((try pair[0].string(), try pair[1].double()))
    }
    var curve: [CurvePoint] = []
    for point in try json.member("curve").array() {
      let pair = try point.array(of: 2)
      curve.append(CurvePoint(epoch: try pair[0].integer(), value: try pair[1].double()))
    }
    self.init(
      number: number, params: try json.member("params").params(),
      value: try json["value"]?.double(),
      state: try TrialState(stored: json.member("state")), metrics: metrics,
      standardError: try json["standardError"]?.double(), curve: curve,
      origin: try TrialOrigin(stored: json.member("origin")),
      prediction: try json["prediction"].map { json throws(Unintelligible) in
        try Prediction(json: json)
      })
  }
}

extension Prediction {
  package var json: StrictJSON {
    .members([
      "mean": .number(mean), "sd": .number(sd), "noise": .number(noise),
      "incumbent": .number(incumbent),
      "logEI": .number(logEI), "exploit": .number(exploit), "explore": .number(explore),
      "nearestTrial": nearestTrial.map { .integer($0) },
      "nearestDistance": nearestDistance.map { .number($0) },
      "lengthscales": .array(model.lengthscales.map { .number($0) }),
      "outputScale": .number(model.outputScale), "noiseShare": .number(model.noise),
      "widening": .number(widening),
    ])
  }

  package init(json: StrictJSON) throws(Unintelligible) {
    var lengthscales: [Double] = []
    for scale in try json.member("lengthscales").array() { lengthscales.append(try scale.double()) }
    self.init(
      mean: try json.member("mean").double(), sd: try json.member("sd").double(),
      noise: try json.member("noise").double(),
      incumbent: try json.member("incumbent").double(), logEI: try json.member("logEI").double(),
      exploit: try json.member("exploit").double(), explore: try json.member("explore").double(),
      nearestTrial: try json["nearestTrial"]?.integer(),
      nearestDistance: try json["nearestDistance"]?.double(),
      widening: try json["widening"]?.double() ?? 1,
      model: SurrogateModel(
        lengthscales: lengthscales, outputScale: try json.member("outputScale").double(),
        noise: try json.member("noiseShare").double()))
  }
}
