// `data columns`: what each column holds as it was read, whatever was done to it since; and which columns are
// called ids.
import Datasets
import Events
import SessionSupport
import TestSupport
import Testing

@Suite struct DataColumnsTests {
  private let folder = TemporaryFolder()

  private func columns(_ session: RecordedSession) -> ColumnsReport? {
    session.run("data columns")
    guard case .columns(let report)? = session.events.last else { return nil }
    return report
  }

  /// Ranges and counts of penguins.csv by numpy.histogram(bins=10) and collections.Counter.
  @Test(arguments: ["", "standardize=off", "set patience 3"])
  func valuesAreThoseOfTheFile(_ option: String) throws {
    let session = RecordedSession()
    session.run("data penguins missing=mean \(option.hasPrefix("set") ? "" : option)")
    if option.hasPrefix("set") { session.run(option) }
    let report = try #require(columns(session))
    #expect(report.rows == 344)
    func column(_ name: String) -> ColumnSummary? { report.columns.first { $0.name == name } }
    #expect(column("bill_length_mm")?.missing == 2)
    guard case .numbers(let low, let high, let counts)? = column("bill_length_mm")?.values else {
      Issue.record("no numbers")
      return
    }
    #expect(low == 32.1 && high == 59.6)
    #expect(counts == [9, 40, 57, 48, 49, 55, 61, 16, 5, 2])
    #expect(column("sex")?.missing == 11)
    #expect(column("sex")?.values == .categories([("male", 168), ("female", 165)]))
    #expect(column("species")?.role == .target)
    #expect(
      column("species")?.values
        == .categories([("Adelie", 152), ("Gentoo", 124), ("Chinstrap", 68)]))
  }

  @Test func whatIsLeftOutIsNamed() throws {
    let session = RecordedSession()
    session.run("data penguins drop=sex group=island")
    let report = try #require(columns(session))
    #expect(
      report.columns.suffix(3).map(\.role) == [.target, .leftOut(.group), .leftOut(.dropped)])
    // Rows that miss something were left out, and still count as missing.
    #expect(report.columns.first { $0.name == "body_mass_g" }?.missing == 2)
  }

  // MARK: Ids

  private func notes(_ header: String, _ rows: [String]) throws -> [DataNote] {
    let path = folder.path + "/ids.csv"
    try write(([header] + rows).joined(separator: "\n") + "\n", to: path)
    let session = RecordedSession()
    #expect(session.run("data load \(path) target=y task=regress") == .done)
    return session.state.data?.notes ?? []
  }

  @Test(arguments: ["id", "user_id", "ID", "customerID"]) func idsAreNamed(_ name: String) throws {
    let found = try notes("\(name),x,y", (0..<12).map { "\($0 * 37 % 101),\($0 % 3),\($0)" })
    #expect(found == [.identifiesRows(column: name, rows: 12)])
    let texts = try notes("\(name),x,y", (0..<12).map { "u\($0 * 37 % 101),\($0 % 3),\($0)" })
    #expect(texts.contains(.identifiesRows(column: name, rows: 12)))
  }

  @Test func measurementsAreNoIds() throws {
    // Real numbers that all differ, whole ones that do in few rows, an id that occurs twice.
    let real = try notes("id,y", (0..<60).map { "\(Double($0 * 37 % 101) + 0.5),\($0)" })
    #expect(real.isEmpty)
    let few = try notes("area,y", (0..<12).map { "\($0 * 37 % 101),\($0)" })
    #expect(few.isEmpty)
    let twice = try notes("id,y", (0..<60).map { "\(max(1, $0) * 37 % 101),\($0)" })
    #expect(twice.isEmpty)
    let many = try notes("area,y", (0..<60).map { "\($0 * 37 % 101),\($0)" })
    #expect(many == [.identifiesRows(column: "area", rows: 60)])
    let counting = try notes("id,y", (0..<60).map { "\($0),\($0)" })
    #expect(counting == [.countsRows(column: "id")])
  }
}
