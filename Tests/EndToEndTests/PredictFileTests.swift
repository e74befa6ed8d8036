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

  /// Rows are taken for the second class as `confusion` with the threshold counts them.
  @Test func aThresholdDividesTheRows() throws {
    func last(_ line: String) throws -> Substring {
      let run = try Descent.run([
        "--format", "jsonl", "-c", "data cancer test=0", "-c", "train 5", "-c", line,
      ])
      return try #require(run.outputText.split(separator: "\n").dropLast().last)
    }
    let counted = try last("confusion threshold=0.2").split(separator: "\"counts\":[[").last ?? ""
    let counts = counted.prefix { $0 != "}" }.split { !$0.isNumber }.prefix(4).compactMap {
      Int($0)
    }
    let answers = try last("predict lessons/data/breast_cancer.csv threshold=0.2")
    let taken = answers.split(separator: "\"classes\":{").last ?? ""
    let rows = taken.prefix { $0 != "}" }.split { !$0.isNumber }.compactMap { Int($0) }
    #expect(counts.count == 4 && rows == [counts[0] + counts[2], counts[1] + counts[3]])
    let run = try Descent.run([
      "-c", "data iris", "-c", "train 1", "-c", "predict lessons/data/iris.csv threshold=0.2",
    ])
    #expect(run.status == .exited(1) && run.errorText.contains("two classes"))
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
    // A column of somebody else's behind the answers makes it somebody else's file.
    let notes = try put("notes.csv", "size,predicted_sales,note\n20,61,mine\n")
    let run = try predict(file, "to=\"\(notes)\"")
    #expect(run.status == .exited(1) && fileText(notes).hasSuffix("mine\n"))
  }

  /// A script that may not write is refused before it has trained.
  @Test func scriptsThatMayNotWriteDoNothing() throws {
    let script = try put("s.descent", "data iris\ntrain 5\npredict x.csv to=o.csv\n")
    let run = try Descent.run(["run", script])
    #expect(run.status == .exited(1) && run.outputText.isEmpty)
    #expect(run.errorText.contains("nothing of the script was run"))
  }

  /// Sizes and prices in thousands with points, as the rows trained on were read: the file alone would not show it.
  @Test func numbersAreReadAsThoseTrainedOn() throws {
    let rows = (0..<40).map { row in
      let (size, price) = (1100 + row * 37 % 800, 2200 + row * 74 % 1600 + row * row % 97)
      func text(_ value: Int) -> String {
        "\(value / 1000).\(String(value % 1000 + 1000).dropFirst())"
      }
      return "\(text(size));\(text(price))"
    }
    let file = try put("thousands.csv", "size;price\n" + rows.joined(separator: "\n") + "\n")
    func error(_ type: String, _ line: String) throws -> Double? {
      let run = try Descent.run([
        "--format", "jsonl", "-c", "data load \"\(file)\" target=price decimal=comma test=0", "-c",
        "layers none", "-c", "set lr 0.1", "-c", "train 40", "-c", line,
      ])
      let found = try #require(
        run.outputText.split(separator: "\n").last { $0.contains("\"type\":\"\(type)\"") },
        "\(run.errorText)")
      return found.split(separator: "rmse\":").dropFirst().first
        .flatMap { Double($0.prefix { !",}".contains($0) }) }
    }
    let told = try #require(try error("evaluation", "eval"))
    let answered = try #require(try error("file_prediction", "predict \"\(file)\""))
    #expect(told > 1 && told < 100 && abs(told - answered) < 1e-6 * told)
    // Beside a price without a divided thousand too.
    let mixed = try put("mixed.csv", "size;price\n1.500;2.990\n1.500;2.990\n1.500;\n")
    let run = try Descent.run([
      "--format", "jsonl", "-c", "data load \"\(file)\" target=price decimal=comma test=0", "-c",
      "train 1", "-c", "predict \"\(mixed)\"", "-c", "predict 1.500",
    ])
    #expect(run.outputText.contains("\"actual\":\"2990\"},{\"row\":2"), "\(run.errorText)")
    func numbers(behind name: String) -> [Substring] {
      run.outputText.split(separator: "\"\(name)\":").dropFirst()
        .map { $0.prefix { !",}".contains($0) } }
    }
    let values = numbers(behind: "value").suffix(3) + numbers(behind: "price")
    #expect(values.count == 4 && Set(values).count == 1, "\(values)")
  }

  /// The weights of a category that no row trained on had are those they began with.
  @Test func categoriesWithoutATrainingRowAreUnknown() throws {
    let rows = (0..<40).map { "\($0),\($0 < 30 ? "a" : "b"),\($0 * 2)" }
    let table = try put("late.csv", "day,kind,y\n" + rows.joined(separator: "\n") + "\n")
    let file = try put("new.csv", "kind,day\nb,3\n")
    func run(_ words: String) throws -> Process.Result {
      try Descent.run([
        "-c", "data load \"\(table)\" target=y order=day", "-c", "train 1", "-c",
        "predict \"\(file)\" \(words)",
      ])
    }
    let refused = try run("")
    #expect(refused.status == .exited(1))
    let said = refused.errorText.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(said.contains("had no category `b` in training"), "\(said)")
    #expect(try run("unknown=base").status == .exited(0))
    let typed = try Descent.run([
      "-c", "data load \"\(table)\" target=y order=day", "-c", "train 1", "-c", "predict b",
    ])
    #expect(typed.status == .exited(1) && typed.errorText.contains("among the rows trained"))
  }

  /// Rows of the file that were trained on are counted.
  @Test func rowsTrainedOnAreTold() throws {
    let file = folder.path + "/shops.csv"
    let run = try predict(file, format: "jsonl")
    #expect(run.outputText.contains("\"judged_rows\":60,\"judged_rows_trained_on\":"))
    // Each row that is equal to one of them counts.
    let line = try #require(
      shops(60).split(separator: "\n").dropFirst().first { line in
        let one = try? put("one.csv", "id,size,town,sales\n" + line + "\n")
        return one.flatMap { try? predict($0, format: "jsonl").outputText }?
          .contains("\"judged_rows_trained_on\":1,") == true
      })
    let many = try put(
      "many.csv", "id,size,town,sales\n" + [String](repeating: line + "\n", count: 9).joined())
    #expect(
      try predict(many, format: "jsonl").outputText
        .contains("\"judged_rows\":9,\"judged_rows_trained_on\":9,"))
  }

  /// The ends of what was trained on still belong to it; a gap that is filled does too.
  @Test func numbersBeyondThoseTrainedOnAreTold() throws {
    let file = try put("far.csv", "size,town\n10,Ulm\n59,Bonn\n9.9,Ulm\n1e30,Bonn\nNA,Ulm\n")
    let options = "test=0 missing=mean"
    let lines = try predict(file, options: options, format: "jsonl").outputText
    #expect(lines.contains("\"unknown\":0,\"beyond\":{\"size\":2},"))
    let text = try predict(file, options: options).outputText
    #expect(text.contains("Beyond the values trained on: size in 2 rows."))
    for (size, beyond) in [("10", "[]"), ("59.5", "[\"size\"]"), ("NA", "[]")] {
      let run = try Descent.run(
        ["--format", "jsonl"] + training(options) + ["-c", "predict \(size) Ulm"])
      #expect(run.outputText.contains("\"beyond\":\(beyond),"), "\(size)")
    }
    // Rows of a model's file are other rows.
    let model = folder.path + "/net.safetensors"
    let saving = ["--allow-writes"] + (try training(options)) + ["-c", "model save \"\(model)\""]
    #expect(try Descent.run(saving).status == .exited(0))
    let few = try put("few.csv", "size,town,sales\n20,Ulm,60.5\n21,Bonn,80.5\n22,Ulm,66.5\n")
    let loaded = try Descent.run([
      "--format", "jsonl", "-c", "data load \"\(few)\" target=sales missing=mean test=0", "-c",
      "model load \"\(model)\"", "-c", "predict \"\(file)\"",
    ])
    #expect(loaded.outputText.contains("\"beyond\":{},"))
  }

  @Test func whatNobodyTrainedIsNotAnswered() throws {
    let file = try put("new.csv", "size,town\n20,Ulm\n")
    let run = try Descent.run(["-c", "predict \"\(file)\""])
    #expect(run.status == .exited(1) && run.errorText.contains("data load"))
    let twice = try put("twice.csv", "size,town,size\n20,Ulm,30\n")
    let doubled = try predict(twice)
    #expect(doubled.status == .exited(1) && doubled.errorText.contains("both named `size`"))
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
