// The sample trainings on every kernel set, and the fingerprint itself. descent-fingerprints
// runs the same trainings without optimization.

import NeuralNetwork
import Numerics
import SampleNetworks
import Testing

private let supportedSets = KernelSet.allCases.filter(\.isSupported)

@Suite struct FingerprintTests {
  @Test(arguments: supportedSets, SampleTraining.threadCounts)
  func trainingsEndInTheSameBits(_ kernels: KernelSet, threads: Int) {
    for sample in SampleTraining.all {
      let found = sample.run(kernels: kernels, threads: threads)
      #expect(found?.description == sample.fingerprint, "\(sample.number)")
    }
  }

  /// FNV-1a of "foobar" is 0x85944171f73967e8 in its authors' tables; MurmurHash3's finish maps 0 to
  /// 0 and 1 to 0xb456bcfc34c2cb2c. Here are the four bytes of "foob" as one number.
  @Test func fingerprintsByHand() throws {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in "foob".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ (hash >> 33)) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    let name = Fingerprint([Float(bitPattern: 0x626f_6f66)])
    #expect(name.value == hash && name.description.count == 16)
    #expect(UInt64(name.description, radix: 16) == hash)
  }

  @Test func everyBitAndTheOrderCount() {
    var stream = RandomStream(seed: 3, purpose: .data)
    let numbers = (0..<50).map { _ in Float(stream.normal()) }
    var seen: Set<Fingerprint> = [Fingerprint(numbers), Fingerprint(numbers.reversed())]
    seen.insert(Fingerprint(Array(numbers.dropLast())))
    for place in 0..<50 {
      for bit in 0..<32 {
        var changed = numbers
        changed[place] = Float(bitPattern: changed[place].bitPattern ^ (1 << UInt32(bit)))
        seen.insert(Fingerprint(changed))
      }
    }
    #expect(seen.count == 3 + 50 * 32)
    #expect(Fingerprint([0]) != Fingerprint([-0.0]))
  }
}
