// The events of libyaml's parser, which is kept in one place in memory together with the bytes it reads.
import CYaml

struct YAMLEvent: Equatable {
  enum Kind: Equatable {
    case text(String)
    case list, mapping
    /// Of a list or mapping.
    case end
    case alias
    /// Where the stream begins, and where a document begins or ends.
    case mark
    case streamEnd
  }

  var kind: Kind
  /// 1-based.
  var line: Int
}

struct YAMLEvents: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let bytes: UnsafeMutableBufferPointer<UInt8>

  init(_ input: [UInt8]) throws(YAMLError) {
    parser = .allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    bytes = .allocate(capacity: input.count)
    _ = bytes.initialize(from: input)
    // Fails without memory only; the parser is empty then and may be deleted.
    guard yaml_parser_initialize(parser) == 1 else { throw YAMLError(.malformed, line: 1) }
    // Said, so that no byte order mark can choose another.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    bytes.deallocate()
  }

  /// The next event; after the stream's end or an error there is none to ask for.
  func next() throws(YAMLError) -> YAMLEvent {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else {
      throw YAMLError(.malformed, line: problemLine)
    }
    defer { yaml_event_delete(&event) }
    let line = event.start_mark.line + 1
    let kind: YAMLEvent.Kind =
      switch event.type {
      case YAML_SCALAR_EVENT: .text(try text(of: event, line: line))
      case YAML_SEQUENCE_START_EVENT: .list
      case YAML_MAPPING_START_EVENT: .mapping
      case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: .end
      case YAML_ALIAS_EVENT: .alias
      case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT, YAML_DOCUMENT_END_EVENT: .mark
      default: .streamEnd
      }
    return YAMLEvent(kind: kind, line: line)
  }

  private func text(of event: yaml_event_t, line: Int) throws(YAMLError) -> String {
    let scalar = event.data.scalar
    // By its length: an escape may have put a NUL into it.
    let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw YAMLError(.malformed, line: line)
    }
    return text
  }

  /// What cannot be decoded has an offset, what cannot be understood a mark, which stands on a line after the
  /// last where something is missing at the end.
  private var problemLine: Int {
    let error = parser.pointee
    let isUndecoded = error.error == YAML_READER_ERROR
    let before = bytes.prefix(isUndecoded ? error.problem_offset : bytes.count)
    let lineEnds = before.count { $0 == UInt8(ascii: "\n") }
    return 1 + (isUndecoded ? lineEnds : min(error.problem_mark.line, lineEnds))
  }
}
