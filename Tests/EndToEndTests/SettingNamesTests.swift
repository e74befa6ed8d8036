// What distinguishes one setting from another stands in the list of settings: nothing else in the
// program asks for a setting by its name.
import TestSupport
import Testing

@Suite struct SettingNamesTests {
  /// The cases of `SettingID` with their raw values.
  private static let names: Set<Substring> = {
    let file = fileText(checkout + "/Sources/Experiments/Settings/SettingID.swift")
    let cases = file.split(separator: "\n").filter { $0.hasPrefix("  case ") }
    return Set(
      cases.flatMap { $0.dropFirst(7).split(separator: ",") }.map { text in
        let words = text.split { " =\"".contains($0) }
        return words.last ?? ""
      })
  }()

  @Test(arguments: ["Course", "Events", "Experiments", "Layouts", "Presentation", "Sessions"])
  func noneIsAskedForByName(folder: String) {
    let files = swiftFiles(under: checkout + "/Sources/" + folder)
      .filter { !$0.contains("/Experiments/Settings/") }
    #expect(!files.isEmpty)
    for file in files {
      for line in fileText(file).split(separator: "\n") where Self.asksForSetting(line) {
        Issue.record("\(file) asks for a setting by its name: \(line)")
      }
    }
  }

  @Test(arguments: [
    #"if setting.name == "loss", let data {"#, #"guard "init" != name else { return }"#,
    #"case "l1", "l2":"#, #"isFirst = names.contains("lr")"#, #"  "seed": "every trial","#,
    #"if ["explain", "batch"].contains(name) {"#, #"static let optimizer = "optimizer""#,
    "if axis.name == SettingID.l1mode.rawValue {",
  ])
  func aComparisonIsFound(line: String) { #expect(Self.asksForSetting(line[...])) }

  @Test(arguments: [
    #"if name == "layers" {"#, #"seeAlso: ["lr", "batch"],"#, #"("seed", .unsigned(seed)),"#,
    #"let plain = isTest ? "loss" : nil"#, #"name: "l1", aliases: ["lasso", "l1", "sparse"],"#,
  ])
  func otherUsesOfTheWordsAreNot(line: String) { #expect(!Self.asksForSetting(line[...])) }

  /// Whether a setting's name stands in a comparison, a pattern, a list or a table of names, or it is
  /// picked from the enum of all.
  private static func asksForSetting(_ line: Substring) -> Bool {
    if line.contains("SettingID.") { return true }
    let parts = line.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.indices.contains { place in
      guard place % 2 == 1, place + 1 < parts.count, names.contains(parts[place]) else {
        return false
      }
      let isPattern = parts[0].drop { $0 == " " } == "case "
      return isPattern || isCompared(parts[place - 1], parts[place + 1])
        || isListed(parts[..<place])
    }
  }

  private static func isCompared(_ before: Substring, _ after: Substring) -> Bool {
    let isConstant = before.hasSuffix(" = ") && before.contains("let ")
    return ["== ", "!= ", "contains("].contains { before.hasSuffix($0) }
      || [" ==", " !=", ":"].contains { after.hasPrefix($0) } || isConstant
  }

  /// Topics have lists of words, among them those of settings.
  private static func isListed(_ before: ArraySlice<Substring>) -> Bool {
    let code = before.indices.filter { $0 % 2 == 0 }.map { before[$0] }
    guard let list = code.last(where: { $0 != ", " }), list.hasSuffix("[") else { return false }
    return !["aliases: [", "seeAlso: [", "synonyms: ["].contains { list.hasSuffix($0) }
  }
}
