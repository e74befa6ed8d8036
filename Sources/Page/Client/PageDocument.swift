// The page as one document: its HTML, with style and script inside, so that nothing is fetched but what happens.
// They stand in Swift as texts because the program is one file and has no folder of resources.
import Layouts

package enum PageDocument {
  /// - Parameters:
  ///   - nonce: what the policy of the answer allows style and script by.
  ///   - token: what the page asks with; digits and letters.
  package static func text(nonce: String, token: String) -> String {
    PageMarkup.text(
      nonce: Markup.escaped(nonce), token: Markup.escaped(token),
      style: ([HTML.stylesheet] + PageStyle.parts).joined(separator: "\n"),
      script: PageScript.text)
  }
  /// In the place of the page for somebody who is not shown it: why.
  static func refusal(_ message: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <meta name="color-scheme" content="light dark"><title>descent</title></head>
    <body><h1>descent</h1><p>\(Markup.escaped(message))</p></body>
    </html>

    """
  }
}
