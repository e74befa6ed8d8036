// Model files that other programs have changed, and links that lead to files.

import Files
import NeuralNetwork
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct ModelFileEdgeTests {
  private static let shape = NetworkShape(
    inputs: 2, hidden: [HiddenLayer(units: 3, activation: .tanh)], outputs: 1)

  /// A file with the best epoch of a run in it.
  private static func saved(withMetadata: Bool) throws -> [UInt8] {
    let state = TrainingState(shape: shape, seed: 3)
    var watch = EarlyStopping(patience: 2)
    _ = watch.shouldStop(after: state, loss: 0.5)
    let file = TemporaryPath("")
    _ = try saveModel(
      state, ModelDescription(activations: [.tanh]), earlyStopping: watch, to: file.path)
    let bytes = bytes(of: file.path)
    guard !withMetadata else { return bytes }
    let length = bytes.prefix(8).enumerated().reduce(0) { $0 + Int($1.element) << (8 * $1.offset) }
    var header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
    let start = try #require(header.firstRange(of: "\"__metadata__\":{"))
    let end = try #require(header[start.upperBound...].firstRange(of: "},"))
    header.removeSubrange(start.lowerBound..<end.upperBound)
    while header.utf8.count % 8 != 0 { header += " " }
    let count = header.utf8.count
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) } + Array(header.utf8)
      + bytes[(8 + length)...]
  }

  /// It is told from a file of another network.
  @Test func missingMetadataIsNamed() throws {
    let whole = try ModelFile(ModelBytes(Self.saved(withMetadata: true)))
    #expect(try whole.contents(for: Self.shape).earlyStopping?.best?.loss == 0.5)
    let file = try ModelFile(ModelBytes(Self.saved(withMetadata: false)))
    let error = #expect(throws: ModelFileError.self) { try file.contents(for: Self.shape) }
    #expect(error?.id == "model-without-metadata")
    #expect(error?.message.contains("metadata is missing") == true)
    let wider = NetworkShape(
      inputs: 2, hidden: [HiddenLayer(units: 4, activation: .tanh)], outputs: 1)
    let other = #expect(throws: ModelFileError.self) { try file.contents(for: wider) }
    #expect(other?.id == "model-shape")
  }

  /// As a link to a file is written through, so is one to a file that is not there yet.
  @Test(arguments: [false, true]) func aLinkToNothingStaysALink(isRelative: Bool) throws {
    let file = TemporaryPath("old")
    let (link, second) = (file.path + ".link", file.path + ".second")
    unlink(file.path)
    let name = file.path.split(separator: "/").last.map(String.init) ?? ""
    #expect(symlink(isRelative ? name : file.path, second) == 0 && symlink(second, link) == 0)
    try ReplacingFile.replace(link, with: Array("new".utf8))
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(lstat(second, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(bytes(of: file.path) == Array("new".utf8))
  }

  @Test func aLinkThatLeadsNowhereIsRefused() {
    let file = TemporaryPath("old")
    let link = file.path + ".link"
    for target in [file.path + ".missing/net", link] {
      #expect(symlink(target, link) == 0)
      defer { unlink(link) }
      #expect(throws: FileError.self) { try ReplacingFile.replace(link, with: [1]) }
      var status = stat()
      #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
  }
}
