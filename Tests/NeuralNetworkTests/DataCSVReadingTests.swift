// What a CSV file may look like, and that its fields arrive as they were written.

import Datasets
import TestSupport
import Testing

@Suite struct DataCSVReadingTests {
  @Test func numbersArriveAsWritten() throws {
    let data = try load(
      """
      a,b,y
      1,-2.5,0.25
      3e2,.5,1.75
      +7,1e-3,-9.5

      """)
    #expect(data.columns.map(\.name) == ["a", "b"])
    #expect(data.inputNames == ["a", "b"])
    #expect(data.targetName == "y")
    #expect(data.task == .regression)
    #expect(data.training.inputs == [1, -2.5, 300, 0.5, 7, 1e-3])
    #expect(data.training.values == [0.25, 1.75, -9.5])
    #expect(data.test == nil)
    #expect(data.standardization == nil)
    #expect(data.notes.isEmpty)
  }

  @Test(arguments: ["\n", "\r\n", "\r"]) func lineEndings(_ end: String) throws {
    let lines = ["x,y", "1,0.5", "", "2,1.5", "  ", "3,2.5"]
    for last in ["", end, end + end] {
      let data = try load(lines.joined(separator: end) + last)
      #expect(data.training.inputs == [1, 2, 3])
    }
  }

  @Test func lineEndingsMayBeMixed() throws {
    let data = try load("x,y\r\n1,0.5\n2,1.5\r3,2.5\r\n\r\n4,3.5")
    #expect(data.training.inputs == [1, 2, 3, 4])
  }

  @Test func byteOrderMarkIsNoPartOfTheHeader() throws {
    let data = try load("\u{FEFF}x,y\n1,0.5\n2,0.75\n")
    #expect(data.columns.map(\.name) == ["x"])
  }

  @Test func quotedFields() throws {
    let data = try load(
      "\"a \"\"big\"\" name\", y ,z\n\"1\",\"p, q\",0.5\n \"2\" ,\"two\nlines\",1.5\n3,  bare text ,2.5\n",
      target: "z")
    #expect(data.columns[0].name == "a \"big\" name")
    #expect(data.columns[1].name == "y")
    #expect(data.columns[1].kind == .category(["bare text", "p, q", "two\nlines"]))
    #expect(
      data.training.inputs == [
        1, 0, 1, 0,
        2, 0, 0, 1,
        3, 1, 0, 0,
      ])
  }

  /// Any table, written in any of the ways RFC 4180 allows, reads back the same.
  @Test(arguments: 0..<60 as Range<UInt64>) func writtenTablesReadBack(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let rows = 2 + random.below(40)
    let columns = 1 + random.below(6)
    let isText = (0..<columns).map { _ in random.below(3) == 0 }
    let words = [
      "a", "b,c", "say \"hi\"", "two\nlines", "crlf\r\nin", "naïve", "日本", " blank ", "7up",
    ]
    var texts = [[String]](repeating: [], count: rows)
    var numbers = [[Float]](repeating: [], count: rows)
    for row in 0..<rows {
      for column in 0..<columns {
        if isText[column] {
          // The first row is text in any case, so that the column is one.
          texts[row].append(words[row == 0 ? 0 : random.below(words.count)])
          numbers[row].append(.nan)
        } else {
          let value = Float(random.unit() * 200 - 100)
          numbers[row].append(value)
          texts[row].append("\(value)")
        }
      }
      texts[row].append("\(Double(row) + 0.5)")
    }
    func written(_ field: String) -> String {
      let isSpecial = field.contains { ",\"\n\r\r\n".contains($0) } || field.hasPrefix(" ")
      guard isSpecial || random.below(3) == 0 else { return field }
      var quoted = "\""
      for scalar in field.unicodeScalars {
        quoted.unicodeScalars.append(scalar)
        if scalar == "\"" { quoted.unicodeScalars.append(scalar) }
      }
      return quoted + "\""
    }
    var file = (0..<columns).map { "c\($0)" }.joined(separator: ",") + ",y"
    for row in texts {
      file +=
        ["\n", "\r\n", "\r"][random.below(3)] + row.map { written($0) }.joined(separator: ",")
    }
    let data = try load(file, task: .regress)
    #expect(data.training.count == rows)
    var offset = 0
    for column in 0..<columns {
      guard isText[column] else {
        #expect((0..<rows).map { data.training.row($0)[offset] } == numbers.map { $0[column] })
        offset += 1
        continue
      }
      let expected = Set(texts.map { $0[column] }).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
      #expect(data.columns[column].kind == .category(expected))
      for row in 0..<rows {
        let cells = data.training.row(row)[offset..<offset + expected.count]
        #expect(Array(cells) == expected.map { $0 == texts[row][column] ? 1 : 0 })
      }
      offset += expected.count
    }
  }

  /// Records of every length around the reader's chunks are found whole.
  @Test func recordsAcrossChunks() throws {
    var random = SeededGenerator(seed: 7)
    var file = "text,x,y\n"
    var expected: [Float] = []
    var categories: Set<String> = []
    let words = (0..<20).map { "w\($0)" + String(repeating: "é\"\n", count: 700 * $0) }
    for row in 0..<400 {
      let word = words[random.below(words.count)]
      categories.insert(word)
      let quoted = word.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      file += "\"\(quoted)\",\(row),\(row).5\r\n"
      expected.append(Float(row))
    }
    #expect(file.utf8.count > 2_000_000)
    let data = try load(file)
    let column = data.training.inputCount - 1
    #expect((0..<400).map { data.training.row($0)[column] } == expected)
    #expect(data.training.inputCount == categories.count + 1)
    // Lines are counted through all of it.
    let lines = 1 + file.utf8.count { $0 == 0x0A }
    let error = #expect(throws: DataError.self) { try load(file + "a,b") }
    #expect(error?.line == lines)
  }

  /// Against the standard library's own conversion, for digits of every length and power.
  @Test func numbersAreTheNearestOnes() throws {
    var random = SeededGenerator(seed: 3)
    var texts: [String] = []
    for _ in 0..<4000 {
      let digits = 1 + random.below(20)
      var text = random.below(2) == 0 ? "-" : ""
      let point = random.below(digits + 1)
      for place in 0..<digits {
        if place == point { text += "." }
        text += "\(random.below(10))"
      }
      if random.below(2) == 0 {
        text += "\(random.below(2) == 0 ? "e" : "E")\(random.below(60) - 45)"
      }
      texts.append(text)
    }
    texts += ["5e-324", "1e-400", "0.1", "123456789012345678", "9007199254740993", "3.4028235e38"]
    // Standardized, so that the mean and deviation tell about the Doubles that were read.
    let file = "x,y\n" + texts.enumerated().map { "\($1),\($0).5" }.joined(separator: "\n")
    let data = try load(file)
    #expect(data.training.inputs == texts.map { Float(Double($0) ?? .nan) })
    for text in ["0.1", "9007199254740993", "1e22", "1.7976931e-300", "123456.789e-12"] {
      let scaled = try load("x,y\n\(text),0.5\n\(text),1.5\n", standardize: true)
      #expect(scaled.standardization?.means == [Double(text) ?? .nan])
    }
  }

  @Test(arguments: ["infinite", "0x10", "1_000", "1 00", "1e", "e5", "..", "--", "1.2.3"])
  func textThatIsNoNumberIsACategory(_ text: String) throws {
    let data = try load("x,y\n\(text),0.5\n2,1.5\n")
    #expect(data.columns[0].kind == .category(["2", text].sorted()))
  }

  @Test func columnsWithoutANameGetOne() throws {
    let data = try load("x,,y\n1,2,0.5\n2,3,1.5\n")
    #expect(data.columns.map(\.name) == ["x", "column_2"])
    #expect(data.notes.contains(.columnNamed(position: 2, name: "column_2")))
  }

  @Test func textsThatUnicodeHoldsEqualAreOneCategory() throws {
    let data = try load("x,y\ncaf\u{E9},0.5\ncafe\u{301},1.5\nthe,2.5\n")
    #expect(data.training.inputCount == 2)
    #expect(data.training.inputs == [1, 0, 1, 0, 0, 1])
  }

  @Test func progressReachesTheEndAndCanStop() throws {
    let file = TemporaryPath("x,y\n" + (0..<60_000).map { "\($0),\($0).5\n" }.joined())
    let options = CSVOptions(target: "y", seed: 1)
    var last = 0
    var total = 0
    _ = try loadCSV(path: file.path, options: options) { bytes, of in
      #expect(bytes >= last && bytes <= of)
      (last, total) = (bytes, of)
      return true
    }
    #expect(last == total && total > 500_000)
    var calls = 0
    let error = #expect(throws: DataError.self) {
      try loadCSV(path: file.path, options: options) { _, _ in
        calls += 1
        return calls < 2
      }
    }
    #expect(error?.id == DataError.stoppedID)
    #expect(calls == 2)
  }

  /// Whatever bytes come, the answer is data or an error with a place inside the file.
  @Test(arguments: 0..<40 as Range<UInt64>) func anyBytesAreSurvived(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed &+ 1000)
    let alphabet = Array("xy,,,\n\n\r\"\" 0123456789.e-NA?é\u{0}".utf8)
    var failures = 0
    for _ in 0..<40 {
      let isAlmostGood = random.below(2) == 0
      var bytes = Array((isAlmostGood ? "x,z,y\n1,a,0.5\n2,\"b\",1.5\n" : "").utf8)
      if isAlmostGood {
        for _ in 0..<1 + random.below(3) {
          bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
        }
      } else {
        for _ in 0..<random.below(300) {
          bytes.append(
            random.below(20) == 0
              ? UInt8(truncatingIfNeeded: random.next()) : alphabet[random.below(alphabet.count)])
        }
      }
      let file = TemporaryPath(bytes)
      let policy = CSVOptions.MissingPolicy.allCases[random.below(3)]
      do throws(DataError) {
        let data = try loadCSV(
          path: file.path, options: CSVOptions(target: "y", missing: policy, seed: seed))
        #expect(!data.training.inputs.contains { !$0.isFinite })
        #expect(data.training.inputs.count == data.training.count * data.inputNames.count)
      } catch {
        failures += 1
        #expect(error.id.hasPrefix("csv-"))
        #expect(error.file == file.path)
        let lines = 1 + bytes.count { $0 == 0x0A || $0 == 0x0D }
        if let line = error.line { #expect((1...lines).contains(line)) }
        if let column = error.column { #expect((1...bytes.count + 1).contains(column)) }
      }
    }
    #expect(failures > 0)
  }
}
