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
      document.body.classList.remove("is-lost");
      isSettled = false;
      setTimeout(() => { isSettled = true; }, 800);
      arrange([]);
      forgetPictures();
    }

    function lose() {
      if (hasEnded) return;
      document.body.classList.add("is-lost");
      setText($("link"), "connection lost, trying again");
      if (events.readyState !== EventSource.CLOSED) return;
      // The session answered, but not to this page; or nobody did.
      if (pause > 4000) {
        notify("The session cannot be reached. If it has ended, type page in a new one and open the "
          + "address that it prints. This page goes on trying.");
      }
      setTimeout(connect, pause);
      pause = Math.min(2 * pause, 10000);
    }

    function end() {
      hasEnded = true;
      events.close();
      setText($("link"), "closed");
      document.body.classList.add("has-ended");
      for (const part of [$("controls"), $("own-form")]) part.inert = true;
      $("busy").hidden = true;
      $("waiting").replaceChildren();
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
