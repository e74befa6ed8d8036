// How fragments of HTML look: fonts and colors of the reader's system, light or dark as there. In a narrow
// window tables of numbers are scrolled, and arithmetic stands below what it is called.

extension HTML {
  /// For a page's head, once.
  package static let stylesheet = """
    :root { color-scheme: light dark; --quiet: #767676; --coach: light-dark(#0b7285, #66d9e8);
      --hint: light-dark(#2b7a2b, #8ce99a); --error: light-dark(#c92a2a, #ff8787); }
    h3, h4, h5 { margin: .8em 0 .2em; font-size: 1em; max-width: 45em; overflow-wrap: anywhere; }
    p, dl, pre { margin: .2em 0; line-height: 1.35; }
    p, dl { max-width: 45em; overflow-wrap: anywhere; }
    .in1 { margin-left: 1em; } .in2 { margin-left: 2em; }
    .coach { color: var(--coach); } .hint { color: var(--hint); } .error { color: var(--error); }
    code, pre, .arithmetic td { font-family: ui-monospace, monospace; font-size: .95em; }
    pre { overflow-x: auto; }
    .diagnostic pre { white-space: pre-wrap; overflow-wrap: anywhere; }
    .whole, data { white-space: nowrap; }
    dl { display: grid; grid-template-columns: fit-content(50%) minmax(0, 1fr); column-gap: 1em;
      margin-left: .6em; }
    dd { margin: 0; }
    table { border-collapse: collapse; margin: .3em 0; display: block; overflow-x: auto; }
    th { text-align: left; }
    td, th { padding: .1em .6em; vertical-align: top; white-space: nowrap; }
    td p { white-space: normal; max-width: min(45em, 85vw); }
    thead th { border-bottom: 1px solid var(--quiet); }
    .right { text-align: right; font-variant-numeric: tabular-nums; }
    .share { width: 12em; min-width: 5em; }
    .bar { background: var(--coach); height: .8em; margin-top: .2em; }
    .arithmetic td:not(.right) { white-space: normal; max-width: 45em; }
    .arithmetic td.hint { font: inherit; }
    .columns { columns: 2 22em; } .columns section { break-inside: avoid; }
    mark { background: none; color: var(--error); text-decoration: underline wavy; }
    figure { margin: .5em 0; max-width: 45em; }
    svg { display: block; }
    \(FigureStyle.sheet)
    @media (max-width: 45em) {
      .arithmetic tr { display: grid; grid-template-columns: 1fr max-content; }
      .arithmetic td:not(.right) { grid-area: auto / 1 / auto / 3; padding-left: 1.6em; }
      .arithmetic td.right { grid-area: 1 / 2; }
      .arithmetic td:empty { display: none; }
      .picture text { font-size: 16px; }
    }
    """
}
