// The same commands give the same bytes, whatever computes them: any kernel set, any number of threads,
// a C library that believes in an older CPU.
import Testing

@Suite struct SameBitsEndToEndTests {
  private static let made = [
    "circle", "xor", "gauss", "spiral", "moons", "plane", "hills", "sine",
  ]
  private static let losses = ["plane": "squared", "hills": "absolute", "sine": "huber"]

  /// Every data set, activation, loss, optimizer, schedule, initializer and way of explaining; and
  /// thousands of numbers that show a double to its last bit, where an exp of glibc's would differ once
  /// in a thousand.
  private static let everything: String = {
    let optimizers = [
      "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "lion", "adamw", "gd", "amsgrad",
    ]
    let activations = ["relu", "sigmoid", "tanh", "leakyrelu", "gelu", "linear"]
    let real = ["iris", "wine", "cancer", "diabetes", "digits", "penguins"]
    let trainings = (made + real).enumerated().map {
      number, data in
      """
      data \(data)\(made.contains(data) ? " n=150" : "")
      layers 7 \(activations[number % 6]); layer 5 \(activations[(number + 1) % 6]) dropout=0.2
      set l1mode subgradient; set optimizer \(optimizers[number % 10]); set loss \(losses[data] ?? "auto")
      set l1mode \(["subgradient", "proximal"][number % 2])
      set schedule \(["constant", "step", "cosine", "warmup"][number % 4])
      set init \(["auto", "glorot", "he", "lecun", "uniform"][number % 5])
      train 3; step; eval; explain gradient; model

      """
    }
    let topics = [
      "lr", "batch", "layers", "activation", "gd", "sgd", "momentum", "adam", "l1", "l2",
      "overfitting", "generalization", "noise", "standardization", "underfitting", "validation",
      "initialization", "relu", "sigmoid", "tanh", "backpropagation", "clipping", "gradient",
      "loss",
      "schedule", "seed", "nesterov", "adagrad", "rmsprop", "amsgrad", "adamw", "lion",
      "regularization", "dropout",
      "early-stopping", "hyperparameter", "kernel",
    ]
    return """
      set l1 0.001; set l2 0.01; set clip 1; set explain full
      \(trainings.joined())
      data spiral; features x1 x2^2 x1*x2 sin(x1) sin(x2); layers 8 gelu; train 2
      \(topics.map { "explain \($0)" }.joined(separator: "; "))
      confusion; predict 1 2
      data gauss n=10; layers 2; search random trials=4000 epochs=1 lr=1e-4..1:log
      explain grid; explain random; explain bayes; explain acquisition; explain kernel; explain halving

      """
  }()

  /// Trainings of one network and many at once, in batches of a few rows, of many, and of all; the
  /// first is large enough for sixteen threads to share.
  private static let parallel = """
    data digits; layer 256 gelu; layer 8 sigmoid; set optimizer adam; train 1; set batch full; train 2
    search random trials=9 epochs=1 lr=1e-3..1:log units=3..17 layers=0..2 \
    activation=relu|tanh|gelu|leakyrelu|sigmoid batch=full|7|32 optimizer=sgd|momentum|adam|gd
    use best; train 1; eval

    """

  private func output(
    of script: String, _ arguments: [String] = [], _ environment: [String: String] = [:]
  ) throws -> [UInt8] {
    let result = try Descent.run(
      ["--format", "jsonl"] + arguments, input: script, environment, timeout: 120)
    #expect(result.status == .exited(0), "\(result.outputText.suffix(400))\(result.errorText)")
    return result.output
  }

  /// The first line that differs from the expected one; a failure shows it and not all the bytes.
  private func difference(_ found: [UInt8], _ expected: [UInt8]) -> String? {
    if found == expected { return nil }
    let newline = UInt8(ascii: "\n")
    let pairs = zip(found.split(separator: newline), expected.split(separator: newline))
    guard let (left, right) = pairs.first(where: { $0 != $1 }) else { return "another length" }
    return String(decoding: left, as: UTF8.self) + " instead of "
      + String(decoding: right, as: UTF8.self)
  }

  @Test func everyNumberOfThreads() throws {
    let expected = try output(of: Self.parallel, ["--threads", "1"])
    for threads in ["2", "3", "7", "16"] {
      let found = try output(of: Self.parallel, ["--threads", threads])
      let differing = difference(found, expected)
      #expect(differing == nil, "\(threads) threads")
    }
    #expect(difference(try output(of: Self.parallel, ["--seed", "2"]), expected) != nil)
  }

  @Test func everyKernelSet() throws {
    let expected = try output(of: Self.everything)
    var supported: [String] = []
    for kernels in ["baseline", "avx2", "avx512", "neon"] {
      let environment = ["DESCENT_KERNELS": kernels]
      let probe = try Descent.run(["-c", ""], environment)
      if probe.status == .exited(64) {
        #expect(probe.errorText.contains("this CPU"))
        continue
      }
      supported.append(kernels)
      let found = try output(of: Self.everything, [], environment)
      let differing = difference(found, expected)
      #expect(differing == nil, "\(kernels)")
    }
    #expect(supported.first == "baseline")
  }

  #if os(Linux) && arch(x86_64)
    /// Without these features glibc computes exp, log, sin and others by other code. The kernels ask
    /// the CPU itself, so both a fast and the plain set are tried.
    @Test(arguments: ["", "baseline"])
    func aCLibraryForOlderProcessors(kernels: String) throws {
      let hidden = "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX2,-AVX,-FMA,-FMA4,-BMI2,-ERMS"
      let found = try output(
        of: Self.everything, [], ["GLIBC_TUNABLES": hidden, "DESCENT_KERNELS": kernels])
      let differing = difference(found, try output(of: Self.everything))
      #expect(differing == nil)
    }
  #endif
}
