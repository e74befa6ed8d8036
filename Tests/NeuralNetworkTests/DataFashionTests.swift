// Fashion-MNIST's kind of files: what they hold arrives, bytes train as the numbers they stand for,
// and damaged files are refused.

import Datasets
import NeuralNetwork
import TestSupport
import Testing

@Suite struct DataFashionTests {
  /// Written by Tests/Fixtures/idx_files.py: 12 and 5 pictures of 3 by 2 pixels.
  private static let folder = checkout + "/Tests/Fixtures/fashion"

  private static let names = [
    "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", "t10k-images-idx3-ubyte.gz",
    "t10k-labels-idx1-ubyte.gz",
  ]

  private func pixels(rows: Int, shift: Int) -> [Int] {
    (0..<rows).flatMap { row in (0..<6).map { (37 * row + 11 * $0 + shift) % 256 } }
  }

  @Test func pixelsAndLabelsArrive() throws {
    let data = try FashionMNIST.load(folder: Self.folder, standardize: false)
    #expect(data.training.inputs == pixels(rows: 12, shift: 0).map(Float.init))
    #expect(data.test?.inputs == pixels(rows: 5, shift: 1).map(Float.init))
    #expect(data.training.classes == (0..<12).map { $0 % 10 })
    #expect(data.test?.classes == [0, 1, 2, 3, 4])
    #expect(data.classNames.count == 10)
    #expect(data.inputNames.first == "p00_00" && data.inputNames.last == "p02_01")
    #expect(data.standardization == nil)
    #expect(data.training.inputs(ofRow: 1) == [37, 48, 59, 70, 81, 92])
    #expect(data.training.subset([2, 0]).inputs(ofRow: 1) == [0, 11, 22, 33, 44, 55])
    #expect(try FashionMNIST.load(folder: Self.folder + "/", hasTest: false).test == nil)
  }

  @Test func allPixelsShareOneScale() throws {
    let data = try FashionMNIST.load(folder: Self.folder)
    let raw = pixels(rows: 12, shift: 0).map(Double.init)
    let mean = raw.reduce(0, +) / Double(raw.count)
    let deviation =
      (raw.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(raw.count)).squareRoot()
    for (input, byte) in zip(data.training.inputs, raw) {
      #expect(abs(Double(input) - (byte - mean) / deviation) < 1e-6)
    }
    // An example typed by hand is scaled to the same bits.
    let typed = try data.encode(raw.prefix(6).map { String(Int($0)) })
    #expect(typed == data.training.inputs(ofRow: 0))
  }

  /// Whole trainings from bytes and from the numbers they stand for, on every kernel set.
  @Test(arguments: KernelSet.allCases.filter(\.isSupported), [true, false])
  func bytesTrainAsNumbersDo(kernels: KernelSet, shuffle: Bool) {
    var random = SeededGenerator(seed: 5)
    let (rows, width) = (300, 21)
    let bytes = (0..<rows * width).map { _ in UInt8(random.below(256)) }
    let labels = (0..<rows).map { _ in Int32(random.below(3)) }
    let scale = ByteScale { ($0 - 100) / 80 }
    let packed = Examples(
      storage: .bytes(bytes, scale: scale), inputCount: width, targets: .classes(labels, count: 3))
    let plain = Examples(
      inputs: bytes.map { Float((Double($0) - 100) / 80) }, inputCount: width,
      targets: .classes(labels, count: 3))
    #expect(packed.inputs == plain.inputs)
    let shape = NetworkShape(
      inputs: width, hidden: [HiddenLayer(units: 9, activation: .tanh)], outputs: 3)
    let settings = TrainingSettings(batchSize: .rows(70), shuffle: shuffle)
    let ends = [packed, plain].map { examples in
      let trainer = Trainer(
        examples: examples, loss: .softmaxCrossEntropy, settings: settings,
        state: TrainingState(shape: shape, seed: 2), kernels: kernels)
      for _ in 0..<2 { #expect(trainer.runEpoch(shouldStop: { false }) == .finished) }
      return (trainer.state, trainer.evaluate(examples))
    }
    #expect(ends[0].0 == ends[1].0)
    #expect(ends[0].1 == ends[1].1)
    let counts = [packed, plain].map {
      confusionCounts(
        examples: $0, shape: shape, parameters: ends[0].0.parameters, loss: .softmaxCrossEntropy,
        kernels: kernels)
    }
    #expect(counts[0] == counts[1])
    let parts = splitTraining(validationFraction: 0.25, seed: 1, of: packed)
    let plainParts = splitTraining(validationFraction: 0.25, seed: 1, of: plain)
    #expect(parts.validation.inputs == plainParts.validation.inputs)
  }

  // MARK: Files that are not what they should be

  @Test func missingFilesAreNamed() {
    let missing = #expect(throws: DataError.self) {
      try FashionMNIST.load(folder: "/nowhere")
    }
    #expect(missing?.id == "fashion-missing")
    #expect(missing?.message.contains("/nowhere/train-images-idx3-ubyte.gz") == true)
  }

  /// A folder with copies of the files.
  private func copy() throws -> TemporaryFolder {
    let copy = TemporaryFolder()
    for name in Self.names {
      try write(bytes(of: "\(Self.folder)/\(name)"), to: "\(copy.path)/\(name)")
    }
    return copy
  }

  @Test func everyTruncationIsRefused() throws {
    let copy = try copy()
    for name in Self.names {
      let bytes = bytes(of: "\(copy.path)/\(name)")
      for length in 0..<bytes.count {
        try write(Array(bytes.prefix(length)), to: "\(copy.path)/\(name)")
        #expect(throws: DataError.self) { try FashionMNIST.load(folder: copy.path) }
      }
      try write(bytes + [0], to: "\(copy.path)/\(name)")
      #expect(throws: DataError.self) { try FashionMNIST.load(folder: copy.path) }
      try write(bytes, to: "\(copy.path)/\(name)")
    }
  }

  /// A flipped bit is found, unless it stands where gzip keeps no data: the time, padding.
  @Test func everyFlippedBitIsFoundOrHarmless() throws {
    let sound = try FashionMNIST.load(folder: Self.folder)
    let copy = try copy()
    for name in Self.names.prefix(2) {
      let bytes = bytes(of: "\(copy.path)/\(name)")
      for bit in 0..<bytes.count * 8 {
        var flipped = bytes
        flipped[bit / 8] ^= 1 << (bit % 8)
        try write(flipped, to: "\(copy.path)/\(name)")
        let read = try? FashionMNIST.load(folder: copy.path)
        #expect(read == nil || read == sound, "\(name), bit \(bit)")
      }
      try write(bytes, to: "\(copy.path)/\(name)")
    }
  }

  @Test func filesInEachOthersPlaceAreRefused() throws {
    for (name, other, id) in [
      (0, 1, "idx-bad-header"), (1, 0, "idx-bad-header"), (1, 3, "idx-mismatch"),
      (0, 2, "idx-mismatch"),
    ] {
      let copy = try copy()
      let others = bytes(of: "\(Self.folder)/\(Self.names[other])")
      try write(others, to: "\(copy.path)/\(Self.names[name])")
      let error = #expect(throws: DataError.self) { try FashionMNIST.load(folder: copy.path) }
      #expect(error?.id == id)
    }
  }

  /// A header that promises gigabytes is refused before anything of that size is made.
  @Test func lyingSizesAreRefused() throws {
    for sizes in [
      [0xFFFF_FFFF, 28, 28], [60_000, 28, 28], [0xFFFF_FFFF, 0xFFFF_FFFF, 0xFFFF_FFFF],
    ] {
      let numbers = [0x803] + sizes
      let header = numbers.flatMap { number in
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
      }
      let copy = try copy()
      try write(storedGzip(header), to: "\(copy.path)/\(Self.names[0])")
      let error = #expect(throws: DataError.self) { try FashionMNIST.load(folder: copy.path) }
      #expect(error?.id == "idx-too-large")
    }
  }

  @Test func readingStopsWhenAsked() {
    let error = #expect(throws: DataError.self) {
      try FashionMNIST.load(folder: Self.folder) { _, _ in false }
    }
    #expect(error?.id == DataError.stoppedID)
  }
}

/// A gzip file with one stored block (RFC 1952; the checksum bit by bit).
private func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
  let length = bytes.count
  let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1]
  let sizes = [length, ~length].flatMap {
    [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)]
  }
  var crc = UInt32.max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
  }
  let tail = [~crc, UInt32(length)].flatMap { word in
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }
  return head + sizes + bytes + tail
}
