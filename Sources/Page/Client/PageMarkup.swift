// The page's HTML: three panes, which are landmarks. What depends on the session is filled in by the script.

enum PageMarkup {
  static func text(nonce: String, token: String, style: String, script: String) -> String {
    #"""
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <meta name="referrer" content="no-referrer">
    <meta name="descent-token" content="\#(token)">
    <title>descent</title>
    <link rel="icon" href="data:,">
    <style nonce="\#(nonce)">
    \#(style)
    </style>
    </head>
    <body>
    \#(head)
    <div class="panes">
    \#(controls)
    \#(pictures)
    \#(session)
    </div>
    <p id="voice-a" class="unseen" aria-live="polite"></p>
    <p id="voice-b" class="unseen" aria-live="polite"></p>
    <script nonce="\#(nonce)">
    \#(script)
    </script>
    </body>
    </html>

    """#
  }

  private static let head = #"""
    <a class="skip" href="#cells">To the session</a>
    <a class="skip typing-skip" href="#own">To your own line</a>
    <header>
    <h1>descent</h1>
    <p id="where"><span id="subject">Waiting for the session.</span><span id="measured"></span></p>
    <p id="busy" hidden><progress id="done" aria-labelledby="doing"></progress>
    <span id="doing"></span></p>
    <p id="link" role="status">connecting</p>
    </header>
    <div id="lost" role="alert" hidden><p></p></div>
    <div id="notice" role="alert" hidden><p></p><button type="button">Close</button></div>
    """#

  private static let pictures = #"""
    <section id="pictures" class="pane" aria-labelledby="pictures-name">
    <h2 id="pictures-name">Pictures</h2>
    <p id="no-pictures" class="nothing">Pictures come with data: choose some among the controls, or type
    <code>data spiral</code>.</p>
    </section>
    """#

  private static let session = #"""
    <main id="session" class="pane" aria-labelledby="session-name">
    <h2 id="session-name">Session</h2>
    <p id="no-cells" class="nothing">Nothing has been typed yet. What you click among the controls appears here
    as the line that does it, and in the terminal too.</p>
    <ol id="cells" role="list" tabindex="-1" aria-label="What was typed and what it gave"></ol>
    <ul id="waiting" role="list" aria-label="Lines that wait"></ul>
    <div class="typing">
    <button id="newest" type="button" hidden>To the newest</button>
    <div id="refused" class="wrong" role="alert" hidden><p></p><button type="button" hidden></button></div>
    <form id="own-form">
    <label for="own">Your own line</label>
    <div class="own"><input id="own" name="own" autocomplete="off" autocapitalize="off" spellcheck="false"
    maxlength="4000" placeholder="help" aria-describedby="own-hint"><button>Type</button></div>
    <p id="own-hint" class="hint-line">Anything that the terminal understands. ↑ brings back earlier lines.</p>
    </form>
    </div>
    </main>
    """#
}
