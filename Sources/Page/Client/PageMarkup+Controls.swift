// The controls, a form for each line that they type: its fields, and the line as the button that types it.

extension PageMarkup {
  static let controls = #"""
    <section id="controls" class="pane" aria-labelledby="controls-name">
    <h2 id="controls-name" class="unseen">Controls</h2>
    \#(run)
    \#(group("data", "Data", data))
    \#(group("features", "Features", features))
    \#(group("layers", "Network", layers))
    \#(group("settings", "Settings", settings))
    \#(group("search", "Search", search, isOpen: false))
    \#(explanations)
    </section>
    """#

  /// The button appears when the fields say something else than the session does.
  private static func group(
    _ id: String, _ title: String, _ fields: String, isOpen: Bool = true
  ) -> String {
    #"""
    <form id="\#(id)" class="group" autocomplete="off">
    <details\#(isOpen ? " open" : "")><summary><h3>\#(title)</h3></summary>
    \#(fields)
    <p class="will" hidden><button class="line" aria-label=""><code></code></button>
    <button class="back" type="button" aria-label="Put the fields of \#(title) back">×</button></p>
    \#(wrong)
    </details>
    </form>
    """#
  }

  /// What was refused of the form's line.
  private static let wrong =
    #"<div class="wrong" role="alert" hidden><p></p><button type="button" hidden></button></div>"#

  private static let run = #"""
    <form id="run" class="group" autocomplete="off">
    <h3>Train</h3>
    <div class="field"><label for="epochs">epochs</label><input id="epochs" name="epochs" data-steps="epochs" value="50"
    inputmode="numeric" size="5"></div>
    \#(wrong)
    <div class="buttons">
    <button class="typed-button main" id="train"><b>Train</b><code>train 50</code></button>
    <button class="typed-button" type="button" id="step" data-line="step"><b>One step</b><code>step</code></button>
    <button class="typed-button" type="button" id="pause" aria-disabled="true"><b>Pause</b><span>when an
    epoch ends</span></button>
    <button class="typed-button" type="button" id="stop" aria-disabled="true"><b>Stop</b><span>drop the
    rest</span></button>
    <button class="typed-button" type="button" data-line="reset"><b>Same start</b><code>reset</code></button>
    <button class="typed-button" type="button" data-line="reset new"><b>New
    start</b><code>reset new</code></button>
    <button class="typed-button" type="button" data-line="undo"><b>Undo</b><code>undo</code></button>
    <button class="typed-button" type="button" data-line="redo"><b>Redo</b><code>redo</code></button>
    </div>
    </form>
    """#

  private static let data = #"""
    <div class="field"><label for="kind">set</label><select id="kind" name="kind"></select></div>
    <div class="field"><label for="noise">noise</label><input id="noise" name="noise" data-steps="noise"
    inputmode="decimal" size="5"></div>
    """#

  private static let features = #"""
    <fieldset class="chips"><legend class="unseen">What the network sees</legend><div id="chips"></div>
    </fieldset>
    """#

  private static let layers = #"""
    <ol id="layer-list" role="list"></ol>
    <div class="buttons"><button id="add-layer" type="button">Add a layer</button></div>
    """#

  private static let settings = #"""
    <div class="field"><label for="lr">learning rate <code>lr</code></label><input id="lr" name="lr"
    data-steps="lr" inputmode="decimal" size="6"></div>
    <div class="field"><label for="batch">batch</label><input id="batch" name="batch" data-steps="batch" size="6"></div>
    <div class="field"><label for="optimizer">optimizer</label><select id="optimizer" name="optimizer"></select></div>
    <div class="field"><label for="l1">L1 penalty <code>l1</code></label><input id="l1" name="l1"
    data-steps="penalty" inputmode="decimal" size="6"></div>
    <div class="field"><label for="l2">L2 penalty <code>l2</code></label><input id="l2" name="l2"
    data-steps="penalty" inputmode="decimal" size="6"></div>
    """#

  private static let search = #"""
    <div class="field"><label for="method">method</label><select id="method" name="method">
    <option>random<option>sobol<option>grid<option>bayes<option>tpe<option>halving</select></div>
    <div class="field"><label for="trials">trials</label><input id="trials" name="trials" data-steps="trials" value="20"
    inputmode="numeric" size="5"></div>
    <div class="field"><label for="trial-epochs">epochs each</label><input id="trial-epochs" name="trial-epochs"
    data-steps="epochs" value="20" inputmode="numeric" size="5"></div>
    <fieldset><legend>what to vary</legend><div id="axes"></div></fieldset>
    <div class="chips lines">
    <button class="line" type="button" data-line="use best"><code>use best</code></button>
    <button class="line" type="button" data-line="importance"><code>importance</code></button>
    <button class="line" type="button" data-line="trials"><code>trials</code></button>
    </div>
    """#

  private static let explanations = #"""
    <div class="group">
    <details><summary><h3>Explain</h3></summary>
    <div class="chips lines" id="explanations"></div>
    </details>
    </div>
    """#
}
