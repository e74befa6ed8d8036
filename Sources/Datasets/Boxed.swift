// A large value behind one reference. A session's state and its data are held by many values of training, races
// and undo; without this each of them copies all their parts, one by one, in code of its own: a megabyte of the
// program.

@propertyWrapper
package struct Boxed<Value: Sendable>: Sendable {
  private indirect enum Box: Sendable { case value(Value) }

  private var box: Box

  package init(wrappedValue: Value) { box = .value(wrappedValue) }

  /// Setting it makes a new box, so it suits what is replaced as a whole.
  package var wrappedValue: Value {
    get {
      switch box {
      case .value(let value): value
      }
    }
    set { box = .value(newValue) }
  }
}

extension Boxed: Equatable where Value: Equatable {
  package static func == (one: Boxed, other: Boxed) -> Bool {
    one.wrappedValue == other.wrappedValue
  }
}
