// A form of controls: its fields show what the session has; where they say something else, the line that would make
// it so is the form's button.

extension PageScript {
  static let controls = #"""
    const groups = [];

    // `lineOf` makes the line of the fields, "" where nothing is to be done; `fill` shows the session's state.
    function group(id, lineOf, fill) {
      const form = $(id);
      const will = form.querySelector(".will");
      const [button, back] = will.children;
      let sent = null;
      const refresh = () => {
        const line = state ? lineOf() : "";
        const isShown = line !== "" && line !== sent;
        if (!isShown && will.contains(document.activeElement)) form.querySelector("summary").focus();
        will.hidden = !isShown;
        if (!isShown || button.dataset.shown === line) return;
        button.dataset.shown = line;
        button.firstChild.textContent = line;
        button.setAttribute("aria-label", "Type " + line);
        if (isSettled) say("will type " + line);
      };
      const settle = () => {
        for (const field of form.querySelectorAll("[data-edited]")) delete field.dataset.edited;
        form.dispatchEvent(new Event("settled"));
      };
      const show = () => {
        // Until the line has been done the fields say what it will do.
        if (pending.has(sent)) return;
        if (sent !== null) settle();
        sent = null;
        fill();
        refresh();
      };
      form.addEventListener("input", event => {
        hideRefusals();
        event.target.dataset.edited = "";
        refresh();
      });
      form.addEventListener("submit", async event => {
        event.preventDefault();
        const line = state ? lineOf() : "";
        if (!line) return;
        sent = line;
        refresh();
        if (!await type(line, form)) sent = null;
        refresh();
      });
      // What was wrong stays in the fields, to be mended there.
      form.addEventListener("refused", () => {
        sent = null;
        refresh();
      });
      back.addEventListener("click", () => {
        hideRefusals();
        settle();
        show();
      });
      groups.push({ show });
      return refresh;
    }

    const isEdited = field => "edited" in field.dataset;

    function put(field, value) {
      const text = value === null || value === undefined ? "" : short(value);
      if (!isEdited(field) && field.value !== text) field.value = text;
    }

    function options(select, values, chosen) {
      const all = values.includes(chosen) || !chosen ? values : [...values, chosen];
      const before = [...select.options].map(option => option.value);
      if (before.join("\n") !== all.join("\n")) {
        const kept = isEdited(select) ? select.value : chosen;
        select.replaceChildren(...all.map(value => make("option", { value, textContent: value || "choose" })));
        select.value = kept ?? "";
      }
      put(select, chosen);
    }

    const differs = (field, value) => isEdited(field) && field.value.trim() !== short(value ?? "");
    """#
}
