// What the page does, in plain JavaScript. Its parts stand in files of their own and share one scope: lines that
// are typed, what the session says, pictures, and controls that make lines of their fields.

package enum PageScript {
  /// Nothing of it is visible outside, and nothing begins before all parts are there.
  package static var text: String {
    let parts = [
      basis, steppers, lines, cells, tables, names, pictures, network, controls, layers, groups,
      connection,
    ]
    return beginning + parts.joined(separator: "\n") + "\n});"
  }

  /// The page is painted before it is filled. One that nobody sees is not painted.
  private static let beginning = #"""
    "use strict";
    (fill => {
      let isFilled = false;
      const begin = () => {
        if (isFilled) return;
        isFilled = true;
        fill();
      };
      requestAnimationFrame(() => setTimeout(begin));
      setTimeout(begin, 300);
    })(() => {

    """#

  /// Words from outside are set as text; HTML is only what the session's own layout has written and escaped.
  private static let basis = #"""
    const $ = id => document.getElementById(id);
    const token = document.querySelector("meta[name=descent-token]").content;
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let state = null;

    function make(name, attributes = {}, ...content) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) {
        if (key in element && key !== "list") element[key] = value;
        else element.setAttribute(key, value);
      }
      element.append(...content);
      return element;
    }

    // The policy forbids styles in attributes: the widths of bars and the like are set as properties.
    // Words in it are escaped, so that no text can look like an attribute.
    function parsed(html) {
      const page = new DOMParser().parseFromString(
        html.replaceAll(' style="', ' data-style="'), "text/html");
      const fragment = document.createDocumentFragment();
      fragment.append(...page.body.childNodes);
      for (const element of fragment.querySelectorAll("[data-style]")) {
        element.style.cssText = element.dataset.style;
        element.removeAttribute("data-style");
      }
      // Heads of columns may have two lines here, but a sign stays with its name.
      for (const head of fragment.querySelectorAll("thead th")) {
        head.textContent = head.textContent.replace(/ (.)$/, "\u00a0$1");
      }
      bound(fragment);
      // The page says itself what is new; what was there before is not to be said again.
      for (const alert of fragment.querySelectorAll("[role=alert]")) alert.removeAttribute("role");
      return fragment;
    }

    // One voice for screen readers. The same words twice are said twice.
    let said = 0;
    function say(text) {
      const voices = [$("voice-a"), $("voice-b")];
      voices[said % 2].textContent = "";
      said += 1;
      voices[said % 2].textContent = text;
    }

    // Six digits show what is told apart, and no more.
    const short = number =>
      typeof number === "number" ? String(Number(number.toPrecision(6))) : String(number);
    """#
}
