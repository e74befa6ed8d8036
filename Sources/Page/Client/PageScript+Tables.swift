// Tables that are wider than their column: set closer first, and where that is not enough scrolled, which is said.

extension PageScript {
  static let tables = #"""
    const unfitted = new Set();

    function fitTables(element) {
      if (unfitted.size === 0) requestAnimationFrame(fit);
      for (const table of element.querySelectorAll("table")) unfitted.add(table);
    }

    // All are changed before one is measured, so that the page is laid out three times and not for each.
    function fit() {
      const all = [...unfitted].filter(table => table.isConnected && table.clientWidth > 0);
      unfitted.clear();
      const wide = tables => tables.filter(table => table.scrollWidth > table.clientWidth);
      for (const table of all) {
        table.classList.remove("is-tight", "is-wide");
        if (table.nextElementSibling?.className === "wide-hint") table.nextElementSibling.remove();
      }
      const tight = wide(all);
      for (const table of tight) table.classList.add("is-tight");
      for (const table of wide(tight)) {
        table.classList.add("is-wide");
        // What is cut fades, so that it is not taken for a whole number.
        table.onscroll = () => table.classList.toggle(
          "is-at-end", table.scrollLeft + table.clientWidth > table.scrollWidth - 4);
        table.after(make("p", { className: "wide-hint", textContent: "More columns to the right: scroll the table →" }));
      }
    }

    new ResizeObserver(() => fitTables($("cells"))).observe($("session"));
    """#
}
