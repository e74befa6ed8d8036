// Units and links under the pointer: their numbers, as the picture's own titles say them, and the command that
// explains them. For keyboards and screen readers the same is a list.

extension PageScript {
  static let network = #"""
    const mostLinks = 300;

    function showMarks(section, message) {
      section.links = message.links ?? [];
      section.marks = [...section.drawing.querySelectorAll("svg *:has(> title)")];
      if (section.marks.length > 0 && !section.pointed) addPointed(section);
      if (section.pointed) point(section);
      if (section.links.length > 0 && !section.list) addList(section);
      if (section.list?.open) fillList(section);
    }

    function addPointed(section) {
      section.pointed = make("p", { className: "pointed" }, make("span"), " ", make("span"));
      section.name = null;
      section.drawing.after(section.pointed);
      section.drawing.addEventListener("pointerover", event => {
        const mark = event.target.closest("svg *:has(> title)");
        if (!mark) return;
        section.name = nameOf(mark);
        point(section);
      });
    }

    // "x1 → 1.2: weight 0.42" is the link from x1 to 1.2; a unit's title is its name.
    const titleOf = mark => mark.querySelector(":scope > title").textContent;
    const nameOf = mark => titleOf(mark).split(": weight ")[0];

    // The picture is replaced while it trains; what was pointed at goes on to be told.
    function point(section) {
      const [words, command] = section.pointed.children;
      const mark = section.marks.find(mark => nameOf(mark) === section.name);
      if (!mark) {
        setText(words, "Point at a link or a unit to read its numbers.");
        putLine(command, null);
        return;
      }
      const link = section.links.find(link => link.from + " → " + link.to === section.name);
      const into = section.links.filter(link => link.to === section.name);
      const parts = into.slice(0, 12).map(link => link.from + " × " + link.weight.toPrecision(3));
      const sum = parts.length === 0 ? "" : ": " + parts.join(" + ") + (into.length > 12 ? " + …" : "");
      setWords(words, titleOf(mark) + sum);
      putLine(command, link?.command ?? commandOfUnit(into[0]?.command));
    }

    // A button that is being pressed must not be replaced by its like.
    function putLine(place, line) {
      const isShown = line && !document.body.classList.contains("read-only");
      if (place.firstChild?.dataset.line === (isShown ? line : undefined)) return;
      place.replaceChildren(...(isShown ? [lineButton(line)] : []));
    }

    // `explain weight LAYER FROM TO` speaks of a link into a unit, `explain bias LAYER TO` of the unit.
    function commandOfUnit(command) {
      const words = command?.match(/"[^"]*"|\S+/g);
      return words?.length === 5 ? ["explain bias", words[2], words[4]].join(" ") : null;
    }

    function lineButton(line) {
      const button = make("button", { className: "line", type: "button" }, make("code", { textContent: line }));
      button.dataset.line = line;
      return button;
    }

    function addList(section) {
      section.list = make(
        "details", { className: "links" },
        make("summary", { textContent: "Its links as a list" }),
        make("p", { className: "hint-line" }),
        make("div", { className: "scrolled" }, make(
          "table", {},
          make("thead", {}, make(
            "tr", {}, ...["from", "to", "weight", "explained by"].map(
              text => make("th", { scope: "col", textContent: text })))),
          make("tbody"))));
      section.list.addEventListener("toggle", () => { if (section.list.open) fillList(section); });
      section.element.append(section.list);
    }

    function fillList(section) {
      const links = section.links.length <= mostLinks ? section.links
        : [...section.links].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight)).slice(0, mostLinks);
      setText(section.list.children[1], links.length < section.links.length
        ? "The " + mostLinks + " largest of " + section.links.length + " weights." : "");
      const body = section.list.querySelector("tbody");
      while (body.children.length > links.length) body.lastChild.remove();
      links.forEach((link, place) => {
        const row = body.children[place] ?? body.appendChild(linkRow());
        const [from, to, weight, command] = row.children;
        setWords(from, String(link.from));
        setWords(to, String(link.to));
        setText(weight, link.weight.toPrecision(4));
        putLine(command, link.command);
      });
    }

    function linkRow() {
      return make("tr", {}, make("td"), make("td"), make("td", { className: "right" }), make("td"));
    }
    """#
}
