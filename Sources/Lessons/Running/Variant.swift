// The numbers of one student: a seed made of the name, so that a class has as many runs as students and each is the
// same whenever it is run.
import CommandLanguage

package struct Variant: Sendable, Equatable {
  package let seed: UInt64

  /// - Parameter student: the name; case and blanks around it do not count.
  package init(of lesson: String, for student: String) {
    // FNV-1a, 64 bits.
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let name = student.split(separator: " ").joined(separator: " ").lowercased()
    for byte in "\(lesson.lowercased())\n\(name)".utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    // Small enough to be read aloud.
    seed = 1 + hash % 999_983
  }
}
