// Pictures of one state and what the head says of it, which arrive before the word that they are whole and are shown
// together, as often as the screen is drawn: of several that arrive between two of its frames only the last. Who
// wants little motion gets one a second. A picture that is scrolled away is drawn when it is seen, or at the end.

extension PageScript {
  static let pictures = #"""
    // What is most worth seeing of the state comes first.
    let order = [];
    const sections = new Map();
    const arriving = new Map();
    const whole = new Map();
    let frame = null;
    let isDrawing = false;

    function showPicture(message) { arriving.set(message.id, message); }

    function showFrame(message) {
      for (const [id, picture] of arriving) whole.set(id, picture);
      arriving.clear();
      frame = message;
      if (isDrawing) return;
      isDrawing = true;
      if (calm.matches && frame.training) setTimeout(draw, 1000); else requestAnimationFrame(draw);
    }

    function draw() {
      isDrawing = false;
      for (const message of whole.values()) {
        if (message.svg === null) dropPicture(message.id); else takePicture(message);
      }
      whole.clear();
      putInOrder();
      if (!frame.training) sections.forEach(drawLate);
      showNothing();
      showHead();
    }

    // What is to be done where there is nothing to see yet.
    const clicked = [...$("no-pictures").childNodes];
    function showNothing() {
      $("no-pictures").hidden = sections.size > 0;
      if (frame?.data) setText($("no-pictures"), "Pictures of these data come with a network.");
      else if (state?.readOnly) setText($("no-pictures"), "Pictures come with data.");
      else $("no-pictures").replaceChildren(...clicked);
      if (state?.readOnly) setText($("no-cells"), "Nothing has been typed yet. What is typed appears here.");
    }

    function forgetPictures() {
      arriving.clear();
      whole.clear();
      for (const id of [...sections.keys()]) dropPicture(id);
    }

    function dropPicture(id) {
      const section = sections.get(id);
      if (!section) return;
      sight.unobserve(section.element);
      section.element.remove();
      sections.delete(id);
      if (document.body.dataset.large === id) enlarge(null);
    }

    const sight = new IntersectionObserver(entries => {
      for (const entry of entries) {
        const section = sections.get(entry.target.dataset.picture);
        if (!section) continue;
        section.isSeen = entry.isIntersecting;
        if (section.isSeen) drawLate(section);
      }
    }, { rootMargin: "100px" });

    function takePicture(message) {
      const known = sections.get(message.id);
      const section = known ?? newSection(message.id);
      section.late = message;
      if (!known || section.isSeen) drawLate(section);
    }

    function drawLate(section) {
      const message = section.late;
      section.late = null;
      if (message) drawPicture(section, message);
    }

    function drawPicture(section, message) {
      const svg = parsed(message.svg).querySelector("svg");
      if (!svg) return;
      // A heading says it, and as a title it would hang under the pointer wherever that is.
      svg.querySelector(":scope > title")?.remove();
      section.drawing.replaceChildren(svg);
      setWords(section.title, message.title);
      setWords(section.keys, (message.keys ?? []).join(", "));
      section.keys.hidden = !section.keys.textContent;
      setWords(section.words, withoutTitle(message.words ?? "", message.title));
      showMarks(section, message);
    }

    // What the heading says is not said again; notes that stood behind it begin a sentence.
    function withoutTitle(words, title) {
      if (!words.startsWith(title + ".") && !words.startsWith(title + ", ")) return words;
      const rest = words.slice(title.length + 1).trim();
      return words[title.length] === "," ? rest[0].toUpperCase() + rest.slice(1) : rest;
    }

    // Nothing is touched that stays as it is: a reader may be reading it.
    function setText(element, text) {
      if (element.textContent !== text) element.textContent = text;
    }

    function newSection(id) {
      const section = {
        id, element: make("section", { className: "shown", "aria-labelledby": "name-" + id }),
        title: make("h3", { id: "name-" + id }), drawing: make("div", { className: "drawing" }),
        keys: make("p", { className: "keys", hidden: true }),
        words: make("p", { className: "words" }),
        larger: make("button", { className: "larger", type: "button", textContent: "Larger" }),
      };
      section.element.dataset.picture = id;
      section.larger.setAttribute("aria-describedby", "name-" + id);
      section.larger.addEventListener("click", () =>
        enlarge(document.body.dataset.large === id ? null : id));
      section.element.append(
        make("div", { className: "title" }, section.title, section.larger), section.drawing,
        section.keys, section.words);
      sections.set(id, section);
      sight.observe(section.element);
      $("pictures").append(section.element);
      return section;
    }

    const place = id => order.includes(id) ? order.indexOf(id) : order.length;

    // Nothing is moved that has its place: it may have the keyboard's.
    function putInOrder() {
      const first = $("pictures").querySelector(".shown");
      order = frame.order;
      const sorted = [...sections.values()].sort((one, other) => place(one.id) - place(other.id));
      for (const [index, { element }] of sorted.entries()) {
        const there = $("pictures").querySelectorAll(".shown")[index];
        if (there !== element) there.before(element);
      }
      if (sorted[0]?.element !== first) $("pictures").scrollTop = 0;
    }

    // One picture in the room of all, for those in the last row.
    function enlarge(id) {
      if (id) document.body.dataset.large = id; else delete document.body.dataset.large;
      for (const section of sections.values()) {
        const isLarge = section.id === id;
        section.element.classList.toggle("is-large", isLarge);
        section.larger.textContent = isLarge ? "All pictures" : "Larger";
      }
      if (id) $("pictures").scrollTop = 0;
    }

    document.addEventListener("keydown", event => {
      if (event.key === "Escape" && document.body.dataset.large) enlarge(null);
    });
    """#
}
