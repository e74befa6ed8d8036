// A form of controls: its fields show what the session has; where they say something else, the line that would make
// it so is the form's button.

extension PageScript {
  static let controls = #"""
    const groups = [];

    // `lineOf` makes the line of the fields, "" where nothing is to be done; `fill` shows the session's state.
    // What starts work, as a search does, is typed behind the lines that wait in other fields.
    function group(id, lineOf, fill, isStart = false) {
      const form = $(id);
      const will = form.querySelector(".will");
      const [button, back] = will.children;
      let sent = null;
      const line = () => state ? lineOf() : "";
      const steps = () => line() === "" || line() === sent ? []
        : line().split("; ").map(line => ({ line, form }));
      const refresh = () => {
        const isChanged = offer();
        if (!isStart) offerStarts();
        if (isChanged && isSettled) say("will type " + button.dataset.shown);
      };
      const offer = () => {
        const isShown = steps().length > 0;
        if (!isShown && will.contains(document.activeElement)) form.querySelector("summary").focus();
        will.hidden = !isShown;
        const text = isStart ? behindFields(line()) : line();
        if (!isShown || button.dataset.shown === text) return false;
        button.dataset.shown = text;
        button.firstChild.textContent = text;
        button.setAttribute("aria-label", "Type " + text);
        return true;
      };
      const settle = () => {
        for (const field of form.querySelectorAll("[data-edited]")) delete field.dataset.edited;
        form.dispatchEvent(new Event("settled"));
      };
      const show = () => {
        // Until the line has been done the fields say what it will do.
        if (sent?.split("; ").some(line => pending.has(line))) return;
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
      // Its lines, which are going to be typed.
      const take = () => {
        const taken = steps();
        sent = line();
        refresh();
        return taken;
      };
      form.addEventListener("submit", event => {
        event.preventDefault();
        if (steps().length === 0) return;
        const text = line();
        const taken = take();
        if (isStart) typeBehindFields(text, form); else typeAll(taken);
      });
      form.addEventListener("unrun", () => {
        sent = null;
        refresh();
      });
      // What was wrong is said; the fields say what is so.
      form.addEventListener("refused", () => {
        sent = null;
        settle();
        show();
      });
      back.addEventListener("click", () => {
        hideRefusals();
        settle();
        show();
      });
      groups.push({ show, steps, take, offer, isStart });
      return refresh;
    }

    // Work starts with what the fields show: the lines that wait in them are typed before it.

    const behindFields = line =>
      [...groups.filter(group => !group.isStart).flatMap(group => group.steps()).map(step => step.line), line]
        .join("; ");

    function typeBehindFields(line, form) {
      const before = groups.filter(group => !group.isStart && group.steps().length > 0);
      typeAll([...before.flatMap(group => group.take()), { line, form }]);
    }

    function offerStarts() {
      for (const group of groups) if (group.isStart) group.offer();
      setText($("train").lastChild, behindFields(trainLine()));
      setText($("step").lastChild, behindFields("step"));
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
