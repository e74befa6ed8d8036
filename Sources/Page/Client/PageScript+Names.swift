// Names that are longer than anything has room for, as columns of a table can have them: cut where they are shown, with
// an ellipsis, and whole where the pointer rests on them and where they are copied.

extension PageScript {
  static let names = #"""
    // Longer than that are no words.
    const longName = /[^\s\u00a0]{61,}/g;
    const mostWords = 400;

    function bound(element) {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const texts = [];
      while (walker.nextNode()) {
        const text = walker.currentNode;
        if (text.data.length > 60 && text.data.search(longName) >= 0 && !text.parentElement?.closest("svg, .long")) {
          texts.push(text);
        }
      }
      for (const text of texts) text.replaceWith(...boundParts(text.data));
      // Cells of tables do not break their lines.
      for (const cell of element.querySelectorAll("td, th")) {
        if (cell.textContent.length > 200 && !cell.querySelector("p, .long")) cell.title = cell.textContent;
      }
    }

    function boundParts(text) {
      let end = 0;
      const parts = [];
      for (const { 0: name, index } of text.matchAll(longName)) {
        parts.push(text.slice(end, index), make("span", { className: "long", title: name, textContent: name }));
        end = index + name.length;
      }
      return [...parts, text.slice(end)];
    }

    // Of several lines the first are shown.
    function setWords(element, text) {
      if (element.textContent === text) return;
      setText(element, text);
      bound(element);
      if (text.length > mostWords) element.title = text; else element.removeAttribute("title");
    }
    """#
}
