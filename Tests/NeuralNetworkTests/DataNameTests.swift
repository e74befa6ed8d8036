import Datasets
import Testing

/// Names of columns as they are typed and as they are told.
@Suite struct DataNameTests {
  /// A column's name is shown as it is typed.
  @Test func controlCharactersInNamesAreEscaped() throws {
    let text = "\"a\nb\",c\u{1},y\n1,2,3\n2,3,4\n"
    for (drop, part) in [("elsewhere", "`a\\nb`, `c\\x01`"), ("c\u{1},", "name is missing")] {
      let error = #expect(throws: DataError.self) {
        try load(text, columns: .except(drop))
      }
      #expect(error?.id == "csv-unknown-column")
      let said = "\(error?.message ?? "") \(error?.suggestion ?? "")"
      #expect(said.contains(part), "\(said)")
      #expect(!said.contains("``") && !said.contains("\u{FFFD}"), "\(said)")
    }
  }

  @Test func theTargetOfATableIsNotIgnored() {
    let file = TemporaryPath("a,b,c\n1,2,3\n2,3,4\n")
    let error = #expect(throws: DataError.self) {
      try loadResultTable(path: file.path, target: "c", ignoring: ["b", "c"])
    }
    #expect(error?.id == "csv-target-dropped")
  }
}
