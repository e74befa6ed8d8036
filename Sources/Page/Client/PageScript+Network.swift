// Units and links under the pointer: their numbers, as the picture's own titles say them, and the command that
// explains them. For keyboards and screen readers the same is a list.

extension PageScript {
  static let network = #"""
    const mostLinks = 300;

    function showMarks(section, message) {
      section.marks = [...section.drawing.querySelectorAll("svg *")].filter(
        mark => mark.querySelector(":scope > title"));
      if (section.marks.length > 0 && !section.pointed) addPointed(section);
      if (section.pointed) point(section, section.pointedPlace);
      if (message.links) {
        section.links = message.links;
        if (!section.list) addList(section);
        if (section.list.open) fillList(section);
      }
    }

    function addPointed(section) {
      section.pointed = make("p", { className: "pointed" });
      section.pointedPlace = -1;
      section.drawing.after(section.pointed);
      const find = event => section.marks.indexOf(
        event.target.closest?.("svg *:has(> title)") ?? event.target);
      section.drawing.addEventListener("pointerover", event => {
        const place = find(event);
        if (place >= 0) point(section, place);
      });
      section.drawing.addEventListener("click", event => {
        const command = section.marks[find(event)]?.dataset.command;
        if (command && !document.body.classList.contains("read-only")) write(command);
      });
    }

    // The picture is replaced while it trains; what was pointed at goes on to be told.
    function point(section, place) {
      section.pointedPlace = place;
      const mark = section.marks[place];
      const words = mark?.querySelector(":scope > title").textContent;
      const command = mark?.dataset.command;
      section.pointed.replaceChildren(words ?? "Point at a unit or a link to read its number.");
      if (command) section.pointed.append(" ", make("code", { textContent: command }));
    }

    // Into the line, to be looked at before it is typed.
    function write(line) {
      $("own").value = line;
      $("own").focus();
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
        setText(from, String(link.from));
        setText(to, String(link.to));
        setText(weight, link.weight.toPrecision(4));
        setText(command.firstChild.firstChild, link.command);
        command.firstChild.dataset.line = link.command;
      });
    }

    function linkRow() {
      const button = make("button", { className: "line", type: "button" }, make("code"));
      return make(
        "tr", {}, make("td"), make("td"), make("td", { className: "right" }), make("td", {}, button));
    }
    """#
}
