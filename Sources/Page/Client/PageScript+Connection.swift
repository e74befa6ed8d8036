// What happens arrives as a stream of events. A lost one is asked for again, and a new one begins with everything
// there is, so nothing is remembered here.

extension PageScript {
  static let connection = #"""
    let events = null;
    let pause = 500;
    let hasEnded = false;

    const handlers = {
      cell: showCell,
      cells: message => arrange(message.serials),
      waiting: message => showOthers(message.lines),
      picture: showPicture,
      state: showState,
      frame: showFrame,
      progress: showProgress,
      notice: message => notify(message.text),
      refused,
      closed: end,
    };

    function connect() {
      events = new EventSource("/events?token=" + encodeURIComponent(token));
      events.addEventListener("open", begin);
      events.addEventListener("error", lose);
      for (const [name, handle] of Object.entries(handlers)) {
        events.addEventListener(name, event => handle(event.data ? JSON.parse(event.data) : {}));
      }
    }

    function begin() {
      pause = 500;
      setText($("link"), "connected");
      isSettled = false;
      setTimeout(() => { isSettled = true; }, 800);
      arrange([]);
      forgetPictures();
      showLost(null);
    }

    // What was under way may have come to its end meanwhile, or to nothing.
    function lose() {
      if (hasEnded) return;
      setText($("link"), "connection lost");
      if ($("lost").hidden) showLost(troubleOf(0));
      dropWaiting();
      if (events.readyState === EventSource.CLOSED) retry();
    }

    // A browser does not ask again by itself where there was an answer, but no stream.
    async function retry() {
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, 10000);
      const lost = events;
      const status = await fetch(location.href, { cache: "no-store" }).then(answer => answer.status, () => 0);
      if (events === lost || events.readyState !== EventSource.OPEN) showLost(troubleOf(status));
    }

    function troubleOf(status) {
      if (status === 403) return "Another session is at this address now: open the whole address that its terminal shows.";
      if (status === 503) return "As many look on as can. This page goes on by itself when one of the others is closed.";
      return "The session cannot be reached: its program may have ended. What stands here is from before. "
        + (state?.readOnly ? "This page goes on by itself when the session is there again."
          : "Start descent again, go on with the session and type page: then this page goes on by itself.");
    }

    // Nothing can be typed while nobody hears it.
    function showLost(words) {
      const isLost = words !== null;
      document.body.classList.toggle("is-lost", isLost);
      $("lost").hidden = !isLost;
      setText($("lost").firstChild, words ?? "");
      if (isLost) $("busy").hidden = true;
      for (const part of [$("controls"), $("own-form")]) part.inert = isLost;
    }

    function end() {
      hasEnded = true;
      events.close();
      setText($("link"), "closed");
      showLost(null);
      document.body.classList.add("has-ended");
      for (const part of [$("controls"), $("own-form")]) part.inert = true;
      $("busy").hidden = true;
      dropWaiting();
      notify("The session has closed this page. What it said stays here until you leave it.");
    }

    function notify(text) {
      $("notice").firstElementChild.textContent = text;
      $("notice").hidden = false;
    }
    $("notice").lastElementChild.addEventListener("click", () => { $("notice").hidden = true; });

    function showState(message) {
      state = message;
      document.body.classList.toggle("read-only", Boolean(state.readOnly));
      if (!state.busy) $("busy").hidden = true;
      for (const group of groups) group.show();
      showRun();
      showNothing();
      showExplanations();
      showWaiting();
      clearWaiting();
    }

    // Of the state that the pictures show.
    function showHead() {
      const units = frame.units.join("-");
      setText($("subject"), [frame.data, units ? "hidden layers " + units : ""].filter(Boolean).join(" · ")
        || "No data yet.");
      // What is watched is never cut.
      setText($("measured"), [frame.data ? " · epoch " + frame.epoch : "", frame.summary].filter(Boolean).join(" · "));
      if (frame.training) return;
      document.title = [frame.summary, "descent"].filter(Boolean).join(" · ");
      tellTraining();
    }

    function showProgress(message) {
      const parts = message.activity === "training" ? ["training to epoch " + message.last] : [
        message.activity, message.epoch ? (message.unit ?? "epochs").replace(/s$/, "") + " " + message.epoch : "",
        typeof message.loss === "number" ? "loss " + message.loss.toPrecision(3) : "",
      ];
      $("busy").hidden = false;
      $("done").max = message.total || 1;
      $("done").value = message.done;
      if (!message.epoch && message.activity !== "training") parts.push(message.done + " of " + message.total);
      setText($("doing"), parts.filter(Boolean).join(", "));
    }

    // Below each other pictures come first, for the eye and for the keyboard; the controls are long there.
    const narrow = matchMedia("(max-width: 46em)");
    const opened = document.querySelectorAll("#controls details[open]");
    function stack() {
      const [first, second] = narrow.matches ? ["pictures", "controls"] : ["controls", "pictures"];
      $(second).before($(first));
      for (const details of opened) details.open = !narrow.matches;
    }
    narrow.addEventListener("change", stack);
    stack();
    connect();
    """#
}
