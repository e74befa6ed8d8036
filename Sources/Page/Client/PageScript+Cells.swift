// What the session says: a cell for each command, in the order of the notebook, and how it stands with it.

extension PageScript {
  static let cells = #"""
    const cells = new Map();
    // What there was before the page came is shown, not said.
    let isSettled = false;

    const standings = {
      running: "running", stale: "no longer holds: something before it has changed", unrun: "not run",
      failed: "refused",
    };

    function showCell(message) {
      let cell = cells.get(message.serial);
      if (!cell) {
        cell = { item: make("li"), status: null };
        cells.set(message.serial, cell);
        $("cells").append(cell.item);
        begun(message.source);
      }
      const before = cell.status;
      if (message.status !== "running") pending.delete(message.source);
      // Older cells of the same words may be shown anew meanwhile.
      if (message.status !== "running" && (!before || before === "running")) {
        tellEnd(message.source, message.status !== "failed");
      }
      Object.assign(cell, { source: message.source, status: message.status });
      const output = make("div", { className: "said" });
      output.append(parsed(message.html));
      cell.item.className = "cell is-" + message.status;
      cell.item.replaceChildren(...typed(message), output);
      $("no-cells").hidden = true;
      fitTables(output);
      if (isSettled && message.status !== "running" && message.status !== before) {
        if (message.status === "true") {
          hideRefusals();
          asked.delete(message.source);
        }
        tell(message, output);
      }
      follow();
    }

    function typed(message) {
      if (!message.source) return [];
      const standing = standings[message.status];
      return [make(
        "div", { className: "typed" },
        make("span", { className: "number", textContent: message.number ?? "" }),
        make("pre", {}, make("code", { textContent: message.source })),
        ...(standing ? [make("span", { className: "standing", textContent: standing })] : []))];
    }

    // Of a training's table its end is told, once the state with it is there.
    let trained = null;

    function tell(message, output) {
      // What is refused is an alert.
      if (message.status === "failed") return;
      if (message.source.startsWith("train")) {
        trained = message.source;
        return;
      }
      const text = output.textContent.replace(/\s+/g, " ").trim();
      const short = text.length > 240 ? text.slice(0, 240) + " …" : text;
      if (message.source && message.status !== "stale") say(message.source + ": " + short);
    }

    function tellTraining() {
      if (state.busy) return;
      if (trained) say(trained + ": epoch " + frame.epoch + ", " + frame.summary);
      trained = null;
    }

    // Cells that are gone, and the order of those that stay.
    function arrange(serials) {
      const listed = new Set(serials);
      for (const [serial, cell] of cells) {
        if (listed.has(serial)) continue;
        cell.item.remove();
        cells.delete(serial);
      }
      const items = serials.map(serial => cells.get(serial)?.item).filter(Boolean);
      items.forEach((item, place) => {
        const there = $("cells").children[place];
        if (there !== item) $("cells").insertBefore(item, there ?? null);
      });
      $("no-cells").hidden = cells.size > 0;
    }

    // A pane that scrolls by itself follows what happens while its reader is at its end.

    const pane = $("session");
    let follows = true;
    let isFollowing = false;

    function follow() {
      if (!follows) $("newest").hidden = false;
      if (!follows || isFollowing) return;
      isFollowing = true;
      requestAnimationFrame(() => {
        isFollowing = false;
        goToNewest();
      });
    }

    function goToNewest() {
      pane.scrollTop = pane.scrollHeight;
      follows = true;
      $("newest").hidden = true;
    }

    $("newest").addEventListener("click", goToNewest);
    pane.addEventListener("scroll", () => {
      follows = pane.scrollTop + pane.clientHeight > pane.scrollHeight - 40;
      if (follows) $("newest").hidden = true;
    });
    """#
}
