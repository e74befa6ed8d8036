// A small client of the page's server over real sockets: one request a connection, and a stream of events.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

package struct HTTPAnswer: Sendable {
  package let status: Int
  package let head: String
  package let body: String
}

/// A connection to a port of this computer.
package final class HTTPConnection {
  package let descriptor: Int32

  package init(port: Int) throws {
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    descriptor = socket(AF_INET, kind, 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(UInt16(port).bigEndian)
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
    }
    if code != 0 { throw SystemError(call: "connect", code: errno) }
    // What never comes is an end, and no test that never ends.
    var most = timeval(tv_sec: 240, tv_usec: 0)
    setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &most, socklen_t(MemoryLayout<timeval>.size))
    signal(SIGPIPE, SIG_IGN)
  }

  deinit { close(descriptor) }

  package func send(_ text: String) throws {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count <= 0 { throw SystemError(call: "write", code: errno) }
      bytes = bytes.dropFirst(count)
    }
  }
}

package struct HTTPClient: Sendable {
  package let port: Int
  package let token: String

  package init(port: Int, token: String) { (self.port, self.token) = (port, token) }

  /// Of an address as `page` says it.
  package init?(link: String) {
    let parts = link.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 4, let colon = parts[2].lastIndex(of: ":"),
      let port = Int(parts[2][colon...].dropFirst()), parts[3].hasPrefix("?token=")
    else { return nil }
    self.init(port: port, token: String(parts[3].dropFirst("?token=".count)))
  }

  package var host: String { "127.0.0.1:\(port)" }

  /// Sends a request and reads the answer to its end.
  ///
  /// - Parameter head: its fields; `Host` and the token are to be among them.
  package func request(
    _ method: String, _ path: String, _ head: [String], body: String? = nil
  ) throws -> HTTPAnswer {
    let connection = try HTTPConnection(port: port)
    let length = body.map { ["Content-Length: \($0.utf8.count)"] } ?? []
    let lines = ["\(method) \(path) HTTP/1.1"] + head + length + ["Connection: close"]
    try connection.send(lines.joined(separator: "\r\n") + "\r\n\r\n" + (body ?? ""))
    let text = String(decoding: readAll(connection.descriptor), as: UTF8.self)
    let end = text.utf8.indices.first { text.utf8[$0...].starts(with: "\r\n\r\n".utf8) }
    guard let end, let status = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw SystemError(call: "no answer", code: 0) }
    return HTTPAnswer(
      status: status, head: String(text[..<end]),
      body: String(decoding: text.utf8[end...].dropFirst(4), as: UTF8.self))
  }

  package func get(_ path: String = "/") throws -> HTTPAnswer {
    try request("GET", "\(path)?token=\(token)", ["Host: \(host)"])
  }

  /// - Parameter json: of the body.
  package func post(_ path: String, _ json: String = "{}") throws -> HTTPAnswer {
    try request(
      "POST", path,
      ["Host: \(host)", "X-Descent-Token: \(token)", "Content-Type: application/json"],
      body: json)
  }

  /// Types a line of plain letters.
  package func type(_ line: String) throws -> HTTPAnswer {
    try post("/command", "{\"line\":\"\(line)\"}")
  }
}

/// What the server says as it comes.
package final class EventStream {
  package struct Event: Equatable, Sendable {
    package var name: String
    package var data: String

    package init(name: String, data: String) { (self.name, self.data) = (name, data) }
  }

  private let connection: HTTPConnection
  private var bytes: [UInt8] = []
  private var isInBody = false
  package private(set) var head = ""
  private var text = ""

  package init(_ client: HTTPClient) throws {
    connection = try HTTPConnection(port: client.port)
    try connection.send(
      "GET /events?token=\(client.token) HTTP/1.1\r\nHost: \(client.host)\r\n\r\n")
  }

  /// The next event; nil at the end, and where none comes for so long that none will.
  package func next() -> Event? {
    let end = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < end {
      if let end = text.range(ofBlankLine: ()) {
        let block = text[..<end.lowerBound]
        text = String(text[end.upperBound...])
        if let event = Self.event(block) { return event }
        continue
      }
      guard let more = readSome(connection.descriptor) else { return nil }
      bytes += more
      takeChunks()
    }
    return nil
  }

  /// The next of that name that holds a text; events before it are passed over.
  package func next(_ name: String, holding part: String = "") -> Event? {
    while let event = next() {
      if event.name == name, event.data.contains(part) { return event }
    }
    return nil
  }

  private static func event(_ block: Substring) -> Event? {
    var (name, data) = ("", "")
    for line in block.split(separator: "\n") {
      if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
      if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
    }
    return name.isEmpty ? nil : Event(name: name, data: data)
  }

  private func takeChunks() {
    if !isInBody {
      guard let end = Self.place(of: Array("\r\n\r\n".utf8), in: bytes) else { return }
      head = String(decoding: bytes[..<end], as: UTF8.self)
      bytes.removeFirst(end + 4)
      isInBody = true
    }
    while let end = Self.place(of: Array("\r\n".utf8), in: bytes) {
      let size = Int(String(decoding: bytes[..<end], as: UTF8.self), radix: 16) ?? 0
      guard bytes.count >= end + 2 + size + 2 else { return }
      text += String(decoding: bytes[(end + 2)..<(end + 2 + size)], as: UTF8.self)
      bytes.removeFirst(end + 2 + size + 2)
      if size == 0 { return }
    }
  }

  private static func place(of pattern: [UInt8], in bytes: [UInt8]) -> Int? {
    guard bytes.count >= pattern.count else { return nil }
    return (0...(bytes.count - pattern.count)).first { bytes[$0...].starts(with: pattern) }
  }
}

extension String {
  fileprivate func range(ofBlankLine: Void) -> Range<Index>? {
    var from = startIndex
    while let found = self[from...].firstIndex(of: "\n") {
      let next = index(after: found)
      if next < endIndex, self[next] == "\n" { return found..<index(after: next) }
      from = next
    }
    return nil
  }
}
