// Columns that divide the rows: parts that are named, groups that stay together, an order in which the last
// rows test; and what is said where they cannot.
import Datasets
import Numerics
import TestSupport
import Testing

@Suite struct DataDivisionTests {
  private func table(
    _ text: String, _ rule: SplitRule, target: String = "y",
    missing: CSVOptions.MissingPolicy = .refuse, columns: ColumnSelection = .all,
    testFraction: Double = 0.25, standardize: Bool = false, seed: UInt64 = 1
  ) throws(DataError) -> PreparedData {
    let file = TemporaryPath(text)
    var options = CSVOptions(
      target: target, task: .regress, missing: missing, columns: columns,
      testFraction: testFraction, standardize: standardize, seed: seed)
    options.rule = rule
    return try loadCSV(path: file.path, options: options)
  }

  private func refusal(
    _ text: String, _ rule: SplitRule, columns: ColumnSelection = .all,
    missing: CSVOptions.MissingPolicy = .refuse
  ) throws -> DataError {
    try #require(
      #expect(throws: DataError.self) {
        try table(text, rule, missing: missing, columns: columns)
      })
  }

  // MARK: Parts

  @Test(arguments: [",", ";", "\t"]) func aColumnNamesTheParts(_ mark: String) throws {
    let words = ["train", "Test", "VAL", "training", "dev", "testing", "valid", "Train"]
    let rows = words.enumerated().map { "\($0 * 10)\(mark)\($1)\(mark)\($0)" }
    let data = try table(
      (["x\(mark)part\(mark)y"] + rows).joined(separator: "\n") + "\n", .parts(column: "part"),
      standardize: true)
    #expect(data.inputNames == ["x"])
    #expect(data.training.count == 6 && data.test?.count == 2)
    let rowsOfParts = data.division(validationFraction: 0.25, seed: 9)
    // Among rows 0, 2, 3, 4, 6, 7 of the file.
    #expect(rowsOfParts.validation == [1, 3, 4] && rowsOfParts.kept == [0, 2, 5])
    #expect(data.origins?.training == [0, 2, 3, 4, 6, 7] && data.origins?.test == [1, 5])
    // Rows 0, 3 and 7 alone are trained on.
    #expect(abs((data.standardization?.means[0] ?? 0) - 100.0 / 3) < 1e-12)
    #expect(data.split == nil && data.mostFolds == 1)
    #expect(data.leftOut.map(\.name) == ["part"] && data.leftOut.map(\.reason) == [.split])
  }

  @Test func withoutValidationRowsSomeAreDrawn() throws {
    let rows = (0..<16).map { "\($0),\($0 % 4 == 0 ? "test" : "train"),\($0)" }
    let data = try table(
      (["x,part,y"] + rows).joined(separator: "\n") + "\n", .parts(column: "part"))
    #expect(data.division == .drawn && data.test?.count == 4)
    #expect(data.division(validationFraction: 0.25, seed: 1).validation.count == 3)
  }

  @Test func oddPartsArePointedAt() throws {
    let text = "x,part,y\n1,train,2\n2,\"tset\",3\n3,test,4\n"
    let odd = try refusal(text, .parts(column: "part"))
    #expect(odd.id == "csv-split-word" && odd.line == 3 && odd.column == 3)
    #expect(odd.message == "`tset` in column `part` names no part")
    #expect(odd.suggestion == "did you mean `test`?")
    let empty = try refusal("x,part,y\n1,train,2\n2,,3\n3,test,4\n", .parts(column: "part"))
    #expect(empty.id == "csv-split-empty" && empty.line == 3)
    let left = try table(
      "x,part,y\n1,train,2\n2,,3\n3,test,4\n4,train,5\n", .parts(column: "part"), missing: .drop)
    #expect(left.origins?.training == [0, 3] && left.origins?.test == [2])
    let none = try refusal("x,part,y\n1,test,2\n2,val,3\n3,test,4\n", .parts(column: "part"))
    #expect(none.id == "csv-split-no-training")
    #expect(try refusal(text, .parts(column: "prt")).suggestion == "did you mean `part`?")
    #expect(try refusal(text, .parts(column: "prt")).id == "csv-split-column")
    #expect(try refusal(text, .parts(column: "y")).id == "csv-split-target")
    #expect(
      try refusal(text, .parts(column: "part"), columns: .only("x,part")).id == "csv-split-input")
    #expect(try refusal(text, .parts(column: "x"), columns: .except("part")).id == "csv-no-inputs")
  }

  // MARK: Groups

  /// Whatever the seed, no group is on both sides: of the test set, of validation, of any fold.
  @Test(arguments: 0..<20) func groupsStayTogether(_ seed: UInt64) throws {
    var random = RandomStream(seed: seed, purpose: .data)
    let names = (0..<120).map { _ in "g\(random.below(9) * random.below(3))" }
    let rows = names.enumerated().map { "\($0),\($1),\($0)" }
    let data = try table(
      (["x,who,y"] + rows).joined(separator: "\n") + "\n", .groups(column: "who"), seed: seed)
    func groups(_ rows: some Sequence<Int32>) -> Set<String> { Set(rows.map { names[Int($0)] }) }
    let origins = try #require(data.origins)
    #expect(origins.training.count + origins.test.count == 120 && !origins.test.isEmpty)
    #expect(groups(origins.training).isDisjoint(with: groups(origins.test)))
    func checkApart(_ rows: RowDivision) {
      #expect(!rows.kept.isEmpty && !rows.validation.isEmpty)
      #expect(
        groups(rows.kept.map { origins.training[$0] })
          .isDisjoint(with: groups(rows.validation.map { origins.training[$0] })))
    }
    guard data.mostFolds > 1 else { return }
    checkApart(data.division(validationFraction: 0.25, seed: seed))
    let folds = data.folds(min(5, data.mostFolds), seed: seed)
    for fold in folds { checkApart(fold) }
    #expect(folds.flatMap(\.validation).sorted() == Array(0..<data.training.count))
    // Divided once more they still do.
    let again = data.testing(on: folds[0])
    guard again.mostFolds > 1 else { return }
    let once = again.division(validationFraction: 0.25, seed: seed)
    let left = try #require(again.origins?.training)
    #expect(
      groups(once.kept.map { left[$0] }).isDisjoint(with: groups(once.validation.map { left[$0] })))
  }

  @Test func oneGroupIsNone() throws {
    let one = try refusal("x,who,y\n1,a,2\n2,a,3\n3,a,4\n", .groups(column: "who"))
    #expect(one.id == "csv-one-group")
  }

  /// Groups of equal size are set aside by the share of rows asked for.
  @Test func asManyRowsAsGroupsAllow() throws {
    let rows = (0..<100).map { "\($0),g\($0 / 5),\($0)" }
    let text = (["x,who,y"] + rows).joined(separator: "\n") + "\n"
    for (share, count) in [(0.25, 25), (0.1, 10), (0.5, 50), (0.01, 5), (0, 0), (0.99, 95)] {
      let data = try table(text, .groups(column: "who"), testFraction: share)
      #expect(data.test?.count ?? 0 == count)
    }
  }

  // MARK: Order

  @Test(arguments: [
    (["3", "20", "100", "7", "0.5", "-2", "1e2", "9"], [5, 4, 0, 3, 7, 1, 2, 6]),
    (
      [
        "2024-10-1", "2024-9-30", "2023-12-31", "2024-09-29", "2024-10-01 10:00",
        "2024-10-01T09:59", "2025-1-1", "2024-10-1",
      ], [2, 3, 1, 0, 7, 5, 4, 6]
    ),
    (
      [
        "2024-01-31 10:05", "2024-01-31 8:05", "2024-01-31T09:05", "2024-1-31 13:35",
        "2024-01-31  7:59", "2024-01-30 23:59", "2024-01-31 11:00", "2024-02-01 1:00",
      ], [5, 4, 1, 2, 0, 6, 3, 7]
    ),
    (
      ["9:05", "16:51", "10:00", "23:59", "8:30", "7:15", "0:10", "12:00"],
      [6, 5, 4, 0, 2, 7, 1, 3]
    ),
    (["b", "a", "c", "B", "a", "", "z", "aa"], [3, 1, 4, 7, 0, 2, 6]),
    (
      ["1.000,5", "999,5", "1.000,25", "2,0", "3,1", "4,7", "5,5", "6,0"], [3, 4, 5, 6, 7, 1, 2, 0]
    ),
  ]) func theLastRowsTest(_ values: [String], _ order: [Int]) throws {
    let rows = values.enumerated().map { "\($0);\"\($1)\";\($0)" }
    let data = try table(
      (["x;when;y"] + rows).joined(separator: "\n") + "\n", .order(column: "when"),
      missing: .drop)
    let tests = Int((Double(order.count) * 0.25).rounded())
    #expect(data.origins?.training.map(Int.init) == Array(order.dropLast(tests)))
    #expect(data.origins?.test.map(Int.init) == Array(order.suffix(tests)))
    #expect(data.inputNames == ["x"])
    let rowsOfParts = data.division(validationFraction: 0.25, seed: 5)
    #expect(rowsOfParts.kept + rowsOfParts.validation == Array(0..<data.training.count))
    #expect(!rowsOfParts.validation.isEmpty)
  }

  /// What was trained on lies before what judges: as `TimeSeriesSplit(5)` of scikit-learn 1.7 divides 23 rows.
  @Test func foldsOfOrderedRowsLookForward() throws {
    let rows = (0..<23).map { "\($0),\($0)" }
    let data = try table(
      (["when,y"] + rows).joined(separator: "\n") + "\n", .order(column: "when"),
      columns: .only("when"), testFraction: 0)
    #expect(data.inputNames == ["when"])
    let folds = data.folds(5, seed: 3)
    #expect(folds.map(\.kept) == [8, 11, 14, 17, 20].map { Array(0..<$0) })
    #expect(folds.map(\.validation) == [8, 11, 14, 17, 20].map { Array($0..<$0 + 3) })
    #expect(data.mostFolds == 22 && data.folds(22, seed: 1).allSatisfy { !$0.kept.isEmpty })
  }

  @Test func whatHasNoOrderIsRefused() throws {
    let mixed = try refusal("x,t,y\n1,5,2\n2,soon,3\n3,9,4\n", .order(column: "t"))
    #expect(mixed.id == "csv-order-mixed" && mixed.line == 3 && mixed.column == 3)
    let day = try refusal("x,t,y\n1,31.1.2024,2\n2,1.2.2024,3\n", .order(column: "t"))
    #expect(day.id == "csv-order-date" && day.line == 2)
    let comma = try refusal(
      "x,t,y\n1,\"1,234\",2\n2,\"12,345\",3\n3,\"7,999\",1\n", .order(column: "t"))
    #expect(comma.id == "csv-ambiguous-numbers")
  }

  // MARK: Where rows come from

  /// Quoted line breaks and lines without a value move the rows' lines on.
  @Test func rowsKnowTheirLines() throws {
    let text = "x,part,z,y\n1,train,a,1\n\n2,test,\"b\nc\",2\n3,train,,3\n4,val,d,4\n"
    let data = try table(text, .parts(column: "part"), missing: .drop, columns: .only("x,z"))
    #expect(
      data.splitTable(validation: [1]) == "row,line,part\n1,2,train\n2,4,test\n4,7,validation\n")
  }
}
