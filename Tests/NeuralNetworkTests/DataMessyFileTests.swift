// Files as people and spreadsheets write them: other separators, other ways of writing numbers, texts
// among numbers, columns that are of no use.

import Datasets
import Testing

@Suite struct DataMessyFileTests {
  /// A file of two columns, the second a class.
  private func file(_ fields: [String], separator: String = ",") -> String {
    let quoted = fields.map { $0.contains(separator) ? "\"\($0)\"" : $0 }
    return "x\(separator)y\n"
      + quoted.enumerated().map { "\($1)\(separator)\($0 % 2 == 0 ? "a" : "b")\n" }.joined()
  }

  private func inputs(_ fields: [String], separator: String = ",") throws -> [Float] {
    try load(file(fields, separator: separator)).training.inputs
  }

  // MARK: Separators

  @Test(arguments: [";", "\t", "|", ","]) func otherSeparators(_ separator: String) throws {
    let rows = ["a b, name ,y", "1,2.5,p", "\"3\",-4,q", ",,", "5, 6 ,p"]
    let text = rows.map { $0.split(separator: ",", omittingEmptySubsequences: false) }
      .map { $0.joined(separator: separator) }.joined(separator: "\r\n")
    let data = try load(text)
    #expect(data.columns.map(\.name) == ["a b", "name"])
    #expect(data.training.inputs == [1, 2.5, 3, -4, 5, 6], "a row without any value is none")
  }

  @Test func aDeclaredSeparatorIsNoRow() throws {
    let data = try load("sep=;\r\nx;y\r\n1,5;a\r\n2;b\r\n")
    #expect(data.training.inputs == [1.5, 2])
    let error = #expect(throws: DataError.self) { try load("sep=;\nx;y\n1;2;3\n") }
    #expect(error?.line == 3)
  }

  @Test func theSeparatorIsTheOneThatDividesTheRows() throws {
    let data = try load("a;b,y\n1,p\n2,q\n")
    #expect(data.columns.map(\.name) == ["a;b"])
    #expect(try load("a,b;y\n1,5;p\n2,5;q\n").columns.map(\.name) == ["a,b"])
  }

  /// What was seen is said: where a line is separated otherwise than the header, and by what.
  @Test(arguments: [
    ("x,y\n1;2\n", "separated by semicolons, the header by commas"),
    ("x;z;y\n1;2;3\n1\t2\t3\n", "separated by tabs, the header by semicolons"),
    ("x,y\n1 2\n", "separated by blanks, the header by commas"),
    ("x y\n1 2\n", "separated by blanks"),
    ("x y\n1;2\n", "separated by semicolons"),
  ]) func mixedSeparatorsAreNamed(_ text: String, _ seen: String) {
    let error = #expect(throws: DataError.self) { try load(text) }
    #expect(error?.message.contains(seen) == true, "\(error?.message ?? "")")
  }

  // MARK: Ways of writing numbers

  @Test(
    arguments: [
      (["12,5", "-3,25", "7", "1,5e3"], [12.5, -3.25, 7, 1500]),
      (["1.234,5", "12", "1.000.000"], [1234.5, 12, 1_000_000]),
      (["1.234.567", "12.000", "7"], [1_234_567, 12000, 7]),
      (["1,234.5", "12", "-1,000,000"], [1234.5, 12, -1_000_000]),
      (["1 234,5", "1\u{A0}000", "0,5"], [1234.5, 1000, 0.5]),
      (["1 000", "2"], [1000, 2]), (["1\u{202F}234.5", "10"], [1234.5, 10]),
      (["1'234.50", "1\u{2019}000", "9"], [1234.5, 1000, 9]),
      (["5%", "12.5 %", "-1%"], [5, 12.5, -1]), (["5,5\u{A0}%", "7 %"], [5.5, 7]),
      (["$5", "-$1,234.50", "$ 7"], [5, -1234.5, 7]), (["5 €", "1.234,50 €"], [5, 1234.5]),
      (["£1.5", "£2"], [1.5, 2]), (["\u{2212}5", "6"], [-5, 6]),
    ] as [([String], [Float])]) func numbersAsTheyAreWritten(
      _ fields: [String], _ expected: [Float]
    ) throws
  {
    for separator in [",", ";"] {
      #expect(try inputs(fields, separator: separator) == expected)
    }
  }

  /// Thousands of different ones, which are kept as numbers, are read as few are.
  @Test func manyNumbersWithDecimalCommas() throws {
    let values = (0..<3000).map { Float($0) + 0.25 }
    let fields = (0..<3000).map { "\($0),25" }
    let data = try load(file(fields))
    #expect(data.training.inputs == values)
    #expect(
      data.notes.first
        == .numbersRead(
          column: "x", format: NumberFormat(decimal: .comma, grouping: .none, unit: .none),
          example: "0,25", value: 0.25, isAssumed: false))
    let error = #expect(throws: DataError.self) { try load(file(fields + ["2.5"])) }
    #expect(error?.id == "csv-not-a-number" && error?.line == 3002)
    #expect(error?.message.contains("`0,25`") == true, "how the others are written")
  }

  /// One field that is written otherwise is a mistake, not a reason to read the column otherwise.
  @Test(arguments: ["5,5", "5%", "$5", "12o", "1.2.3", "€7", "two"])
  func oneFieldUnlikeTheOthersIsNamed(_ odd: String) throws {
    for rows in [24, 3000] {
      var fields = (0..<rows).map { "\($0).25" }
      fields[17] = odd
      let error = #expect(throws: DataError.self) { try load(file(fields)) }
      #expect(error?.id == "csv-not-a-number" && error?.line == 19 && error?.column == 1)
      #expect(error?.message.contains("`\(odd)`") == true)
      // What it offers works.
      #expect(error?.suggestion?.contains("missing=drop") == true)
      let dropped = try load(file(fields), missing: .drop)
      #expect(dropped.training.count == rows - 1 && dropped.training.inputCount == 1)
      #expect(dropped.notes.contains(.takenAsMissing(column: "x", rows: 1, first: odd, line: 19)))
      #expect(try load(file(fields), missing: .mean).training.count == rows)
    }
  }

  @Test(arguments: ["-", ".", "None", "MISSING", "missing", "n/a", "?", ""])
  func wordsForNoNumber(_ word: String) throws {
    for rows in [24, 3000] {
      var fields = (0..<rows).map { "\($0).25" }
      fields[5] = word
      let error = #expect(throws: DataError.self) { try load(file(fields)) }
      #expect(error?.id == "csv-missing-values" && error?.line == 7)
      #expect(try load(file(fields), missing: .drop).training.count == rows - 1)
      let filled = try load(file(fields), missing: .mean)
      #expect(filled.training.count == rows && filled.columns[0].kind == .number)
    }
  }

  @Test func amongTextsThoseWordsAreTexts() throws {
    let data = try load(file(["attached", "None", "-", "missing", "attached"]))
    #expect(data.columns[0].kind == .category(["-", "None", "attached", "missing"]))
  }

  @Test(arguments: ["inf", "-Infinity", "∞"]) func infiniteNumbersAreRefused(_ text: String) {
    for policy in CSVOptions.MissingPolicy.allCases {
      let fields = (0..<24).map { "\($0).25" } + [text]
      let error = #expect(throws: DataError.self) { try load(file(fields), missing: policy) }
      #expect(error?.id == "csv-infinite-number" && error?.line == 26)
    }
  }

  /// Codes with a text among them that comes as often as they do are categories, and so are texts with a
  /// number among them.
  @Test func codesAndTextsAreCategories() throws {
    let codes = (0..<60).map { ["0", "1", "2", "3+"][$0 % 4] }
    #expect(try load(file(codes)).columns[0].kind == .category(["0", "1", "2", "3+"]))
    let rare = (0..<60).map { $0 % 20 == 7 ? "3+" : ["0", "1", "2"][$0 % 3] }
    #expect(try load(file(rare)).columns[0].kind == .category(["0", "1", "2", "3+"]))
    let slip = (0..<60).map { $0 == 30 ? "2o" : ["0", "1", "2"][$0 % 3] }
    #expect(throws: DataError.self) { try load(file(slip)) }
    let texts = (0..<60).map { ["red", "blue", "7"][$0 % 3] }
    #expect(try load(file(texts)).columns[0].kind == .category(["7", "blue", "red"]))
  }

  // MARK: What a comma means

  /// Three digits behind every comma: the rest of the file decides, then the separator, and it is said.
  @Test func threeDigitsBehindEveryComma() throws {
    let fields = (1...9).map { "\($0),\(99 + $0)" }
    let thousands: [Float] = (1...9).map { Float($0 * 1000 + 99 + $0) }
    let decimals: [Float] = (1...9).map { Float("\($0).\(99 + $0)") ?? .nan }
    func read(_ separator: String, _ other: String? = nil) throws -> (inputs: [Float], note: Bool) {
      let head = other == nil ? "x\(separator)y\n" : "x\(separator)z\(separator)y\n"
      let rows = fields.enumerated().map { row, field in
        let x = separator == "," ? "\"\(field)\"" : field
        let z = other.map { "\(separator)\"\($0)\"" } ?? ""
        return "\(x)\(z)\(separator)\(row % 2 == 0 ? "a" : "b")\n"
      }
      let data = try load(head + rows.joined())
      let isAssumed = data.notes.contains { note in
        if case .numbersRead("x", _, _, _, true) = note { true } else { false }
      }
      return ((0..<9).map { data.training.row($0)[0] }, isAssumed)
    }
    #expect(try read(",") == (thousands, true))
    #expect(try read(";") == (decimals, true))
    #expect(try read(",", "1,5") == (decimals, true))
    #expect(try read(";", "1.5") == (thousands, true))
    #expect(try inputs(["0,125", "1,250"]) == [0.125, 1.25], "no thousands begin with a zero")
    let doubtful = #expect(throws: DataError.self) { try inputs(["1,234", "1500", "2,100"]) }
    #expect(doubtful?.id == "csv-ambiguous-numbers" && doubtful?.line == 2)
  }

  /// Beside decimal commas a point divides thousands.
  @Test(arguments: [12, 2000]) func pointsBesideDecimalCommas(_ rows: Int) throws {
    let text = (0..<rows).map {
      "\($0),5;\($0 % 9 + 1).\(100 + $0 % 900);\($0 % 2 == 0 ? "a" : "b")\n"
    }
    let data = try load("x;p;y\n" + text.joined())
    #expect(
      (0..<rows).allSatisfy {
        data.training.row($0) == [Float($0) + 0.5, Float(($0 % 9 + 1) * 1000 + 100 + $0 % 900)]
      })
  }

  /// Where both readings are possible, `decimal` chooses, and then nothing is assumed.
  @Test(arguments: [",", ";"]) func whatDividesDecimalsCanBeSaid(_ separator: String) throws {
    let rows = (1...6).map {
      "\"\($0),\(99 + $0)\"\(separator)\($0).\(99 + $0)\(separator)\($0 % 2)\n"
    }
    for (decimal, wanted) in [
      (NumberFormat.Mark.comma, [1.1, 1100] as [Float]), (.point, [1100, 1.1]),
    ] {
      let data = try load(
        "x\(separator)p\(separator)y\n" + rows.joined(), decimal: decimal)
      #expect(data.training.row(0) == wanted)
      for case .numbersRead(_, _, _, _, let isAssumed) in data.notes { #expect(!isAssumed) }
    }
    let mixed =
      "x\(separator)y\n\"1,234\"\(separator)a\n1500\(separator)b\n\"2,100\"\(separator)a\n"
    #expect(try load(mixed, decimal: .comma).training.inputs == [1.234, 1500, 2.1])
    #expect(throws: DataError.self) { try load(mixed, decimal: .point) }
  }

  // MARK: A header that is none

  @Test(arguments: [
    ("5.1,3.5,1\n4.9,3.0,2\n4.7,3.2,1\n", "1", true),
    ("5.1,3.5,p\n4.9,3.0,q\n4.7,3.2,p\n", "p", true),
    ("5.1,,p\n4.9,3.0,q\n4.7,3.2,p\n", "p", true),
    ("2019,2020,y\n4.9,3.0,q\n4.7,3.2,p\n", "y", false),
    ("a,b,1\n4.9,3.0,2\n4.7,3.2,1\n", "1", false), ("p,q,y\np,q,y\nq,p,z\n", "y", false),
  ])
  func aHeaderThatLooksLikeDataIsTold(_ text: String, _ target: String, _ isTold: Bool) throws {
    let data = try load(text, target: target)
    let told = data.notes.contains { if case .headerLikeData = $0 { true } else { false } }
    #expect(told == isTold)
  }

  @Test func equalNumbersAreNoHeader() {
    let error = #expect(throws: DataError.self) {
      try load("3,3,1\n1,2,3\n4,5,6\n", target: "1")
    }
    #expect(error?.id == "csv-no-header")
  }

  // MARK: What is missing

  /// Only what is filled in is said to be.
  @Test(arguments: [
    ("x,y\n1,2\n2,\n3,4\n", false), ("x,y\n1,2\n2,NA\n3,4.5\n4,abc\n5,6\n6,7\n7,8\n", false),
    ("x,y\n1,2\n,3\n3,4\n", true), ("x,y\n1,2\n,3\n3,\n", true),
  ])
  func aTargetIsNotFilledIn(_ text: String, _ isFilled: Bool) {
    let error = #expect(throws: DataError.self) { try load(text) }
    #expect(error?.suggestion?.contains("missing=drop") == true)
    #expect(error?.suggestion?.contains("missing=mean") == isFilled)
  }

  // MARK: Columns of no use

  @Test func columnsThatHardlyRepeatAreNamed() throws {
    let rows = (0..<24).map {
      "Person \($0),2024-01-\($0),\($0 + 1),\($0 % 5),\($0 % 2 == 0 ? "a" : "b")\n"
    }
    let text = "full name,date,no,x,y\n" + rows.joined()
    let data = try load(text)
    #expect(data.training.inputCount == 50)
    #expect(data.notes.contains(.hardlyRepeating(columns: ["full name", "date"], rows: 24)))
    #expect(data.notes.contains(.countsRows(column: "no")))
    let left = try load(text, columns: .except("full name,date,no"))
    #expect(left.inputNames == ["x"] && left.notes.isEmpty)
    #expect(try load(text, columns: .only(" x ,no")).inputNames == ["no", "x"])
    #expect(try load(text, columns: .only("x,y")).inputNames == ["x"])
  }

  /// Fields of columns that are left out may be anything.
  @Test func columnsLeftOutAreNotLookedAt() throws {
    let text = "a,b,y\n1,inf,p\n2,,q\n3,word,p\n"
    #expect(try load(text, columns: .except("b")).training.inputs == [1, 2, 3])
    #expect(throws: DataError.self) { try load(text) }
  }

  @Test(arguments: [
    (ColumnSelection.except("b,y"), "csv-target-dropped"), (.except("a,b"), "csv-no-inputs"),
    (.only("y"), "csv-no-inputs"), (.only("A"), "csv-unknown-column"),
    (.except("a,,b"), "csv-unknown-column"),
  ]) func selectionsThatCannotBe(_ columns: ColumnSelection, _ id: String) {
    let error = #expect(throws: DataError.self) {
      try load("a,b,y\n1,2,p\n2,3,q\n", columns: columns)
    }
    #expect(error?.id == id && error?.suggestion?.isEmpty == false)
  }

  @Test func namesWithCommasAreFound() throws {
    let text = "\"a,b\",a,c,y\n1,2,3,p\n4,5,6,q\n"
    #expect(try load(text, columns: .except("a,b,c")).inputNames == ["a"])
    #expect(try load(text, columns: .only("a,c")).inputNames == ["a", "c"])
    #expect(
      columnOption("drop", ["a,b", "x_1", "say \"hi\""]) == "drop=\"a,b\",x_1,\"say \\\"hi\\\"\"")
  }

  @Test func columnsWithoutNameAndValueAreLeftOut() throws {
    let data = try load("x;y;;\r\n1;a;;\r\n2;b;;\r\n;;;\r\n3;a;;\r\n4;b;;\r\n")
    #expect(data.inputNames == ["x"] && data.training.count == 4)
    #expect(data.notes == [.emptyColumnsLeftOut(positions: [3, 4])])
    // One with a name may have been forgotten: that is asked.
    let error = #expect(throws: DataError.self) { try load("x,note,y\n1,,a\n2,,b\n") }
    #expect(error?.suggestion?.contains("drop=note") == true)
  }

  // MARK: Typed by hand

  @Test func examplesMayBeWrittenAsTheFileIs() throws {
    let data = try load(file(["12,5", "3,25"], separator: ";"))
    #expect(try data.encode(["12,5"]) == [12.5])
    #expect(try data.encode(["5 %"]) == [5])
    #expect(try data.encode(["1,234"]) == [1.234])
    let plain = try load(file(["12.5", "3.25"], separator: ";"))
    #expect(throws: DataError.self) { try plain.encode(["1,234"]) }
  }
}
