// The arrows between the targets, read from the package manifest: data flows one way, and each folder
// knows only what the design lets it know.
import TestSupport
import Testing

@Suite struct PackageStructureTests {
  /// What each target may depend on; anything else is a new arrow, to be weighed first.
  private static let allowed: [String: Set<String>] = [
    "CKernels": [], "CLineEditor": [], "CMicrohttpd": [], "CSQLite": [], "CYaml": [], "CZlib": [],
    "Files": [],
    "JSON": [], "Text": [],
    "Numerics": [], "Datasets": ["CZlib", "Numerics", "Text"],
    "NeuralNetwork": ["CKernels", "Datasets", "Files", "JSON", "Numerics", "Text"],
    "HyperparameterSearch": ["Numerics"],
    "StudyStorage": ["CSQLite", "Files", "HyperparameterSearch", "JSON", "Text"],
    "CommandLanguage": ["Text"], "SpaceLanguage": ["CommandLanguage", "HyperparameterSearch"],
    "AskTell": [
      "CommandLanguage", "Files", "HyperparameterSearch", "JSON", "SpaceLanguage", "StudyStorage",
    ],
    "Events": [
      "CommandLanguage", "Datasets", "HyperparameterSearch", "NeuralNetwork", "Numerics",
    ],
    "Experiments": [
      "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "NeuralNetwork", "Numerics",
      "SpaceLanguage", "Text",
    ],
    "Course": [
      "CommandLanguage", "Datasets", "Events", "Experiments", "HyperparameterSearch",
      "NeuralNetwork", "Numerics", "Text",
    ],
    "Sessions": [
      "CommandLanguage", "Course", "Datasets", "Events", "Experiments", "Files",
      "HyperparameterSearch", "NeuralNetwork", "Numerics", "Text",
    ],
    "Notebooks": [
      "CommandLanguage", "Events", "Experiments", "Files", "JSON", "Layouts", "Numerics",
      "Presentation",
      "Sessions", "CYaml",
    ],
    "Exports": [
      "CommandLanguage", "Datasets", "Events", "Experiments", "JSON", "Layouts",
      "NeuralNetwork", "Notebooks", "Numerics", "Presentation", "Sessions", "Text",
    ],
    "Lessons": [
      "CommandLanguage", "Datasets", "Events", "Experiments", "Files", "HyperparameterSearch",
      "JSON",
      "Layouts", "NeuralNetwork",
      "Notebooks",
      "Presentation", "Sessions", "Text",
    ],
    "Grading": [
      "CommandLanguage", "Events", "Experiments", "Files", "Lessons", "Notebooks", "Presentation",
      "Sessions",
    ],
    "Presentation": [
      "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "NeuralNetwork", "Numerics",
      "Text",
    ],
    "Layouts": [
      "CZlib", "CommandLanguage", "Datasets", "Events", "HyperparameterSearch", "JSON",
      "NeuralNetwork",
      "Presentation", "Text",
    ],
    "Page": [
      "CMicrohttpd", "CommandLanguage", "Datasets", "Events", "Experiments", "Exports", "JSON",
      "Layouts", "NeuralNetwork", "Notebooks", "Pictures", "Presentation", "Sessions",
    ],
    "Terminal": ["CLineEditor", "Text"],
    "descent": [
      "AskTell", "CommandLanguage", "Course", "Events", "Experiments", "Exports", "Files",
      "Grading", "HyperparameterSearch", "Layouts", "Lessons", "NeuralNetwork", "Notebooks", "Page",
      "Pictures", "Presentation", "Sessions", "StudyStorage", "Terminal", "Text", "ArgumentParser",
    ],
    "Pictures": [
      "CommandLanguage", "Datasets", "Events", "Experiments", "HyperparameterSearch", "Layouts",
      "NeuralNetwork", "Numerics", "Presentation", "Sessions", "Text",
    ],
  ]

  @Test(arguments: allowed.keys.sorted())
  func importsFollowTheArrows(target: String) throws {
    let folder = checkout + "/Sources/" + target
    let files = swiftFiles(under: folder)
    let permitted = try #require(Self.allowed[target]).union(
      ["Glibc", "Darwin", "Synchronization", target])
    for file in files {
      for module in imports(of: file) {
        #expect(permitted.contains(module), "\(file) imports \(module)")
      }
    }
    let isC = ["CKernels", "CLineEditor", "CMicrohttpd", "CSQLite", "CYaml", "CZlib"].contains(
      target)
    #expect(files.isEmpty == isC, "\(folder) has \(files.count) Swift files")
  }

  @Test func everyTargetHasItsArrows() {
    let folders = Set(directoryEntries(checkout + "/Sources"))
    #expect(folders == Set(Self.allowed.keys))
  }

  /// Texts of several lines, as of a script in another language, are none of its own.
  private func imports(of file: String) -> [String] {
    let parts = fileText(file).split(separator: "\"\"\"", omittingEmptySubsequences: false)
    let code = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined()
    return code.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count,
        !line.hasPrefix("//")
      else { return nil }
      return words[place + 1].split(separator: ".").first.map(String.init)
    }
  }
}
