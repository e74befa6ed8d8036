// swift-tools-version: 6.1
// descent: a line-editing shell in which neural networks are tuned, regularized and optimized.
// The arrows between the targets are held in place by PackageStructureTests.
import PackageDescription

#if os(Linux)
  import Glibc
#endif

// Tests are compiled without optimization: what they call is optimized, and compiling them costs more than
// running them.
let tests: [SwiftSetting] = [.unsafeFlags(["-Onone", "-no-emit-module-separately-wmo"])]

// The program carries the Swift library with it: it starts faster and runs where no Swift is installed.
// Said here and not on the command line, so that program and tests, which need the shared library, are made
// of the same objects. Of Foundation there is only what swift-argument-parser takes; two parts of it are named
// because objects compiled for the shared one do not name them. lld takes libraries in any order.
let standalone: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-use-ld=lld", "-l_FoundationCShims", "-l_FoundationCollections",
      "-lswiftSynchronization",
    ],
    .when(platforms: [.linux], configuration: .release))
]

// What Debian's development packages bring as archives the program carries with it as well: to find and bind the
// shared ones takes a quarter of its start. scripts/archives makes `-lz` mean libz.a. Elsewhere, and in tests,
// they are shared.
#if os(Linux)
  #if arch(arm64)
    let libraries = "/usr/lib/aarch64-linux-gnu/lib"
  #else
    let libraries = "/usr/lib/x86_64-linux-gnu/lib"
  #endif
  let archives = ["edit", "tinfo", "bsd", "md", "sqlite3", "yaml", "z"].map {
    libraries + $0 + ".a"
  }
  let carried = (archives + ["/usr/lib/gcc/*/*/libstdc++.a"]).allSatisfy { pattern in
    var found = glob_t()
    defer { globfree(&found) }
    return glob(pattern, 0, nil, &found) == 0
  }
#else
  let carried = false
#endif

// What is said and shown, and what decides it, runs a few times a command: small code serves it better than fast
// code, and makes the program a twentieth smaller.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

// Nobody looks up the program's symbols by name, and to export them keeps what is not used. Nothing is thrown through
// frames, so their descriptions and the index of these, three megabytes, are left out. Its addresses are fixed when it
// is linked: to add where the system put it to each of Swift's 57,000 pointers is a tenth of its start and a megabyte
// of its file. Heap, stack and libraries stay where chance puts them. Functions and texts that are the same stand in
// it once, where nobody compares their addresses.
let lean: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-Xlinker", "--no-export-dynamic", "-Xlinker", "--no-eh-frame-hdr", "-Xclang-linker",
      "-no-pie", "-Xlinker", "--icf=safe", "-Xlinker", "-O2", "-Xlinker", "-T", "-Xlinker",
      "\(Context.packageDirectory)/scripts/no-frames.ld",
    ]
      + (carried ? ["-L\(Context.packageDirectory)/scripts/archives"] : []),
    .when(platforms: [.linux], configuration: .release))
]

// On macOS libyaml is Homebrew's, outside of where a compiler looks.
#if os(macOS)
  let yamlPackage: String? = "yaml-0.1"
#else
  let yamlPackage: String? = nil
#endif

let package = Package(
  name: "descent",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "descent", targets: ["descent"])],
  dependencies: [
    // Process flags, subcommands, --help and shell completion scripts; lines inside the shell are ours.
    .package(url: "https://github.com/apple/swift-argument-parser", "1.5.0"..<"2.0.0")
  ],
  targets: [
    .target(name: "CKernels"),
    .target(name: "CLineEditor"),
    // HTTP for the page: the system's libmicrohttpd, loaded when it is asked for.
    .target(name: "CMicrohttpd"),
    // Gzipped data sets and pictures; zlib comes with macOS and with every Debian but for its header.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "JSON"),
    .target(name: "Text"),
    .target(name: "Files"),
    // Random streams and functions with the same bits everywhere.
    .target(name: "Numerics"),
    .target(
      name: "Datasets", dependencies: ["CZlib", "Numerics", "Text"], swiftSettings: small),
    .target(
      name: "NeuralNetwork",
      dependencies: ["CKernels", "Datasets", "Files", "JSON", "Numerics", "Text"]),
    .target(name: "HyperparameterSearch", dependencies: ["Numerics"]),
    // Searches that outlive the program; SQLite comes with macOS and, but for its header, with Debian.
    .systemLibrary(name: "CSQLite", providers: [.apt(["libsqlite3-dev"])]),
    .target(
      name: "StudyStorage",
      dependencies: ["CSQLite", "Files", "HyperparameterSearch", "JSON", "Text"],
      swiftSettings: small),
    // The front matter of lessons and transcripts.
    .systemLibrary(
      name: "CYaml", pkgConfig: yamlPackage,
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "CommandLanguage", dependencies: ["Text"], swiftSettings: small),
    .target(
      name: "SpaceLanguage", dependencies: ["CommandLanguage", "HyperparameterSearch"],
      swiftSettings: small),
    .target(
      name: "AskTell",
      dependencies: [
        "CommandLanguage", "Files", "HyperparameterSearch", "JSON", "SpaceLanguage", "StudyStorage",
      ],
      swiftSettings: small),
    // What commands say: values only.
    .target(
      name: "Events",
      dependencies: [
        "CommandLanguage", "Datasets", "HyperparameterSearch", "NeuralNetwork", "Numerics",
      ], swiftSettings: small),
    // The state of an experiment, training, races and searches: they know no session.
    .target(
      name: "Experiments",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "NeuralNetwork",
        "Numerics", "SpaceLanguage", "Text",
      ], swiftSettings: small),
    // What is said of them: coach, topics, diagnosis, verdicts.
    .target(
      name: "Course",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "Experiments", "HyperparameterSearch",
        "NeuralNetwork", "Numerics", "Text",
      ], swiftSettings: small),
    // Commands, which prepare and perform.
    .target(
      name: "Sessions",
      dependencies: [
        "CommandLanguage", "Course", "Datasets", "Events", "Experiments", "Files",
        "HyperparameterSearch", "NeuralNetwork", "Numerics", "Text",
      ], swiftSettings: small),
    .target(
      name: "Presentation",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "NeuralNetwork",
        "Numerics", "Text",
      ], swiftSettings: small),
    .target(
      name: "Layouts",
      dependencies: [
        "CZlib", "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "JSON",
        "NeuralNetwork",
        "Presentation", "Text",
      ], swiftSettings: small),
    // `plot`: each kind of picture is a figure made of the state.
    .target(
      name: "Pictures",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "Experiments", "HyperparameterSearch", "Layouts",
        "NeuralNetwork", "Numerics", "Presentation", "Sessions", "Text",
      ], swiftSettings: small),
    // Cells that know whether they are true, transcripts, replay.
    .target(
      name: "Notebooks",
      dependencies: [
        "CYaml", "CommandLanguage", "Events", "Experiments", "Files", "JSON", "Layouts", "Numerics",
        "Presentation", "Sessions",
      ], swiftSettings: small),
    // The notebook in forms that other programs open.
    .target(
      name: "Exports",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "Experiments", "JSON", "Layouts",
        "NeuralNetwork", "Notebooks", "Numerics", "Presentation", "Sessions", "Text",
      ], swiftSettings: small),
    .target(
      name: "Lessons",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "Experiments", "Files", "HyperparameterSearch",
        "JSON",
        "Layouts", "NeuralNetwork", "Notebooks", "Presentation", "Sessions", "Text",
      ], swiftSettings: small),
    // What a class handed in: run again, counted, and written as tables.
    .target(
      name: "Grading",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "Files", "Lessons", "Notebooks", "Presentation",
        "Sessions",
      ], swiftSettings: small),
    // The session in a browser: a server, what is posted to it, and the page itself.
    .target(
      name: "Page",
      dependencies: [
        "CMicrohttpd", "CommandLanguage", "Datasets", "Events", "Experiments", "Exports", "JSON",
        "Layouts", "NeuralNetwork", "Notebooks", "Pictures", "Presentation", "Sessions",
      ], swiftSettings: small),
    .target(name: "Terminal", dependencies: ["CLineEditor", "Text"], swiftSettings: small),
    .executableTarget(
      name: "descent",
      dependencies: [
        "AskTell", "CommandLanguage", "Course", "Events", "Experiments", "Exports", "Files",
        "Grading", "HyperparameterSearch", "Layouts", "Lessons", "NeuralNetwork", "Notebooks",
        "Page",
        "Pictures", "Presentation", "Sessions", "StudyStorage", "Terminal", "Text",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: small, linkerSettings: standalone + lean),
    // Timing for `make bench`; no product, so that the program is built and installed without it.
    .target(name: "PeakLoop", path: "Benchmarks/PeakLoop"),
    .executableTarget(
      name: "descent-bench",
      dependencies: [
        "CKernels", "Datasets", "Experiments", "HyperparameterSearch", "NeuralNetwork",
        "Notebooks", "Numerics", "PeakLoop", "Sessions",
      ],
      path: "Benchmarks/Sources"),
    // What every program with swift-argument-parser weighs, for `Benchmarks/weight.py`.
    .executableTarget(
      name: "descent-bare",
      dependencies: [.product(name: "ArgumentParser", package: "swift-argument-parser")],
      path: "Benchmarks/Bare", linkerSettings: standalone),
    // Two dozen trainings with known ends, for the tests of the optimized build and for a program that
    // runs them in a debug build.
    .target(
      name: "SampleNetworks", dependencies: ["Datasets", "NeuralNetwork", "Numerics"],
      path: "Tests/SampleNetworks"),
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
    // What commands say in every layout, for `make interop`, which compares them.
    .executableTarget(
      name: "descent-blocks",
      dependencies: [
        "Events", "Experiments", "Files", "JSON", "Layouts", "Lessons", "Notebooks", "Pictures",
        "Presentation",
        "Sessions",
      ],
      path: "Tests/BlockWriter"),
    // What the tests of several targets share: files of their own, seeded cases, and the wish to stop.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    // The network in double precision, which results are held against.
    .target(
      name: "DoubleNetwork", dependencies: ["Datasets", "NeuralNetwork"],
      path: "Tests/DoubleNetwork"),
    .testTarget(
      name: "NeuralNetworkTests",
      dependencies: [
        "CKernels", "Datasets", "DoubleNetwork", "Files", "NeuralNetwork", "Numerics",
        "SampleNetworks", "TestSupport", "Text",
      ],
      swiftSettings: tests),
    .testTarget(
      name: "HyperparameterSearchTests", dependencies: ["HyperparameterSearch", "Numerics"],
      swiftSettings: tests),
    .testTarget(
      name: "StudyStorageTests",
      dependencies: [
        "StudyStorage", "HyperparameterSearch", "SampleStudies", "TestSupport",
        "descent-study-writer",
      ], swiftSettings: tests),
    .testTarget(
      name: "CommandLanguageTests", dependencies: ["CommandLanguage", "TestSupport", "Text"],
      swiftSettings: tests),
    .testTarget(
      name: "AskTellTests",
      dependencies: [
        "AskTell", "CommandLanguage", "HyperparameterSearch", "JSON", "StudyStorage", "TestSupport",
      ],
      swiftSettings: tests),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: tests),
    // A session whose output is kept.
    .target(
      name: "SessionSupport",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "Lessons", "Pictures", "Sessions",
        "TestSupport",
      ], path: "Tests/SessionSupport", swiftSettings: tests),
    .testTarget(
      name: "SessionsTests",
      dependencies: [
        "CommandLanguage", "Course", "Datasets", "DoubleNetwork", "Events", "Experiments", "Files",
        "HyperparameterSearch", "Lessons", "NeuralNetwork", "Numerics", "SessionSupport",
        "Sessions",
        "TestSupport", "Text",
      ], swiftSettings: tests),
    .testTarget(
      name: "LayoutsTests",
      dependencies: [
        "CommandLanguage", "Course", "Events", "Experiments", "Files", "JSON", "Layouts", "Lessons",
        "NeuralNetwork", "Notebooks", "Presentation", "SessionSupport", "Sessions", "TestSupport",
        "Text",
      ],
      swiftSettings: tests),
    .testTarget(
      name: "NotebooksTests",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "Exports", "Files", "JSON", "Layouts",
        "Lessons",
        "Notebooks", "Pictures", "Presentation", "Sessions", "TestSupport",
      ], swiftSettings: tests),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "Files", "Lessons", "NeuralNetwork",
        "Notebooks",
        "Pictures",
        "SessionSupport", "Sessions", "TestSupport",
      ], swiftSettings: tests),
    .testTarget(
      name: "GradingTests",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "Files", "Grading", "Lessons", "Notebooks",
        "Pictures", "Sessions", "TestSupport",
      ], swiftSettings: tests),
    .testTarget(
      name: "PicturesTests",
      dependencies: [
        "CommandLanguage", "Datasets", "Events", "Experiments", "HyperparameterSearch", "Layouts",
        "NeuralNetwork", "Numerics", "Pictures", "Presentation", "SessionSupport", "Sessions",
        "TestSupport", "Text",
      ], swiftSettings: tests),
    .testTarget(
      name: "PageTests",
      dependencies: [
        "CommandLanguage", "Events", "Experiments", "JSON", "Layouts", "Notebooks", "Page",
        "Pictures", "Presentation", "Sessions", "TestSupport",
      ], swiftSettings: tests),
    .testTarget(
      name: "TerminalTests", dependencies: ["Terminal", "TestSupport"], swiftSettings: tests),
    .testTarget(name: "EndToEndTests", dependencies: ["TestSupport"], swiftSettings: tests),
  ],
  swiftLanguageModes: [.v6]
)
