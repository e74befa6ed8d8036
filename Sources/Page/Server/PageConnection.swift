// A connection with the request that came on it, as the server's callbacks are given it: what is asked and how it
// is answered. The pointers are C's, of use within the callbacks; a stream's until it is released.
import CMicrohttpd

struct PageConnection: @unchecked Sendable {
  let server: OpaquePointer
  let connection: OpaquePointer

  func header(_ name: String) -> String? {
    cmh_header(server, connection, name).map { String(cString: $0) }
  }

  /// How often it is there.
  func count(of name: String) -> Int { Int(cmh_header_count(server, connection, name)) }

  /// It has shown that it may ask.
  func isKnownNow() { cmh_know(server, connection) }

  func argument(_ name: String) -> String? {
    cmh_argument(server, connection, name).map { String(cString: $0) }
  }

  // MARK: Answers

  /// - Returns: false where the connection is to end without one.
  func answer(status: Int, _ fields: KeyValuePairs<String, String>, _ body: [UInt8]) -> Bool {
    Self.withPointers(to: fields.flatMap { [$0.key, $0.value] }) { fields in
      cmh_answer(server, connection, UInt32(status), fields, body, body.count)
    }
  }

  /// Takes the stream over, which leaves the board when it is over, also where it cannot begin.
  func answer(_ fields: KeyValuePairs<String, String>, with stream: PageStream) -> Bool {
    let kept = cmh_stream(
      context: Unmanaged.passRetained(stream).toOpaque(),
      read: { context, bytes, most in
        guard let context, let bytes else { return -1 }
        let stream = Unmanaged<PageStream>.fromOpaque(context).takeUnretainedValue()
        return stream.read(into: UnsafeMutableBufferPointer(start: bytes, count: most)) ?? -1
      },
      release: { context in
        guard let context else { return }
        Unmanaged<PageStream>.fromOpaque(context).takeRetainedValue().leave()
      })
    return Self.withPointers(to: fields.flatMap { [$0.key, $0.value] }) { fields in
      cmh_answer_stream(server, connection, fields, kept)
    }
  }

  func suspend() { cmh_suspend(server, connection) }

  func resume() { cmh_resume(server, connection) }

  /// Words as C takes them, ended by a null pointer.
  private static func withPointers<Result>(
    to words: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
  ) -> Result {
    var text: [CChar] = []
    var starts: [Int] = []
    for word in words {
      starts.append(text.count)
      text += word.utf8CString
    }
    return text.withUnsafeBufferPointer { text in
      let pointers = starts.map { start in text.baseAddress.map { $0 + start } } + [nil]
      return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
    }
  }
}
