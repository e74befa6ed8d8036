// How fragments of HTML look: fonts and colors of the reader's system, light or dark as there.

extension HTML {
  /// For a page's head, once.
  package static let stylesheet = """
    :root { color-scheme: light dark; --quiet: #767676; --coach: #0b7285; --hint: #2b7a2b;
      --error: #c92a2a; }
    h3, h4, h5 { margin: .8em 0 .2em; font-size: 1em; }
    p, dl, pre { margin: .2em 0; max-width: 45em; }
    .in1 { margin-left: 1em; } .in2 { margin-left: 2em; }
    .coach { color: var(--coach); } .hint { color: var(--hint); } .error { color: var(--error); }
    code, pre, .arithmetic td { font-family: ui-monospace, monospace; font-size: .95em; }
    pre { overflow-x: auto; }
    .whole { white-space: nowrap; }
    dl { display: grid; grid-template-columns: max-content 1fr; column-gap: 1em; }
    dd { margin: 0; }
    table { border-collapse: collapse; margin: .3em 0; display: block; overflow-x: auto; }
    th { text-align: left; } td, th { padding: .1em .6em; vertical-align: top; }
    thead th { border-bottom: 1px solid var(--quiet); }
    .right { text-align: right; font-variant-numeric: tabular-nums; }
    .bar { background: var(--coach); height: .8em; }
    .columns { columns: 2; } .columns section { break-inside: avoid; }
    mark { background: none; color: var(--error); text-decoration: underline wavy; }
    figure { margin: .5em 0; max-width: 45em; }
    svg text { font: 12px system-ui, sans-serif; fill: currentColor; }
    .axis { fill: none; stroke: var(--quiet); }
    .curve polyline { fill: none; stroke: currentColor; stroke-width: 1.5; }
    .curve0 { color: #1971c2; } .curve1 { color: #d9480f; } .curve2 { color: #2b8a3e; }
    .curve3 { color: #862e9c; } .curve4 { color: #c2255c; } .curve5 { color: #5f3dc4; }
    .curve6 { color: #0c8599; } .curve7 { color: #846358; }
    .band { fill: currentColor; opacity: .08; }
    """
}
