// Two buttons beside a number, to the next one up and down of those that people try.

extension PageScript {
  static let steppers = #"""
    const decades = (first, last) => {
      const numbers = [];
      for (let power = first; power <= last; power += 1) {
        numbers.push(Number("1e" + power), Number("3e" + power));
      }
      return numbers;
    };
    const even = (count, step) => Array.from({ length: count }, (_, place) => short(place * step));
    const scales = {
      lr: decades(-5, 1), penalty: [0, ...decades(-5, 0)], noise: even(21, 0.05),
      batch: [1, 2, 5, 10, 20, 50, 100, 200, "full"], epochs: [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000],
      trials: [5, 10, 20, 30, 50, 100, 200], units: Array.from({ length: 128 }, (_, place) => place + 1),
      dropout: even(10, 0.1),
    };

    const size = value => value === "full" ? Infinity : Number(value);

    function next(scale, value, direction) {
      const beyond = direction > 0
        ? scale.find(number => size(number) > size(value))
        : scale.findLast(number => size(number) < size(value));
      return beyond ?? (direction > 0 ? scale[scale.length - 1] : scale[0]);
    }

    function addSteps(input) {
      const scale = scales[input.dataset.steps];
      const name = (input.getAttribute("aria-label") ?? input.labels[0].textContent).trim();
      const button = (sign, word, direction) => {
        const element = make("button", { className: "step", type: "button", textContent: sign });
        element.setAttribute("aria-label", word + " " + name);
        element.addEventListener("click", () => {
          input.value = next(scale, input.value.trim() || 0, direction);
          input.dispatchEvent(new Event("input", { bubbles: true }));
        });
        return element;
      };
      const box = make("span", { className: "stepper" });
      input.replaceWith(box);
      box.append(button("−", "less", -1), input, button("+", "more", 1));
    }
    """#
}
