// Lines that are typed: sent to the session, shown while they wait, and what is said where one is refused.

extension PageScript {
  static let lines = #"""
    async function post(path, body) {
      try {
        return await fetch(path, {
          method: "POST", cache: "no-store", body: JSON.stringify(body),
          headers: { "Content-Type": "application/json", "X-Descent-Token": token },
        });
      } catch {
        return { ok: false, status: 0 };
      }
    }

    const troubles = {
      0: "The session cannot be reached. The line was not typed.",
      403: "This page belongs to an earlier session. Open the address that its terminal shows.",
      409: "This page only shows the session; lines are typed in the terminal.",
      413: "The line is too long for the page. Type it in the terminal.",
      429: "Many lines wait already. Type this one again when they have run.",
    };

    // The forms that lines are from, to say there what is wrong with one.
    const asked = new Map();

    async function type(text, form = null) {
      const line = text.trim();
      if (!line) return false;
      hideRefusals();
      // Before the answer: what the line does may be here sooner.
      wait(line);
      return send({ line, form });
    }

    async function send({ line, form }) {
      asked.set(line, form);
      const answer = await post("/command", { line });
      if (answer.ok) return true;
      forget({ line, form });
      refuse({ message: troubles[answer.status] ?? "The line could not be typed (" + answer.status + ")." }, form);
      return false;
    }

    // One line behind the other, each when the one before it has been done: a refused one is the last.
    async function typeAll(steps) {
      hideRefusals();
      for (const { line } of steps) wait(line);
      for (const [place, step] of steps.entries()) {
        const end = endOf(step.line);
        if (await send(step) && (place === steps.length - 1 || await end)) continue;
        steps.slice(place + 1).forEach(forget);
        return;
      }
    }

    // What waits for the end of a line, which is told whether it has been done.
    const endings = new Map();
    const endOf = line => new Promise(resolve => endings.set(line, resolve));
    function tellEnd(line, isDone) {
      endings.get(line)?.(isDone);
      endings.delete(line);
    }

    // A line that will not be run: its fields go on to wish for it.
    function forget({ line, form }) {
      begun(line);
      pending.delete(line);
      form?.dispatchEvent(new Event("unrun"));
    }

    async function ask(path) {
      const answer = await post(path, {});
      if (answer.ok) return;
      const message = answer.status && (await answer.json()).message;
      refuse({ message: message || troubles[0] });
    }

    // What was typed and has not begun.

    // Those that have not come to an end.
    const pending = new Set();

    function wait(line) {
      pending.add(line);
      itemOf(line);
      showWaiting();
      say("typed " + line + (state?.busy ? ", " + untilWhen() : ""));
      follows = true;
      follow();
    }

    // A training is ended for a line and gone on with behind it; other work is left to come to its end.
    function untilWhen() {
      if (!state?.busy) return "waits";
      if (state.pausable) return "runs when this epoch has ended";
      return "runs when " + state.busy.split(" ")[0] + " has ended; Stop ends it now";
    }

    function showWaiting() {
      for (const item of $("waiting").children) setText(item.lastChild, untilWhen());
    }

    // Lines of other pages, and of this one before it was loaded anew.
    function showOthers(lines) {
      const left = [...$("waiting").children];
      for (const line of lines) {
        const place = left.findIndex(item => item.firstChild.textContent === line);
        if (place >= 0) left.splice(place, 1); else itemOf(line).dataset.isOther = "";
      }
      for (const item of left) if ("isOther" in item.dataset) item.remove();
      showWaiting();
      follow();
    }

    // Nobody knows what becomes of lines that were typed.
    function dropWaiting() {
      $("waiting").replaceChildren();
      pending.clear();
      for (const line of [...endings.keys()]) tellEnd(line, false);
    }

    function itemOf(line) {
      const item = make("li", {}, make("code", { textContent: line }), " ", make("span"));
      $("waiting").append(item);
      return item;
    }

    function begun(line) {
      const waiting = [...$("waiting").children];
      waiting.find(item => item.firstChild.textContent === line)?.remove();
    }

    // Where the session is idle nothing waits, however a line was written.
    let clearing = 0;
    function clearWaiting() {
      clearTimeout(clearing);
      if (state.busy !== null || pending.size === 0) return;
      clearing = setTimeout(() => {
        $("waiting").replaceChildren();
        pending.clear();
        for (const line of [...endings.keys()]) tellEnd(line, true);
        for (const group of groups) group.show();
      }, 1500);
    }

    // Refusals

    function hideRefusals() {
      for (const place of document.querySelectorAll(".wrong")) place.hidden = true;
      for (const field of document.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
    }

    function refused(message) {
      begun(message.line);
      pending.delete(message.line);
      const form = asked.get(message.line);
      asked.delete(message.line);
      tellEnd(message.line, false);
      form?.dispatchEvent(new Event("refused"));
      refuse(message, form);
    }

    // `wrong` is the part of the line that is not right, `instead` a line that may be.
    function refuse({ message, wrong, instead }, form = null) {
      const place = form?.querySelector(".wrong") ?? $("refused");
      const [words, button] = place.children;
      words.replaceChildren(...coded(message));
      button.hidden = !instead || document.body.classList.contains("read-only");
      button.textContent = "Write “" + instead + "” in the line";
      button.onclick = () => {
        $("own").value = instead;
        $("own").focus();
        hideRefusals();
      };
      place.hidden = false;
      requestAnimationFrame(() => place.scrollIntoView({ block: "nearest" }));
      for (const field of form?.querySelectorAll("input") ?? []) {
        const value = field.value.trim();
        if (value && wrong?.includes(value)) field.setAttribute("aria-invalid", "true");
      }
      follow();
    }

    // What stands between backticks is something to type.
    const coded = text => text.split("`").map((part, place) =>
      place % 2 === 0 ? part : make("code", { textContent: part }));

    // The line of one's own, with the lines of the session behind it.

    let past = -1;
    function recall(step) {
      const sources = [...new Set([...cells.values()].map(cell => cell.source).filter(Boolean))];
      past = Math.max(-1, Math.min(sources.length - 1, past + step));
      $("own").value = past < 0 ? "" : sources[sources.length - 1 - past];
    }

    $("own").addEventListener("keydown", event => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      recall(event.key === "ArrowUp" ? 1 : -1);
    });
    $("own-form").addEventListener("submit", async event => {
      event.preventDefault();
      past = -1;
      if (await type($("own").value)) $("own").value = "";
    });
    document.addEventListener("click", event => {
      const button = event.target.closest("button[data-line]");
      if (!button) return;
      if (button.id === "step") typeBehindFields(button.dataset.line, button.form);
      else type(button.dataset.line);
    });
    """#
}
