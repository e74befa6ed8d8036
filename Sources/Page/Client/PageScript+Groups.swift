// Which controls there are, and the lines they make: those of `help data`, `help features`, `help set`, `help train`
// and `help search`.

extension PageScript {
  static let groups = #"""
    for (const input of document.querySelectorAll("input[data-steps]")) addSteps(input);

    // Data

    const takesNoise = () => (state?.data?.noisy ?? []).includes($("kind").value);
    // That of the data, or of others where none is said.
    const noiseUnsaid = () => $("kind").value === state.data?.name ? state.data?.noise : state.data?.usualNoise;
    function showNoise() {
      const isTaken = takesNoise();
      for (const part of $("noise").parentElement.children) part.disabled = !isTaken;
      if (!isTaken) delete $("noise").dataset.edited;
      put($("noise"), isTaken ? noiseUnsaid() : "");
    }
    $("kind").addEventListener("input", showNoise);

    group("data", () => {
      const [kind, noise] = [$("kind").value, $("noise").value.trim()];
      const isOther = differs($("kind"), state.data?.name);
      const isNoisier = takesNoise() && noise !== "" && differs($("noise"), noiseUnsaid());
      if (!kind || !(isOther || isNoisier)) return "";
      return "data " + kind + (isNoisier ? " noise=" + noise : "");
    }, () => {
      const kinds = state.data?.kinds ?? [];
      options($("kind"), state.data?.name ? kinds : ["", ...kinds], state.data?.name ?? "");
      showNoise();
    });

    // Features

    const allFeatures = ["x1", "x2", "x1^2", "x2^2", "x1*x2", "sin(x1)", "sin(x2)"];
    for (const name of allFeatures) {
      const box = make("input", { type: "checkbox", name: "feature", value: name });
      $("chips").append(make("label", {}, box, make("code", { textContent: name })));
    }
    const boxes = [...$("chips").querySelectorAll("input")];
    group("features", () => {
      const chosen = boxes.filter(box => box.checked).map(box => box.value);
      const isChanged = boxes.some(box => isEdited(box)
        && box.checked !== (state.features ?? []).includes(box.value));
      return isChanged && chosen.length > 0 ? "features " + chosen.join(" ") : "";
    }, () => {
      $("features").hidden = !state.features;
      for (const box of boxes) if (!isEdited(box)) box.checked = (state.features ?? []).includes(box.value);
    });

    // Settings

    const settingNames = ["lr", "batch", "optimizer", "l1", "l2"];
    group("settings", () => {
      const changed = settingNames.filter(name =>
        differs($(name), state.settings?.[name]) && $(name).value.trim() !== "");
      if (changed.length === 0) return "";
      const value = name => $(name).value.trim();
      if (changed.length === 1) return "set " + changed[0] + " " + value(changed[0]);
      return "set " + changed.map(name => name + "=" + value(name)).join(" ");
    }, () => {
      options($("optimizer"), state.optimizers ?? [], state.settings?.optimizer);
      for (const name of settingNames) if (name !== "optimizer") put($(name), state.settings?.[name]);
    });

    // Search

    const axes = [
      ["lr", "1e-3..1:log", true], ["l2", "1e-5..0.1:log", true], ["l1", "1e-5..0.1:log"], ["batch", "5..50"],
      ["units", "2..16"], ["layers", "1..3"], ["optimizer", "sgd|momentum|adam"], ["activation", "relu|tanh"],
    ].map(([name, space, isChosen]) => {
      const box = make("input", { type: "checkbox", id: "axis-" + name, name: "axis", checked: Boolean(isChosen) });
      const text = make("input", { name: "space-" + name, value: space, size: 14, spellcheck: false });
      text.setAttribute("aria-label", "values of " + name);
      const label = make("label", { htmlFor: box.id }, make("code", { textContent: name }));
      $("axes").append(make("div", { className: "axis" }, box, label, text));
      return { name, box, text };
    });
    group("search", () => {
      const chosen = axes.filter(axis => axis.box.checked && axis.text.value.trim());
      if (chosen.length === 0) return "";
      const counts = [["trials", $("trials")], ["epochs", $("trial-epochs")]]
        .filter(([, field]) => field.value.trim()).map(([name, field]) => name + "=" + field.value.trim());
      const spaces = chosen.map(axis => axis.name + "=" + axis.text.value.trim());
      return ["search", $("method").value, ...counts, ...spaces].join(" ");
    }, () => {}, true);

    // Training

    const trainLine = () => ("train " + $("epochs").value.trim()).trim();
    $("run").addEventListener("input", () => {
      hideRefusals();
      offerStarts();
    });
    $("run").addEventListener("submit", event => {
      event.preventDefault();
      typeBehindFields(trainLine(), $("run"));
    });
    // A button that cannot do anything now keeps the keyboard's place.
    function able(button, isAble) { button.setAttribute("aria-disabled", String(!isAble)); }
    function whenAble(button, action) {
      button.addEventListener("click", () => { if (button.getAttribute("aria-disabled") !== "true") action(); });
    }
    whenAble($("pause"), () => ask(state.paused ? "/resume" : "/pause"));
    whenAble($("stop"), () => ask("/stop"));

    function showRun() {
      const [name, line] = $("pause").children;
      setText(name, state.paused ? "Go on" : "Pause");
      setText(line, state.paused ? "train" : state.busy && !state.pausable
        ? "only training can" : "when an epoch ends");
      able($("pause"), state.paused || state.pausable);
      able($("stop"), state.paused || Boolean(state.busy));
    }

    // Explanations, of what is set now.

    function showExplanations() {
      const topics = ["loss", "overfitting", "lr", state.settings?.optimizer, "batch", "l1", "l2", "dropout",
        state.layers?.[0]?.activation, "step"].filter(Boolean);
      const lines = ["why", ...new Set(topics.map(topic => "explain " + topic))];
      const there = [...$("explanations").children].map(button => button.dataset.line);
      if (there.join("\n") === lines.join("\n")) return;
      $("explanations").replaceChildren(...lines.map(lineButton));
    }
    """#
}
