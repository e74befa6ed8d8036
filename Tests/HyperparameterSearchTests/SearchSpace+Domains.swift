import HyperparameterSearch

/// Axes x0, x1 and so on.
func space(_ domains: [Domain]) throws -> SearchSpace {
  try SearchSpace(axes: domains.enumerated().map { Axis(name: "x\($0)", domain: $1) })
}
