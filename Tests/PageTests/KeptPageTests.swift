// Where a page was that a program which was killed had open: a page at the same address again, for nobody else.
import Page
import TestSupport
import Testing

@Suite struct KeptPageTests {
  private let access = PageAccess(address: "127.0.0.1", port: 8080, isReadOnly: false)

  @Test func itIsReadAsItWasWritten() {
    let kept = KeptPage(access)
    #expect(KeptPage(text: kept.text) == kept)
    for text in [
      "", "127.0.0.1 8080", "127.0.0.1 0 \(access.token) own", "127.0.0.1 8080 0 own",
      "127.0.0.1 8080 \(access.token) any", "127.0.0.1 8080 \(access.token) own more",
    ] {
      #expect(KeptPage(text: text) == nil, "\(text)")
    }
  }

  /// Who was shown a page that only shows must not be able to type.
  @Test func anotherKindOfPageIsElsewhere() {
    let kept = KeptPage(access)
    #expect(kept.fits(PageOptions()) && kept.fits(PageOptions(port: 8080)))
    #expect(!kept.fits(PageOptions(port: 8081)))
    #expect(!kept.fits(PageOptions(isReadOnly: true)))
    #expect(!kept.fits(PageOptions(address: "0.0.0.0")))
  }

  @Test func whoHadThePageHasItAgain() throws {
    let first = try RunningPage(
      address: "127.0.0.1", port: 0, isReadOnly: false, document: { $0 + $1 })
    let client = try #require(HTTPClient(link: first.access.link))
    let kept = KeptPage(first.access)
    first.stop()
    let second = try RunningPage(
      address: kept.address, port: UInt16(kept.port), isReadOnly: kept.isReadOnly,
      token: kept.token, document: { $0 + $1 })
    defer { second.stop() }
    #expect(second.access.link == first.access.link)
    #expect(try client.get().status == 200)
  }
}
