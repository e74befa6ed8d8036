// Twenty small networks with every optimizer, loss and activation, trained on every kernel set: one
// fingerprint each, written down once. A change here is a change of the arithmetic.

import NeuralNetwork
import Testing

private let supportedSets = KernelSet.allCases.filter(\.isSupported)

@Suite struct FingerprintTests {
  private static let expected = [
    "e30eca3c31e2f557", "f317ae0106e7e916", "b387a22c097e0e37", "035f50d9a43e340b",
    "f94be228b05b6f6e", "38d15ed0253ce0d6", "c0438c1c6ede62cc", "3986b27c446db0c7",
    "964df237dea1ccf0", "b7caca966f83918a", "0bada76c94e912f9", "9e94145b2a9f3073",
    "677741db10c4f663", "14d824fe28e4c5a4", "116c019f6398051d", "6b7c2d6c6c49ce11",
    "a0a459b97835df8f", "625305030ea3520c", "b24064efc340e281", "ca4c1a7657bf3597",
  ]

  private func train(_ number: Int, _ kernels: KernelSet) -> Fingerprint {
    let optimizers = OptimizerKind.allCases
    let activations = Activation.allCases
    let loss = Loss.allCases[number % Loss.allCases.count]
    let batches: [BatchSize] = [.rows(1), .rows(7), .rows(10), .full, .rows(32)]
    let shape = makeShape(
      loss, inputs: 3,
      hidden: [
        HiddenLayer(
          units: 3 + number, activation: activations[number % 6],
          dropout: number % 3 == 0 ? 0.3 : 0),
        HiddenLayer(
          units: 9, activation: activations[(number + 1 + number / 6) % 6],
          dropout: number % 4 == 1 ? 0.5 : 0),
      ].suffix(number % 7 == 6 ? 1 : 2))
    let settings = TrainingSettings(
      optimizer: optimizers[number % 8], learningRate: 0.01,
      batchSize: batches[(number + number / 5) % 5],
      l1: number % 2 == 0 ? 0.002 : 0, l2: number % 3 == 1 ? 0.01 : 0,
      l1Mode: number % 4 == 0 ? .proximal : .subgradient,
      penalize: number % 5 == 4 ? .weights : .all,
      schedule: Schedule.allCases[number / 2 % 4], clip: number % 5 == 2 ? 0.5 : nil,
      initializer: [.auto, .glorot, .he, .lecun, .uniform][number / 3 % 5],
      shuffle: number % 6 != 5,
      seed: UInt64(number))
    var state = TrainingState(
      shape: shape, seed: settings.seed, initializer: settings.initializer)
    state.plan = TrainingPlan(start: 0, end: 4)
    let trainer = Trainer(
      examples: makeExamples(loss, rows: 45, inputs: 3), loss: loss, settings: settings,
      state: state, kernels: kernels)
    for _ in 0..<4 { #expect(trainer.runEpoch(shouldStop: { false }) == .finished) }
    #expect(trainer.state.parameters != state.parameters)
    return trainer.state.fingerprint
  }

  @Test(arguments: supportedSets)
  func trainingsEndInTheSameBits(_ kernels: KernelSet) {
    #expect((0..<20).map { train($0, kernels).description } == Self.expected)
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
