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

    async function type(text) {
      const line = text.trim();
      if (!line) return false;
      hideRefusal();
      // Before the answer: what the line does may be here sooner.
      wait(line);
      const answer = await post("/command", { line });
      if (!answer.ok) {
        begun(line);
        pending.delete(line);
        refuse(troubles[answer.status] ?? "The line could not be typed (" + answer.status + ").", null);
        return false;
      }
      return true;
    }

    async function ask(path) {
      const answer = await post(path, {});
      if (!answer.ok) refuse(troubles[answer.status] ?? "That could not be done now.", null);
    }

    // What was typed and has not begun.

    // Those that have not come to an end.
    const pending = new Set();

    function wait(line) {
      pending.add(line);
      const when = state?.busy?.startsWith("train") ? "runs when this epoch has ended" : "waits";
      $("waiting").append(make("li", {}, make("code", { textContent: line }), " " + when));
      say("typed " + line);
      follows = true;
      follow();
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
        for (const group of groups) group.show();
      }, 1500);
    }

    // Refusals

    function hideRefusal() { $("refused").hidden = true; }

    function refuse(message, suggestion) {
      const [words, button] = $("refused").children;
      words.replaceChildren(...coded(message));
      const line = suggestion?.match(/`([^`]+)`/)?.[1] ?? suggestion;
      button.hidden = !line || document.body.classList.contains("read-only");
      button.textContent = "Write “" + line + "” in the line";
      button.onclick = () => {
        $("own").value = line;
        $("own").focus();
        hideRefusal();
      };
      $("refused").hidden = false;
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
      if (button) type(button.dataset.line);
    });
    """#
}
