// Short names for the bits of rows and tables.
import Numerics

extension ResultTable {
  /// The fingerprint of the columns' names and values and of all results.
  package var fingerprint: Fingerprint {
    var hash = FingerprintHash()
    for column in columns {
      hash.add(column.name)
      switch column.values {
      case .numbers(let numbers): for number in numbers { hash.add(number) }
      case .texts(let texts): for text in texts { hash.add(text) }
      }
      for code in column.codes { hash.add(UInt64(code)) }
    }
    for result in results { hash.add(result) }
    return hash.fingerprint
  }
}

extension Examples {
  /// The fingerprint of all inputs, and of all targets: rows that are the same, in the same order, have
  /// the same one.
  package var fingerprint: Fingerprint {
    var hash = FingerprintHash()
    hash.add(Float(inputCount))
    switch storage {
    case .numbers(let numbers): for number in numbers { hash.add(number) }
    case .bytes(let bytes, let scale):
      for byte in bytes { hash.add(byte) }
      for value in scale.values { hash.add(value) }
    }
    switch targets {
    case .classes(let classes, let count):
      for number in classes { hash.add(Float(number)) }
      hash.add(Float(count))
    case .values(let values): for value in values { hash.add(value) }
    }
    return hash.fingerprint
  }
}
