// Names in snake case, null and left out, parts among the members of a record, names that are data.
import JSON
import Testing

@Suite struct CodingPartsTests {
  private struct Place: RecordPart {
    let epoch: Int
    @Nullable var weightsEpoch: Int?
  }

  private struct Fault: RecordPart {
    struct Cause: Codable { let name: String }
    let atStep: Int
    var causes: [Cause] = []
    @Nullable var lastLoss: Double?
  }

  private struct Record: Codable {
    let trainR2: Double?
    @Flattened var place: Place
    let seed: UInt64
    let rate: Float
    @Flattened var fault: Fault?
    @Nullable var part: Place?
    let outputs: Named<Double>
    let l1Penalty: Double
  }

  private func text(_ value: some Encodable) throws -> String {
    try JSONValue(encoding: value, names: .snakeCase).text
  }
  private func read<T: Decodable>(_ text: String, as type: T.Type) throws -> T {
    try StrictJSON(parsing: Array(text.utf8)).decoded(as: type, names: .snakeCase)
  }

  private let full = Record(
    trainR2: 0.5, place: Place(epoch: 2, weightsEpoch: 1), seed: .max, rate: 1e8,
    fault: Fault(atStep: 7, lastLoss: nil), part: Place(epoch: 3, weightsEpoch: nil),
    outputs: Named([("trainR2", 1), ("a_b", 0.1)]), l1Penalty: 0)
  private let fullText = #"""
    {"train_r2":0.5,"epoch":2,"weights_epoch":1,"seed":18446744073709551615,"rate":1e+08,"at_step":7,"causes":[],"last_loss":null,"part":{"epoch":3,"weights_epoch":null},"outputs":{"trainR2":1.0,"a_b":0.1},"l1_penalty":0.0}
    """#
  private let least = Record(
    trainR2: nil, place: Place(epoch: 2, weightsEpoch: nil), seed: 0, rate: 0.1, fault: nil,
    part: nil, outputs: Named([]), l1Penalty: 1)
  private let leastText = #"""
    {"epoch":2,"weights_epoch":null,"seed":0,"rate":0.1,"part":null,"outputs":{},"l1_penalty":1.0}
    """#

  @Test func recordsAreWrittenInOrder() throws {
    #expect(try text(full) == fullText)
    #expect(try text(least) == leastText)
  }

  @Test func recordsReadBack() throws {
    let record = try read(fullText, as: Record.self)
    #expect(record.trainR2 == 0.5 && record.place.weightsEpoch == 1 && record.seed == .max)
    #expect(record.fault?.atStep == 7 && record.part?.epoch == 3)
    #expect(try text(record) == fullText)
    let short = try read(leastText, as: Record.self)
    #expect(short.trainR2 == nil && short.fault == nil && short.part == nil && short.rate == 0.1)
    #expect(try text(short) == leastText)
  }

  /// What is not finite is null, and not what is left out.
  @Test func whatIsNotFiniteStaysNull() throws {
    let numbers = #"{"train_r2":null,"epoch":2,"weights_epoch":1,"seed":1,"rate":null,"#
    let rest = #""part":null,"outputs":{"x":null},"l1_penalty":null}"#
    let record = try read(numbers + rest, as: Record.self)
    #expect(record.trainR2?.isNaN == true && record.rate.isNaN && record.l1Penalty.isNaN)
    #expect(try text(record) == numbers + rest)
  }

  @Test(arguments: ["weights_epoch", "part", "epoch", "l1_penalty", "outputs"])
  func whatIsNotOptionalIsMissed(name: String) throws {
    #expect(throws: DecodingError.self) {
      try read(leastText.replacing("\"\(name)\"", with: "\"x\""), as: Record.self)
    }
  }

  /// Whichever of its fields is missing, and in whatever lies in them.
  @Test(arguments: [
    #""at_step":7"#, #""causes":[]"#, #""last_loss":null"#, #""at_step":7,"last_loss":null"#,
    #""causes":[],"last_loss":1.0"#, #""at_step":7,"causes":[{}],"last_loss":null"#,
  ])
  func halfAPartIsRefused(fields: String) {
    #expect(throws: DecodingError.self) {
      try read("{\(fields),\(leastText.dropFirst())", as: Record.self)
    }
  }
}
