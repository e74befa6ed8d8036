// How the page looks: paper, ink, one blue for what can be pressed and one orange for what goes on. Sizes are the
// reader's; in a window of a projector's width letters are larger. What the session says has its own stylesheet,
// which this one stands behind.

package enum PageStyle {
  package static let parts = [frame, session, pictures, controls, narrow]

  private static let frame = """
    :root { --desk: light-dark(#f5f3ee, #111315); --sheet: light-dark(#fff, #1a1a1a);
      --ink: light-dark(#1b1c1e, #e8e6e1); --soft: light-dark(#5a5b60, #a8a8ac);
      --rule: light-dark(#dcd8ce, #3a3d42); --edge: light-dark(#8a867c, #777b82);
      --blue: light-dark(#005f96, #7cc8f2);
      --tint: light-dark(#e9f2f8, #17303f); --orange: light-dark(#a84800, #f0ac3c);
      --quiet: light-dark(#6a6a6a, #9a9a9a);
      font-size: clamp(100%, .5rem + .8vw, 160%); }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--desk); color: var(--ink); line-height: 1.4;
      font-family: system-ui, sans-serif; display: flex; flex-direction: column; height: 100dvh; }
    h1, h2, h3 { font-weight: 600; line-height: 1.2; margin: 0; }
    h2 { font-size: .8rem; letter-spacing: .08em; text-transform: uppercase; color: var(--soft);
      padding-bottom: .5rem; }
    [hidden] { display: none !important; }
    .unseen, .skip:not(:focus) { position: absolute; width: 1px; height: 1px; margin: -1px;
      overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .skip { position: absolute; z-index: 9; padding: .5rem 1rem; background: var(--sheet);
      color: var(--blue); }
    :focus-visible { outline: 3px solid var(--orange); outline-offset: 2px; border-radius: 3px; }
    header { display: flex; flex-wrap: wrap; gap: .2rem 1.2rem; align-items: baseline;
      padding: .6rem 1.2rem; background: var(--sheet); border-bottom: 1px solid var(--rule); }
    h1 { font-size: 1.15rem; letter-spacing: -.01em; }
    header p { margin: 0; max-width: none; }
    #where { flex: 1 0 0; min-width: min-content; display: flex; font-variant-numeric: tabular-nums;
      white-space: pre; }
    #subject { flex: 1 1 3.5em; width: 3.5em; max-width: max-content; overflow: hidden; text-overflow: ellipsis; }
    #measured { flex: none; }
    #busy { color: var(--orange); font-variant-numeric: tabular-nums; white-space: nowrap; }
    #busy progress { width: 6rem; vertical-align: middle; accent-color: var(--orange); }
    #link { font-size: .8rem; color: var(--soft); white-space: nowrap; }
    #link::before { content: "● "; color: light-dark(#00795a, #2dbd91); }
    .is-lost #link::before, .has-ended #link::before { content: "○ "; color: var(--orange); }
    .is-lost #link, .has-ended #link { color: var(--orange); }
    #notice { display: flex; gap: 1rem; align-items: center; padding: .5rem 1.2rem;
      background: var(--tint); border-bottom: 1px solid var(--rule); }
    #lost { padding: .7rem 1.2rem; background: var(--orange); color: var(--sheet); font-weight: 600; }
    #lost p { margin: 0; max-width: none; }
    #notice p { flex: 1; max-width: none; }
    .panes { flex: 1; min-height: 0; display: grid; position: relative;
      grid-template-columns: 19rem minmax(0, 1.2fr) minmax(0, 1fr); }
    .pane { overflow: auto; min-width: 0; padding: 1rem 1.2rem; scroll-padding: 1rem; }
    .pane + .pane { border-left: 1px solid var(--rule); }
    .nothing { color: var(--soft); }
    .hint-line { color: var(--soft); font-size: .8rem; margin: .3rem 0 0; }
    button, input, select { font: inherit; color: inherit; }
    button { cursor: pointer; min-height: 1.9rem; padding: .2rem .7rem; border-radius: 6px;
      border: 1px solid var(--edge); background: var(--sheet); }
    button:hover { border-color: var(--blue); background: var(--tint); }
    button[aria-disabled=true], button:disabled, input:disabled { color: var(--soft); border-style: dashed; cursor: default;
      background: none; }
    input, select { min-height: 1.9rem; padding: .15rem .4rem; border: 1px solid var(--edge);
      border-radius: 4px; background: var(--sheet); max-width: 100%; }
    ::placeholder { color: var(--soft); opacity: 1; }
    input[type=checkbox] { min-height: 0; width: 1.1rem; height: 1.1rem; margin: 0;
      accent-color: light-dark(#005f96, #7cc8f2); }
    """

  private static let session = """
    #session { display: flex; flex-direction: column; padding-bottom: 0; background: var(--sheet); }
    #cells, #waiting { list-style: none; margin: 0; padding: 0; }
    .cell { padding: .5rem 0 .8rem; }
    .cell + .cell { border-top: 1px solid var(--rule); }
    .typed { display: flex; gap: 0 .6rem; align-items: baseline; }
    .typed pre { flex: 1; min-width: 0; margin: 0; font-weight: 650; color: var(--blue);
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .typed .number { min-width: 1.1rem; text-align: right; color: var(--soft);
      font-variant-numeric: tabular-nums; }
    .standing { font-size: .8rem; color: var(--soft); max-width: 12rem; text-align: right; }
    .is-running .standing { color: var(--orange); }
    .is-failed .standing { color: var(--error); }
    .said { overflow-x: auto;
      container-type: inline-size; }
    .said td, .said th { padding: .1em .35em; }
    .long { display: inline-block; max-width: min(16em, 100%); overflow: hidden; text-overflow: ellipsis;
      white-space: nowrap; vertical-align: bottom; }
    :is(td, th)[title] { max-width: 24em; overflow: hidden; text-overflow: ellipsis; }
    .said .is-tight { font-size: .88em; }
    .said .is-tight :is(td, th) { padding: .1em .22em; }
    .said .is-wide:not(.is-at-end) {
      mask-image: linear-gradient(to right, #000 calc(100% - 4em), transparent); }
    .said .is-wide::-webkit-scrollbar { height: .6rem; background: var(--rule); border-radius: .3rem; }
    .said .is-wide::-webkit-scrollbar-thumb { background: var(--edge); border-radius: .3rem; }
    .wide-hint { color: var(--orange); font-size: .8rem; margin: 0; }
    .said thead th { white-space: normal; vertical-align: bottom; }
    .said td p { max-width: min(45em, 95cqi); }
    @container (max-width: 34em) {
      .said .arithmetic tr { display: grid; grid-template-columns: 1fr max-content; }
      .said .arithmetic td:not(.right) { grid-area: auto / 1 / auto / 3; padding-left: 1.6em; }
      .said .arithmetic td.right { grid-area: 1 / 2; }
      .said .arithmetic td:empty { display: none; }
    }
    .said .number { min-width: 0; }
    .said figure { max-width: 40rem; }
    .is-stale .said, .is-unrun .said { border-left: 3px dotted var(--edge); padding-left: .6rem; }
    #waiting li { padding: .2rem 0 .2rem 1.7rem; color: var(--soft); font-size: .82rem; }
    .typing { position: sticky; bottom: 0; margin: auto -1.2rem 0; padding: .7rem 1.2rem;
      background: var(--sheet); border-top: 1px solid var(--rule); }
    .own { display: flex; gap: .5rem; align-items: center; margin-top: .2rem; }
    .own::before { content: ">"; font-family: ui-monospace, monospace; color: var(--blue); }
    .own input { flex: 1; min-width: 0; font-family: ui-monospace, monospace; }
    #own-form label { font-size: .82rem; color: var(--soft); }
    #newest { position: absolute; right: 1.2rem; top: -2.4rem; border-radius: 1rem; }
    .wrong { color: var(--error); margin: .5rem 0; overflow-wrap: anywhere; }
    .wrong p { margin: 0 0 .3rem; }
    [aria-invalid] { border-color: var(--error); box-shadow: 0 0 0 1px var(--error); }
    """

  private static let pictures = """
    .shown { background: var(--sheet); border: 1px solid var(--rule); border-radius: 8px;
      padding: .8rem 1rem; margin-bottom: 1rem; }
    .shown .title { display: flex; gap: 1rem; align-items: baseline; }
    .shown h3 { flex: 1; margin: 0; font-size: 1.05rem; overflow-wrap: anywhere; }
    .larger { font-size: .8rem; min-height: 1.6rem; }
    .drawing { margin: .4rem 0; container-type: inline-size; }
    .drawing svg { width: 100%; height: auto; }
    .drawing .picture text, .drawing .picture .small { font-size: 13px; }
    @container (max-width: 380px) { .drawing .picture text { font-size: 14px; } }
    .drawing .link:hover { opacity: 1; stroke-width: 6; }
    .drawing .unit:hover { fill: var(--tint); stroke-width: 3; }
    .shown .words, .shown .keys { color: var(--soft); }
    .shown :is(h3, .words, .keys, .pointed > span)[title] { display: -webkit-box; -webkit-line-clamp: 8;
      -webkit-box-orient: vertical; overflow: hidden; }
    .shown .keys::first-letter { text-transform: uppercase; }
    .pointed { min-height: 3.4em; font-variant-numeric: tabular-nums; }
    .links summary { cursor: pointer; color: var(--blue); }
    .links .scrolled { max-height: 20rem; overflow: auto; }
    .links td, .links th { padding: .1em .4em; } .links .line { font-size: .82rem; }
    [data-large] .panes { grid-template-columns: 19rem minmax(0, 1fr); }
    [data-large] #session, [data-large] .shown:not(.is-large) { display: none; }
    .is-large .drawing svg { max-height: calc(100dvh - 14rem); }
    """

  private static let controls = """
    #controls { font-size: .95rem; }
    .group { border-bottom: 1px solid var(--rule); padding: .6rem 0 .8rem; }
    .group:first-of-type { padding-top: 0; }
    .group h3 { display: inline; font-size: 1rem; }
    .group summary { cursor: pointer; padding: .1rem 0; }
    .group legend { padding: 0; }
    .group fieldset { border: 0; margin: .4rem 0 0; padding: 0; min-width: 0; }
    .field { display: flex; gap: .3rem; align-items: center; justify-content: space-between;
      margin-top: .4rem; flex-wrap: wrap; }
    .field code { color: var(--soft); }
    .stepper { display: inline-flex; gap: .2rem; }
    .stepper input { width: 4.3em; text-align: right; font-variant-numeric: tabular-nums; }
    .step { min-width: 1.75rem; padding: 0; }
    .buttons { display: grid; grid-template-columns: 1fr 1fr; gap: .4rem; margin-top: .6rem; }
    .typed-button { text-align: left; line-height: 1.25; padding: .35rem .7rem; }
    .typed-button b { display: block; font-weight: 600; }
    .typed-button code, .typed-button span { color: var(--soft); font-size: .8rem; overflow-wrap: anywhere; }
    .typed-button[aria-disabled=true] b { font-weight: 400; }
    .main, .main:hover { background: #0072b2; border-color: #0072b2; color: #fff; }
    .main:hover { background: #005f96; }
    .main code { color: #fff; }
    .will { display: flex; gap: .4rem; align-items: stretch; margin: .7rem 0 0; }
    .line { font-family: ui-monospace, monospace; color: var(--blue); border-color: var(--blue);
      background: var(--tint); text-align: left; overflow-wrap: anywhere; }
    .line::before { content: "> "; }
    .will .line { flex: 1; font-weight: 650; }
    .back { min-width: 1.9rem; padding: 0; border-color: transparent; background: none; color: var(--soft); }
    .chips, #chips { display: flex; flex-wrap: wrap; gap: .35rem; }
    .chips { margin-top: .5rem; }
    .chips label { display: inline-flex; gap: .35rem; align-items: center; min-height: 1.9rem;
      padding: 0 .6rem; border: 1px solid var(--edge); border-radius: 6px; cursor: pointer; }
    .chips label:has(:checked) { background: var(--tint); border-color: var(--blue); }
    .chips .line { font-size: .82rem; }
    #layer-list { list-style: none; margin: .2rem 0; padding: 0; }
    #layer-list li { display: grid; grid-template-columns: 1rem minmax(0, 1fr) auto; gap: .35rem;
      align-items: center; padding: .4rem 0; }
    #layer-list .number { color: var(--soft); }
    #layer-list .part { display: contents; }
    #layer-list .part > span:first-child { color: var(--soft); }
    #layer-list .part:last-child > span:first-child { grid-column: 2; }
    #layer-list input { width: 3.2em; }
    #layer-list select { grid-column: 2; grid-row: 2; }
    #layer-list li > .step { grid-column: 3; grid-row: 2; justify-self: end; }
    .axis { display: flex; gap: .5rem; align-items: center; margin-top: .3rem; }
    .axis label { min-width: 5.5rem; }
    .axis > input:last-child { flex: 1; min-width: 0; font-family: ui-monospace, monospace; }
    """

  /// Two columns, then one; and for a class, which reads from afar, only what happens.
  private static let narrow = """
    .read-only { font-size: 120%; }
    .read-only #controls, .read-only #own-form, .read-only .typing-skip, .read-only .links button { display: none; }
    .read-only .panes { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
    .read-only[data-large] .panes { grid-template-columns: minmax(0, 1fr); }
    .read-only .pane:nth-child(2) { border-left: 0; }
    .read-only .typing:not(:has(> :not([hidden], form))) { border: 0; padding: 0; }
    :is(.has-ended, .is-lost) :is(#controls, #own-form, #cells, .shown) { opacity: .5; }
    @media (max-width: 72em) {
      body { height: auto; min-height: 100dvh; }
      .panes { grid-template-columns: 19rem minmax(0, 1fr); align-content: start; }
      .pane { overflow: visible; }
      #controls { grid-row: 1 / 3; }
      .pane#session { border-top: 1px solid var(--rule); }
      .read-only .panes { grid-template-columns: minmax(0, 1fr); }
    }
    @media (max-width: 46em) {
      .panes { grid-template-columns: minmax(0, 1fr) !important; }
      #controls { grid-row: auto; border-top: 1px solid var(--rule); }
      #pictures:has(.shown) { display: flex; gap: .8rem; overflow-x: auto; scroll-snap-type: x proximity; }
      #pictures h2 { position: absolute; clip-path: inset(50%); }
      .shown { flex: 0 0 100%; scroll-snap-align: start; margin: 0; }
      .pane { padding: .8rem; border-left: 0 !important; }
      .typing { margin: auto -.8rem 0; padding: .6rem .8rem; }
      header { padding: .5rem .8rem; flex-wrap: wrap; }
      #where { white-space: normal; flex-basis: 100%; order: 1; min-width: 0; display: block; }
      #subject { white-space: normal; }
      #link { margin-left: auto; }
    }
    @media (prefers-reduced-motion: no-preference) {
      button { transition: background .12s, border-color .12s; }
    }
    @media (forced-colors: active) { .line::before, #link::before { color: CanvasText; } }
    """
}
