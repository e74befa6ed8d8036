import Terminal
import Testing

struct ColorDepthTests {
  @Test(arguments: [
    (["TERM": "xterm"], ColorDepth.sixteen), (["TERM": "xterm-256color"], .palette),
    (["TERM": "xterm", "COLORTERM": "truecolor"], .full), (["TERM": "xterm-direct"], .full),
    ([:], .sixteen),
  ])
  func isAsTheTerminalSays(environment: [String: String], depth: ColorDepth) {
    #expect(ColorDepth { environment[$0] } == depth)
  }

  @Test func theNearestColorIsTaken() {
    #expect(ColorDepth.full.color(1, 2, 3) == .rgb(1, 2, 3))
    #expect(ColorDepth.palette.color(255, 0, 0) == .palette(196))
    #expect(ColorDepth.palette.color(128, 128, 128) == .palette(244))
    #expect(ColorDepth.palette.color(0, 95, 175) == .palette(25))
    #expect(ColorDepth.sixteen.color(255, 255, 255) == .basic(15))
    #expect(ColorDepth.sixteen.color(0, 0, 0) == .basic(0))
    #expect(
      Style(color: .rgb(1, 2, 3), background: .basic(9)).escapeSequence == "\u{1B}[38;2;1;2;3;101m")
  }
}
