// What a state is known by: the chain of what made it. The same program that is told the same things makes
// the same bits, so nothing has to be hashed but the words and the files that were read.
import Events
import Experiments
import Numerics

/// 128 bits that depend on the program's version, the first settings and every command since that changed
/// the session, with what those read. Commands that change nothing lengthen nothing.
package struct Identity: Hashable, Codable, Sendable {
  private let high: UInt64
  private let low: UInt64

  /// Of a session that has just begun.
  package init(version: String, seed: UInt64) {
    self.init { hash in
      hash.add(version)
      hash.add(seed)
    }
  }

  /// As a file names it.
  package var text: String { String(high, radix: 16) + "-" + String(low, radix: 16) }

  private init(_ add: (inout FingerprintHash) -> Void) {
    func half(_ number: UInt64) -> UInt64 {
      var hash = FingerprintHash()
      hash.add(number)
      add(&hash)
      return hash.fingerprint.value
    }
    (high, low) = (half(1), half(2))
  }

  /// Of the state that a command made of this one.
  ///
  /// - Parameters:
  ///   - reads: the files that it read.
  ///   - outside: of what it took from the archive.
  package func after(
    _ command: String, reading reads: [FileDigest], outside: UInt64? = nil
  ) -> Identity {
    Identity { hash in
      hash.add(high)
      hash.add(low)
      hash.add(command)
      for file in reads { hash.add(file.content) }
      if let outside { hash.add(outside) }
    }
  }
}

/// What a cell is run on: what it says depends on nothing else.
package struct CellGround: Hashable, Sendable {
  package var identity: Identity
  /// How much is to be explained.
  package var explain: ExplainLevel
}

extension NotebookCell {
  /// What it left for the next; nil of what was not run.
  var groundAfter: CellGround? { after.map { CellGround(identity: $0, explain: explainAfter) } }

  /// What it was run on.
  var ground: CellGround? { before.map { CellGround(identity: $0, explain: explain) } }
}
