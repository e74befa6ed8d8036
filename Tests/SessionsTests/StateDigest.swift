// Whether a session is as it was: a digest of everything that its state stores, down to the last number,
// found by reflection so that what is added to the state is covered too.
import Experiments
import HyperparameterSearch

struct StateDigest: Equatable {
  private let hash: Int

  init(_ state: SessionState) { self.init(ofAll: state) }

  /// Of what a journal keeps.
  init(_ records: [StudyRecord]) { self.init(ofAll: records) }

  private init(ofAll value: Any) {
    var hasher = Hasher()
    Self.feed(value, to: &hasher)
    hash = hasher.finalize()
  }

  private static func feed(_ value: Any, to hasher: inout Hasher) {
    // Long arrays of numbers without a mirror for each; as bits, so that -0 and NaN count too.
    switch value {
    case let numbers as [Float]: for number in numbers { hasher.combine(number.bitPattern) }
    case let numbers as [Double]: for number in numbers { hasher.combine(number.bitPattern) }
    case let number as Double: hasher.combine(number.bitPattern)
    case let number as Float: hasher.combine(number.bitPattern)
    case let value as any Hashable & Sendable where Mirror(reflecting: value).children.isEmpty:
      value.hash(into: &hasher)
    default: feedParts(of: value, to: &hasher)
    }
  }

  private static func feedParts(of value: Any, to hasher: inout Hasher) {
    let mirror = Mirror(reflecting: value)
    hasher.combine(String(describing: mirror.subjectType))
    if mirror.displayStyle == .dictionary || mirror.displayStyle == .set {
      // Their order is not theirs to keep.
      var sum = 0
      for child in mirror.children { sum &+= StateDigest(ofAll: child.value).hash }
      return hasher.combine(sum)
    }
    if mirror.children.isEmpty { hasher.combine(String(describing: value)) }
    for child in mirror.children {
      hasher.combine(child.label)
      feed(child.value, to: &hasher)
    }
  }
}
