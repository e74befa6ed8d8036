// What requests come to: who is let in, what is refused and how.
import JSON
import Page
import TestSupport
import Testing

@Suite struct PageRequestTests {
  private let access = PageAccess(
    token: String(repeating: "ab", count: 16), address: "127.0.0.1", port: 8080, isReadOnly: false)

  private func request(
    _ method: String, _ path: String, _ change: (inout PageRequest) -> Void = { _ in }
  ) -> PageRequest {
    var request = PageRequest(
      method: method, path: path, token: access.token, host: "127.0.0.1:8080")
    if method == "POST" {
      request.contentType = "application/json; charset=utf-8"
      request.contentLength = "20"
    }
    change(&request)
    return request
  }

  private func status(_ request: PageRequest, _ access: PageAccess? = nil) -> Int {
    do throws(PageRequest.Refusal) {
      _ = try request.wish(with: access ?? self.access)
      return 200
    } catch {
      return error.status
    }
  }

  @Test func whatThereIsCanBeAskedFor() throws {
    #expect(try request("GET", "/").wish(with: access) == .page)
    #expect(try request("GET", "/events").wish(with: access) == .events)
    #expect(try request("POST", "/command").wish(with: access) == .command)
    #expect(try request("POST", "/pause").wish(with: access) == .control(.pause))
    #expect(try request("POST", "/resume").wish(with: access) == .control(.resume))
    #expect(try request("POST", "/stop").wish(with: access) == .control(.stop))
  }

  @Test(arguments: ["/", "/events", "/command", "/stop", "/nowhere"])
  func withoutTheTokenNothingIsTold(path: String) {
    for method in ["GET", "POST", "PUT", "DELETE"] {
      for token in [nil, "", "ab", access.token.uppercased(), access.token + "0"] {
        #expect(status(request(method, path) { $0.token = token }) == 403)
      }
    }
  }

  @Test func onlyTheServersOwnAddressIsItsName() {
    for host in ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"] {
      #expect(status(request("GET", "/") { $0.host = host }) == 200, "\(host)")
    }
    for host in [
      nil, "", "127.0.0.1", "127.0.0.1:80", "evil.example:8080", "127.0.0.1.evil.example:8080",
      "10.0.0.1:8080", "localhost.:8080", "user@127.0.0.1:8080",
    ] {
      #expect(status(request("GET", "/") { $0.host = host }) == 403, "\(host ?? "none")")
    }
  }

  @Test func otherPagesAreRefused() {
    #expect(status(request("POST", "/command") { $0.origin = "http://127.0.0.1:8080" }) == 200)
    for origin in [
      "null", "", "http://evil.example", "https://127.0.0.1:8080", "http://127.0.0.1:8081",
      "http://127.0.0.1:8080.evil.example", "http://127.0.0.1:8080/",
    ] {
      #expect(status(request("POST", "/command") { $0.origin = origin }) == 403, "\(origin)")
    }
  }

  @Test func whereAllAddressesAreListenedAtAnyNumericOneIsItsName() {
    let open = PageAccess(token: access.token, address: "0.0.0.0", port: 8080, isReadOnly: true)
    for host in ["192.168.1.7:8080", "[fe80::1]:8080", "127.0.0.1:8080"] {
      #expect(status(request("GET", "/") { $0.host = host }, open) == 200, "\(host)")
    }
    for host in ["evil.example:8080", "192.168.1.7:80", "1.2.3.evil:8080", "1.2.3:8080"] {
      #expect(status(request("GET", "/") { $0.host = host }, open) == 403, "\(host)")
    }
    #expect(open.link == "http://127.0.0.1:8080/?token=\(access.token)")
    #expect(open.otherLinks.isEmpty)
    let named = PageAccess(
      token: access.token, address: "::", port: 8080, others: ["192.168.1.7", "fd00::2"],
      isReadOnly: true)
    #expect(named.link == "http://192.168.1.7:8080/?token=\(access.token)")
    #expect(named.otherLinks == ["http://[fd00::2]:8080/?token=\(access.token)"])
    #expect(status(request("POST", "/command"), open) == 409)
    #expect(status(request("POST", "/stop"), open) == 409)
  }

  @Test func otherMethodsAndPathsAreRefused() {
    for method in ["POST", "PUT", "HEAD", "OPTIONS", "DELETE"] {
      #expect(status(request(method, "/events")) == 405)
    }
    for method in ["GET", "PUT", "OPTIONS"] {
      #expect(status(request(method, "/command")) == 405)
    }
    #expect(status(request("GET", "/page.js")) == 404)
    #expect(status(request("GET", "/../etc/passwd")) == 404)
  }

  @Test func whatSaysSomethingTwiceIsRefused() {
    for (method, path) in [("GET", "/"), ("GET", "/events"), ("POST", "/command")] {
      #expect(status(request(method, path) { $0.isAmbiguous = true }) == 400)
    }
  }

  @Test func bodiesAreBoundedAndNamed() {
    let longest = String(PageRequest.longestBody)
    #expect(status(request("POST", "/command") { $0.contentLength = longest }) == 200)
    #expect(status(request("POST", "/command") { $0.contentLength = "4097" }) == 413)
    #expect(status(request("POST", "/stop") { $0.contentLength = "4097" }) == 413)
    for length in [nil, "", "-1", "many"] {
      #expect(status(request("POST", "/command") { $0.contentLength = length }) == 400)
    }
    for type in [nil, "text/plain", "application/x-www-form-urlencoded"] {
      #expect(status(request("POST", "/command") { $0.contentType = type }) == 400)
    }
  }

  @Test func aBodyIsOneLine() throws {
    let line = "set lr 0.1; train 5 # \u{E4}"
    let body = JSONValue.object([("line", .string(line))]).text
    #expect(try PageRequest.line(in: Array(body.utf8)) == line)
    for body in [
      "", "train", "[]", "{}", "{\"line\":1}", "{\"line\":\"\"}", "{\"line\":\"  \"}",
      "{\"line\":\"a\\nb\"}", "{\"line\":\"a\\u001b[2J\"}", "{\"line\":\"a\\u0085\"}",
      "{\"line\":\"train \\\\\"}", "{\"line\":\"a\",\"line\":\"b\"}", "{\"line\":\"a\",\"b\":1}",
    ] {
      #expect(throws: PageRequest.Refusal.self, "\(body)") {
        try PageRequest.line(in: Array(body.utf8))
      }
    }
  }

  @Test func noTwoTokensAreAlike() {
    let tokens = Set((0..<100).map { _ in PageAccess.makeToken() })
    #expect(tokens.count == 100)
    #expect(tokens.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
  }
}
