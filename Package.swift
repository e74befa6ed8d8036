// swift-tools-version: 6.1
// descent: a line-editing shell in which neural networks are tuned, regularized and optimized.
// The arrows between the targets are held in place by PackageStructureTests.
import PackageDescription

// Tests are compiled without optimization: what they call is optimized, and compiling them costs more than
// running them.
let tests: [SwiftSetting] = [.unsafeFlags(["-Onone"])]

let package = Package(
  name: "descent",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "descent", targets: ["descent"])],
  dependencies: [
    // Process flags, subcommands, --help and shell completion scripts; lines inside the shell are ours.
    .package(url: "https://github.com/apple/swift-argument-parser", "1.5.0"..<"2.0.0"),
    // The YAML front matter of lessons and transcripts.
    .package(url: "https://github.com/jpsim/Yams", "6.0.0"..<"7.0.0"),
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "CLineEditor"),
    // Gzipped data sets; zlib comes with macOS and with every Debian but for its header.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "JSON"),
    .target(name: "NeuralNetwork", dependencies: ["CKernels", "CZlib", "JSON"]),
    .target(name: "HyperparameterSearch", dependencies: ["NeuralNetwork"]),
    // Searches that outlive the program; SQLite comes with macOS and, but for its header, with Debian.
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "StudyStorage",
      dependencies: ["CSQLite", "HyperparameterSearch", "JSON", "NeuralNetwork"]),
    .target(name: "CommandLanguage"),
    .target(name: "SpaceLanguage", dependencies: ["CommandLanguage", "HyperparameterSearch"]),
    .target(
      name: "AskTell",
      dependencies: ["CommandLanguage", "HyperparameterSearch", "JSON", "SpaceLanguage"]),
    .target(
      name: "LearningSession",
      dependencies: [
        "CommandLanguage", "NeuralNetwork", "HyperparameterSearch", "SpaceLanguage",
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "Presentation",
      dependencies: [
        "LearningSession", "CommandLanguage", "NeuralNetwork", "HyperparameterSearch",
      ]),
    .target(
      name: "Layouts",
      dependencies: [
        "Presentation", "LearningSession", "CommandLanguage", "NeuralNetwork",
        "HyperparameterSearch", "JSON",
      ]),
    .target(name: "Terminal", dependencies: ["CLineEditor"]),
    .executableTarget(
      name: "descent",
      dependencies: [
        "AskTell", "CommandLanguage", "HyperparameterSearch", "Layouts", "LearningSession",
        "NeuralNetwork", "Presentation", "StudyStorage", "Terminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      linkerSettings: [
        // The program carries the Swift library with it: it starts faster and runs where no Swift is
        // installed. Said here and not on the command line, so that program and tests, which need the
        // shared library, are made of the same objects. Foundation's parts are named because objects
        // compiled for the shared one do not name them; lld takes libraries in any order.
        .unsafeFlags(
          [
            "-static-stdlib", "-use-ld=lld", "-lCoreFoundation", "-l_FoundationCShims",
            "-l_FoundationCollections", "-l_FoundationICU",
          ],
          .when(platforms: [.linux], configuration: .release))
      ]),
    // Timing for `make bench`; no product, so that the program is built and installed without it.
    .target(name: "PeakLoop", path: "Benchmarks/PeakLoop"),
    .executableTarget(
      name: "descent-bench",
      dependencies: [
        "CKernels", "HyperparameterSearch", "LearningSession", "NeuralNetwork", "PeakLoop",
      ],
      path: "Benchmarks/Sources"),
    // Twenty trainings with known ends, for the tests of the optimized build and for a program that
    // runs them in a debug build.
    .target(
      name: "SampleNetworks", dependencies: ["NeuralNetwork"], path: "Tests/SampleNetworks"),
    .executableTarget(
      name: "descent-fingerprints", dependencies: ["NeuralNetwork", "SampleNetworks"],
      path: "Tests/Fingerprints"),
    // A program that fills an archive while tests kill it.
    .target(
      name: "SampleStudies", dependencies: ["HyperparameterSearch"], path: "Tests/SampleStudies"),
    .executableTarget(
      name: "descent-study-writer",
      dependencies: ["HyperparameterSearch", "SampleStudies", "StudyStorage"],
      path: "Tests/StudyWriter"),
    .testTarget(
      name: "NeuralNetworkTests", dependencies: ["NeuralNetwork", "CKernels", "SampleNetworks"],
      swiftSettings: tests),
    .testTarget(
      name: "HyperparameterSearchTests", dependencies: ["HyperparameterSearch", "NeuralNetwork"],
      swiftSettings: tests),
    .testTarget(
      name: "StudyStorageTests",
      dependencies: [
        "StudyStorage", "HyperparameterSearch", "SampleStudies", "descent-study-writer",
      ], swiftSettings: tests),
    .testTarget(
      name: "CommandLanguageTests", dependencies: ["CommandLanguage"], swiftSettings: tests),
    .testTarget(
      name: "AskTellTests",
      dependencies: ["AskTell", "CommandLanguage", "HyperparameterSearch", "JSON"],
      swiftSettings: tests),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: tests),
    .testTarget(
      name: "LearningSessionTests",
      dependencies: [
        "LearningSession", "NeuralNetwork", "CommandLanguage", "HyperparameterSearch",
      ], swiftSettings: tests),
    .testTarget(
      name: "LayoutsTests",
      dependencies: [
        "Layouts", "Presentation", "LearningSession", "CommandLanguage", "NeuralNetwork", "JSON",
      ], swiftSettings: tests),
    .testTarget(name: "TerminalTests", dependencies: ["Terminal"], swiftSettings: tests),
    .testTarget(name: "EndToEndTests", swiftSettings: tests),
  ],
  swiftLanguageModes: [.v6]
)
