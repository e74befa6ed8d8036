// `predict FILE.csv` of the built program: answers for the rows of a file, what stops it, and what it leaves behind.
import TestSupport
import Testing

struct PredictFileTests {
  private let folder = TemporaryFolder()

  private func put(_ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try write(text, to: path)
    return path
  }

  /// Shops of two kinds in two towns, whose sales grow with their size.
  private func shops(_ rows: Int) -> String {
    let lines = (0..<rows).map { row in
      let (size, town) = (10 + row * 7 % 50, ["Ulm", "Bonn"][row % 2])
      return "\(row),\(size),\(town),\(size * 3 + (row % 2) * 20)"
    }
    return "id,size,town,sales\n" + lines.joined(separator: "\n") + "\n"
  }

  private func training(_ options: String = "") throws -> [String] {
    let file = try put("shops.csv", shops(60))
    return [
      "-c", "data load \"\(file)\" target=sales drop=id \(options)", "-c", "layers none", "-c",
      "set lr 0.1", "-c", "train 60",
    ]
  }

  private func predict(
    _ file: String, _ words: String = "", options: String = "", format: String = "text"
  ) throws -> Process.Result {
    try Descent.run(
      ["--format", format] + training(options) + ["-c", "predict \"\(file)\" \(words)"])
  }

  /// All rows of a file have the figures that `eval` gives them.
  @Test func figuresAreThoseOfEval() throws {
    let run = try Descent.run([
      "--format", "jsonl", "-c", "data cancer test=0", "-c", "layers 4", "-c", "train 5", "-c",
      "eval",
      "-c", "predict lessons/data/breast_cancer.csv",
    ])
    func line(_ type: String) throws -> Substring {
      try #require(
        run.outputText.split(separator: "\n").last { $0.contains("\"type\":\"\(type)\"") })
    }
    func number(_ name: String, in line: Substring) throws -> Double {
      let tail = try #require(line.split(separator: "\"\(name)\":", maxSplits: 1).last)
      return try #require(Double(tail.prefix { !",}".contains($0) }))
    }
    let (eval, answers) = (try line("evaluation"), try line("file_prediction"))
    #expect(try number("rows", in: answers) == 569)
    for (ours, theirs) in [
      ("accuracy", "train_accuracy"), ("log_loss", "train_log_loss"), ("auc", "train_auc"),
      ("f1", "train_f1"), ("average_precision", "train_average_precision"),
    ] {
      let (left, right) = (try number(ours, in: answers), try number(theirs, in: eval))
      #expect(abs(left - right) < 1e-9, "\(ours)")
    }
  }

  /// Columns are found by name, and the rest of the file is copied as it stands.
  @Test func answersStandBehindTheRows() throws {
    let file = try put("new.csv", "note;town;size\n\"a;\"\"b\";Bonn;20\n;Ulm;30\n")
    let out = folder.path + "/out.csv"
    let run = try predict(file, "to=\"\(out)\"")
    #expect(run.status == .exited(0), "\(run.errorText)")
    let lines = fileText(out).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[0] == "note,town,size,predicted_sales")
    #expect(lines[1].hasPrefix("\"a;\"\"b\",Bonn,20,") && lines[2].hasPrefix(",Ulm,30,"))
    let bonn = try #require(Double(lines[1].split(separator: ",").last ?? ""))
    let ulm = try #require(Double(lines[2].split(separator: ",").last ?? ""))
    // 3·20 + 20 and 3·30, which a linear network learns.
    #expect(abs(bonn - 80) < 2 && abs(ulm - 90) < 2)
    // The same again may replace what is there, and answers are not copied.
    #expect(try predict(out, "to=\"\(folder.path)/again.csv\"").status == .exited(0))
    #expect(fileText(folder.path + "/again.csv") == fileText(out))
    #expect(try predict(file, "to=\"\(out)\"").status == .exited(0))
  }

  @Test(arguments: [
    ("town\nUlm\n", "there is no column `size`", "line 1, column 1 of"),
    ("size,town\n20,Ulm\n30,Bern\n", "had no category `Bern`", "line 3, column 4 of"),
    ("size,town\n20,Ulm\n,Bonn\n", "row 2 has no `size`", "line 3, column 1 of"),
    (
      "size,town\n20,Ulm\nbig,Bonn\n", "row 2: `big` for `size` is not a number",
      "line 3, column 1 of"
    ),
    ("size,town,sales\n20,Ulm,much\n", "`much` for `sales` is not a number", "line 2, column 8 of"),
    ("size,town\n20,Ulm\n20\n", "this row has 1 field", "line 3, column 1 of"),
    ("size,town\n", "has a header but no rows", "bad.csv"),
  ])
  func whatDoesNotFitIsRefusedWithItsPlace(text: String, message: String, place: String) throws {
    let file = try put("bad.csv", text)
    let out = folder.path + "/none.csv"
    let run = try predict(file, "to=\"\(out)\"")
    #expect(run.status == .exited(1))
    let said = run.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains(message) && said.contains(place), "\(said)")
    #expect(!run.outputText.contains("answers from"))
    #expect(fileText(out).isEmpty)
  }

  @Test func unknownCategoriesAndMissingValuesHaveTheirRules() throws {
    let file = try put("gaps.csv", "size,town\n20,Bern\n,Bonn\n30,Ulm\n")
    let filled = try predict(file, "unknown=base", options: "missing=mean", format: "jsonl")
    #expect(filled.outputText.contains("\"rows\":3,\"unanswered\":0,\"filled\":1,\"unknown\":1"))
    let dropped = try predict(file, "unknown=base", options: "missing=drop", format: "jsonl")
    #expect(dropped.outputText.contains("\"rows\":3,\"unanswered\":1,\"filled\":0,\"unknown\":1"))
  }

  /// Only what earlier answers stand in is replaced.
  @Test func otherFilesAreNotReplaced() throws {
    let file = try put("new.csv", "size,town\n20,Ulm\n")
    let other = try put("other.csv", "a,b\n1,2\n")
    for out in [other, file] {
      let run = try predict(file, "to=\"\(out)\"")
      #expect(run.status == .exited(1) && run.errorText.contains("replace"))
    }
    #expect(fileText(other) == "a,b\n1,2\n" && fileText(file) == "size,town\n20,Ulm\n")
  }

  /// As in Europe: semicolons, and decimal commas that only the whole column shows.
  @Test func numbersAreReadAsTheirColumnIsWritten() throws {
    let file = try put("komma.csv", "size;town\n20,125;Ulm\n30,5;Bonn\n")
    let same = try put("point.csv", "size,town\n20.125,Ulm\n30.5,Bonn\n")
    func answers(_ file: String) throws -> Substring? {
      try predict(file, format: "jsonl").outputText.split(separator: "\"first\":").last
    }
    #expect(try answers(file) == answers(same))
  }
}
