// The server over real sockets: every refusal, how a stream begins and goes on, and that nobody can make it wait.
import Page
import TestSupport
import Testing

@Suite struct PageServerTests {
  private static func page(
    isReadOnly: Bool = false, limits: PageLimits = PageLimits()
  ) throws -> (RunningPage, HTTPClient) {
    let page = try RunningPage(
      address: "127.0.0.1", port: 0, isReadOnly: isReadOnly, limits: limits,
      document: { "<p>nonce \($0), token \($1)</p>" })
    return (page, try #require(HTTPClient(link: page.access.link)))
  }

  private func text(_ json: String) -> PageText { PageText(json: json) }

  @Test func thePageHasItsTokenAndAPolicyOfItsOwn() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let (first, second) = (try client.get(), try client.get())
    #expect(first.status == 200)
    #expect(first.body.contains("token \(client.token)"))
    let policy = try #require(
      first.head.split(separator: "\r\n").first { $0.hasPrefix("Content-Security-Policy: ") })
    #expect(policy.contains("default-src 'none'; style-src 'nonce-"))
    #expect(policy.hasSuffix("frame-ancestors 'none'"))
    let nonce = try #require(first.body.split(separator: " ").dropFirst().first?.dropLast())
    #expect(policy.contains("script-src 'nonce-\(nonce)'"))
    #expect(first.body != second.body)
  }

  @Test func refusalsHaveTheirNumbers() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let (host, token) = ("Host: \(client.host)", "X-Descent-Token: \(client.token)")
    let json = "Content-Type: application/json"
    func status(
      _ method: String, _ path: String, _ head: [String], body: String? = nil
    ) throws -> Int { try client.request(method, path, head, body: body).status }

    #expect(try status("GET", "/", [host]) == 403)
    #expect(try status("GET", "/events?token=\(client.token.reversed())", [host]) == 403)
    #expect(
      try status("GET", "/?token=\(client.token)", ["Host: evil.example:\(client.port)"]) == 403)
    let line = "{\"line\":\"data xor\"}"
    #expect(try status("POST", "/command", [host, json], body: line) == 403)
    #expect(
      try status("POST", "/command?token=\(client.token)", [host, json], body: line) == 403)
    #expect(
      try status(
        "POST", "/command", [host, token, json, "Origin: http://evil.example"], body: line)
        == 403)
    #expect(try status("GET", "/x?token=\(client.token)", [host]) == 404)
    let put = try client.request("PUT", "/events?token=\(client.token)", [host], body: "")
    #expect(put.status == 405 && put.head.contains("Allow: GET"))
    #expect(try status("POST", "/command", [host, token, json], body: "{}") == 400)
    #expect(try status("POST", "/command", [host, token], body: line) == 400)
    #expect(
      try status("POST", "/command", [host, token, json, "Transfer-Encoding: chunked"]) == 400)
    #expect(page.inbox.next() == nil)
    #expect(try client.type("data xor").status == 202)
    #expect(page.inbox.next() == "data xor")
  }

  /// Two readers could take such a head for two requests, or for another one.
  @Test(arguments: [
    "Host: evil.example", "Host: HOST", "Content-Length: 5", "Transfer-Encoding: chunked",
    "transfer-encoding: identity", "X-Descent-Token: 0", "Content-Type: text/plain",
  ]) func aHeadSaysEachThingOnce(field: String) throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let head = [
      "Host: \(client.host)", "X-Descent-Token: \(client.token)", "Content-Type: application/json",
    ]
    let line = "{\"line\":\"data xor\"}"
    let again = field.hasSuffix("HOST") ? "\(field.dropLast(4))\(client.host)" : field
    #expect(try client.request("POST", "/command", head, body: line).status == 202)
    #expect(page.inbox.next() == "data xor")
    #expect(try client.request("POST", "/command", head + [again], body: line).status == 400)
    #expect(page.inbox.next() == nil)
  }

  @Test func aHugeBodyIsRefusedBeforeItIsRead() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let connection = try HTTPConnection(port: client.port)
    try connection.send(
      """
      POST /command HTTP/1.1\r\nHost: \(client.host)\r\nX-Descent-Token: \(client.token)\r\n\
      Content-Type: application/json\r\nContent-Length: 1000000000\r\n\r\n
      """)
    let answer = String(decoding: readAll(connection.descriptor), as: UTF8.self)
    #expect(answer.hasPrefix("HTTP/1.1 413"))
  }

  @Test func onlySoManyLinesWait() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    for place in 1...PageInbox.mostLines {
      let answer = try client.type("train \(place)")
      #expect(answer.status == 202 && answer.body.contains("{\"queued\":\(place)}"))
    }
    #expect(try client.type("train").status == 429)
    #expect(page.inbox.next() == "train 1")
    #expect(try client.type("train").status == 202)
  }

  @Test func aClassCanOnlyLook() throws {
    let (page, client) = try Self.page(isReadOnly: true)
    defer { page.stop() }
    #expect(try client.get().status == 200)
    for path in ["/command", "/pause", "/resume", "/stop"] {
      #expect(try client.post(path, "{\"line\":\"data xor\"}").status == 409)
    }
    #expect(page.inbox.next() == nil)
  }

  /// Somebody reads it who has opened a part of the address.
  @Test func whoIsNotShownThePageIsToldWhy() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let answer = try client.request("GET", "/?token=0", ["Host: \(client.host)"])
    #expect(answer.status == 403 && answer.head.contains("Content-Type: text/html"))
    #expect(answer.body.contains("<p>Open the page at the whole address that the terminal"))
    #expect(!answer.body.contains(client.token))
  }

  // MARK: Streams

  @Test func aStreamBeginsWithEverythingAsItIsLast() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    page.board.post(.cell(1), text("{\"n\":1}"))
    page.board.post(.cell(2), text("{\"n\":2}"))
    page.board.post(.cell(1), text("{\"n\":3}"))
    page.board.post(.cells, text("{\"serials\":[1,2]}"))
    page.board.say(PageName.refused, text("{\"line\":\"before\"}"))
    page.board.remove([.cell(2)])
    let stream = try EventStream(client)
    #expect(stream.next() == EventStream.Event(name: "cell", data: "{\"n\":3}"))
    #expect(stream.next() == EventStream.Event(name: "cells", data: "{\"serials\":[1,2]}"))
    page.board.say(PageName.refused, text("{\"line\":\"after\"}"))
    #expect(stream.next() == EventStream.Event(name: "refused", data: "{\"line\":\"after\"}"))
    #expect(stream.head.contains("Content-Type: text/event-stream"))
    page.board.post(.state, text("{}"))
    #expect(stream.next()?.name == "state")
  }

  @Test func theEndIsSaidToAll() throws {
    let (page, client) = try Self.page()
    let streams = try (0..<3).map { _ in try EventStream(client) }
    page.board.post(.state, text("{}"))
    for stream in streams { #expect(stream.next()?.name == "state") }
    page.stop()
    for stream in streams {
      #expect(stream.next()?.name == "closed")
      #expect(stream.next() == nil)
    }
  }

  @Test func aReaderThatDoesNotReadHoldsNobodyUp() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    let (deaf, other) = (try EventStream(client), try EventStream(client))
    let large = text("{\"svg\":\"\(String(repeating: "x", count: 200_000))\"}")
    for round in 0..<300 {
      page.board.post(.picture("loss"), large)
      page.board.post(.state, text("{\"round\":\(round)}"))
    }
    #expect(other.next("state", holding: "299") != nil)
    // What it missed in between was not kept for it.
    var heard = 0
    while let event = deaf.next(), !event.data.contains("299") { heard += 1 }
    #expect(heard < 300)
  }

  @Test func moreOnlookersThanThereCanBeAreSentAway() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    page.board.post(.state, text("{}"))
    let streams = try (0..<PageBoard.mostStreams).map { _ in try EventStream(client) }
    for stream in streams { #expect(stream.next()?.name == "state") }
    #expect(try client.get("/events").status == 503)
    let refused = try client.get()
    #expect(refused.status == 503 && refused.head.contains("Content-Type: text/html"))
    #expect(refused.body.contains("<p>120 browsers look on already"))
    #expect(try client.type("data xor").status == 202)
  }

  @Test func aThousandConnectionsAreBorne() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    for _ in 0..<10 {
      let connections = try (0..<100).map { _ in try HTTPConnection(port: client.port) }
      #expect(try client.get().status == 200)
      _ = connections
    }
  }

  @Test func whoHasNoTokenHoldsNobodyOut() throws {
    var limits = PageLimits()
    (limits.connections, limits.strangers) = (60, 20)
    (limits.strangerSeconds, limits.idleSeconds) = (3600, 3600)
    let (page, client) = try Self.page(limits: limits)
    defer { page.stop() }
    let stream = try EventStream(client)
    page.board.post(.state, text("{}"))
    #expect(stream.next()?.name == "state")
    let crowd = try (0..<150).map { _ in try HTTPConnection(port: client.port) }
    for connection in crowd { try? connection.send("GET / HT") }
    #expect(try client.get().status == 200)
    page.board.post(.state, text("{\"n\":2}"))
    #expect(stream.next("state", holding: "2") != nil)
    // Who came first has made room.
    #expect(readAll(crowd[0].descriptor).isEmpty)
  }

  @Test func nobodyStaysAStrangerForLong() throws {
    var limits = PageLimits()
    (limits.strangerSeconds, limits.idleSeconds) = (0, 3600)
    let (page, client) = try Self.page(limits: limits)
    defer { page.stop() }
    let connection = try HTTPConnection(port: client.port)
    try connection.send("GET /?token=\(client.token) HT")
    #expect(readAll(connection.descriptor).isEmpty)
    #expect(try client.get().status == 200)
  }

  /// Nobody else can type the address of all addresses, or the one by which each computer calls itself.
  @Test func aPageForANetworkNamesAddressesOfThisComputer() throws {
    let page = try RunningPage(
      address: "0.0.0.0", port: 0, isReadOnly: true, document: { $0 + $1 })
    defer { page.stop() }
    let access = page.access
    #expect(!access.others.contains { $0.hasPrefix("127.") || $0 == "0.0.0.0" })
    #expect(access.others.isEmpty == access.link.hasPrefix("http://127.0.0.1:"))
    for link in [access.link] + access.otherLinks {
      let host = link.split(separator: "/").dropFirst().first.map(String.init)
      #expect(access.accepts(host: host), "\(link)")
    }
  }

  @Test func aPortThatIsTakenIsSaid() throws {
    let (page, client) = try Self.page()
    defer { page.stop() }
    #expect(throws: PageServerError.self) {
      _ = try RunningPage(
        address: "127.0.0.1", port: UInt16(client.port), isReadOnly: false, document: { $0 + $1 })
    }
  }
}
