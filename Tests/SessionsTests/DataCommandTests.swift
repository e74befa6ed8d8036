// `data`: which rows and columns there are after it, and where its errors point.
import CommandLanguage
import Datasets
import SessionSupport
import TestSupport
import Testing

@Suite struct DataCommandTests {
  private let folder = TemporaryFolder()

  /// A table with names, dates and a column whose name has a blank, written to a file.
  private func table() throws -> String {
    let path = folder.path + "/t.csv"
    let rows = (0..<24).map {
      "Person \($0),2024-01-\($0 + 1),\($0 * 7 % 11).5,\($0 * 5 % 13),\($0 % 2 == 0 ? "a" : "b")"
    }
    try write(
      (["full name,day,age,weight,my class"] + rows).joined(separator: "\n") + "\n", to: path)
    return path
  }

  private func pointed(_ session: RecordedSession, _ command: String) -> String? {
    session.run(command)
    guard let range = session.diagnostic?.range else { return nil }
    return String(decoding: Array(command.utf8)[range.start..<range.end], as: UTF8.self)
  }

  @Test(arguments: [
    ("drop=\"full name\",day", ["age", "weight"]), ("only=age", ["age"]),
    ("use=weight,age", ["age", "weight"]), ("\"only=age,weight\"", ["age", "weight"]),
    ("drop=\"full name, day ,weight\"", ["age"]),
  ]) func columnsAreChosen(_ option: String, _ inputs: [String]) throws {
    let session = RecordedSession()
    for target in ["target=\"my class\"", "\"target=my class\""] {
      #expect(session.run("data load \(try table()) \(target) \(option)") == .done)
      #expect(session.state.data?.inputNames == inputs)
    }
  }

  /// What the notes of a table offer is typed as it stands.
  @Test func whatIsOfferedWorks() throws {
    let session = RecordedSession()
    let load = "data load \(try table()) target=\"my class\""
    #expect(session.run(load) == .done)
    let note = DataNote.hardlyRepeating(columns: ["full name", "day"], rows: 24)
    #expect(session.state.data?.notes.contains(note) == true)
    #expect(session.run("\(load) \(columnOption("drop", ["full name", "day"]))") == .done)
    #expect(session.state.data?.notes.isEmpty == true)
  }

  /// A name must not end the backquotes it stands in.
  @Test func aNamesBackquotesAreWrittenOut() throws {
    let path = folder.path + "/q.csv"
    try write("a,q`|b,c\n1,2,3\n2,3,4\n3,5,4\n", to: path)
    let session = RecordedSession()
    #expect(pointed(session, "data load \(path) target=nosuch") == "nosuch")
    #expect(session.diagnostic?.suggestion == "the columns are `a`, `q\\u{60}|b`, `c`")
    #expect(session.run("data load \(path) target=a drop=no`such") == .failed)
    #expect(session.diagnostic?.message == "there is no column `no\\u{60}such`")
    #expect(session.run("set l`r 1") == .failed)
    #expect(session.diagnostic?.message == "there is no setting `l\\u{60}r`")
  }

  @Test func columnsThatCannotBeChosenArePointedAt() throws {
    let session = RecordedSession()
    let load = "data load \(try table()) target=\"my class\""
    #expect(pointed(session, load + " only=agee") == "agee")
    #expect(session.diagnostic?.id == "csv-unknown-column")
    #expect(session.diagnostic?.suggestion == "did you mean `age`?")
    #expect(pointed(session, load + " drop=\"my class\"") == "\"my class\"")
    #expect(pointed(session, load + " drop=day only=age") != nil)
    #expect(session.diagnostic?.id == "options-exclude-each-other")
    #expect(pointed(session, "data iris only=petal") == "petal")
    for option in ["drop=x1", "only=x1", "use=x1", "missing=drop"] {
      session.run("data circle \(option)")
      #expect(session.diagnostic?.id == "option-not-for-this-data")
    }
    #expect(session.state.data == nil)
  }

  @Test func shippedSetsHaveColumnsToo() {
    let session = RecordedSession()
    session.run("data iris only=petal_length_cm,petal_width_cm")
    #expect(session.state.data?.inputNames == ["petal_length_cm", "petal_width_cm"])
    session.run("data penguins drop=year,island")
    #expect(session.state.data?.training.inputCount == 6)
  }

  @Test func penguinsWorkAsTyped() throws {
    let session = RecordedSession()
    #expect(session.run("data penguins", "layer 8 relu", "train 5", "confusion") == .done)
    let data = try #require(session.state.data)
    #expect(data.training.count + (data.test?.count ?? 0) == 333)
    #expect(data.classNames == ["Adelie", "Chinstrap", "Gentoo"])
    #expect(session.run("data penguins missing=mean test=0") == .done)
    #expect(session.state.data?.training.count == 344)
    #expect(session.run("data penguins missing=refuse") == .failed)
    #expect(session.diagnostic?.id == "csv-missing-values" && session.diagnostic?.file?.line == 5)
  }

  @Test func columnsComplete() throws {
    let session = RecordedSession()
    func offers(_ line: String) -> [String] {
      Completion.complete(
        line: line, cursorByte: line.utf8.count, table: session.session.catalog.table,
        names: session.session.names, files: { _, _ in [] }
      ).candidates.map(\.text)
    }
    #expect(offers("data iris only=petal_l") == ["petal_length_cm"])
    #expect(
      offers("data iris only=sepal_width_cm,petal_") == [
        "sepal_width_cm,petal_length_cm", "sepal_width_cm,petal_width_cm",
      ])
    #expect(offers("data pen") == ["penguins"])
  }
}
