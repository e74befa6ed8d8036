// A sampler in words and numbers, for files that outlive the program.

extension Sampler {
  /// What makes it again, together with its name and the space.
  package var parameters: [ParameterAssignment] {
    switch self {
    case .random, .sobol, .tpe: []
    case .bayes(let bayes):
      [ParameterAssignment("start", .integer(bayes.startCount))]
        + (bayes.noise == .unknown
          ? [] : [ParameterAssignment("noise", .choice(bayes.noise.rawValue))])
    case .grid(let grid):
      grid.resolution.map { [ParameterAssignment("resolution", .integer($0))] } ?? []
    }
  }

  /// The sampler of that name. Nil where there is none, or where a parameter makes no sense.
  package init?(name: String, parameters: [ParameterAssignment], space: SearchSpace) {
    func integer(_ name: String) -> Int? {
      guard case .integer(let value) = parameters.first(where: { $0.name == name })?.value else {
        return nil
      }
      return value
    }
    switch name {
    case "random": self = .random
    case "sobol": self = .sobol
    case "tpe": self = .tpe
    case "bayes":
      guard let start = integer("start"), start > 0 else { return nil }
      var noise = ExpectedNoise.unknown
      if let named = parameters.first(where: { $0.name == "noise" }) {
        guard let known = ExpectedNoise(rawValue: named.value.description) else { return nil }
        noise = known
      }
      self = .bayes(BayesianSampler(startCount: start, noise: noise))
    case "grid":
      // A grid without ranges has no resolution; any will do.
      guard let grid = try? Grid(space: space, resolution: integer("resolution") ?? 1) else {
        return nil
      }
      self = .grid(grid)
    default: return nil
    }
  }
}
