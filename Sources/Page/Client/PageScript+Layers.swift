// The hidden layers as rows that can be changed, and the shortest line that makes the session's layers these.

extension PageScript {
  static let layers = #"""
    let wanted = null;
    let drawn = "";

    const same = (one, other) => one.units === other.units && one.activation === other.activation
      && (one.dropout ?? 0) === (other.dropout ?? 0);
    const words = layer => layer.units + " " + layer.activation
      + (layer.dropout ? " dropout=" + layer.dropout : "");

    function lineOfLayers(now, then) {
      const isSame = now.length === then.length && now.every((layer, place) => same(layer, then[place]));
      if (isSame) return "";
      if (then.length === 0) return "layers none";
      const changed = then.findIndex((layer, place) => !now[place] || !same(layer, now[place]));
      const rest = (layers, from) => layers.slice(from);
      const equal = (one, other) => one.length === other.length && one.every((a, i) => same(a, other[i]));
      if (then.length === now.length + 1 && changed === now.length) return "layer " + words(then[changed]);
      if (then.length === now.length && equal(rest(now, changed + 1), rest(then, changed + 1))) {
        const off = now[changed].dropout && !then[changed].dropout ? " dropout=0" : "";
        return "layer edit " + (changed + 1) + " " + words(then[changed]) + off;
      }
      if (then.length === now.length - 1) {
        const gone = changed < 0 ? then.length : changed;
        if (equal(rest(now, gone + 1), rest(then, gone))) return "layer remove " + (gone + 1);
      }
      return allLayers(then);
    }

    function allLayers(layers) {
      let line = "layers";
      layers.forEach((layer, place) => {
        line += " " + layer.units;
        if (layers[place + 1]?.activation !== layer.activation) line += " " + layer.activation;
      });
      layers.forEach((layer, place) => {
        if (layer.dropout) line += "; layer edit " + (place + 1) + " " + words(layer);
      });
      return line;
    }

    const nowLayers = () => state.layers ?? [];
    const refreshLayers = group("layers", () => wanted ? lineOfLayers(nowLayers(), wanted) : "", () => {
      if (wanted && lineOfLayers(nowLayers(), wanted) === "") wanted = null;
      if (!wanted) drawLayers(nowLayers());
    });
    $("layers").addEventListener("settled", () => { [wanted, drawn] = [null, ""]; });

    const copied = () => (wanted ?? nowLayers()).map(layer => ({ ...layer }));

    function wish(layers) {
      wanted = layers;
      refreshLayers();
    }

    function drawLayers(layers) {
      const text = JSON.stringify([layers, state.activations]);
      if (text === drawn) return;
      drawn = text;
      $("layer-list").replaceChildren(...layers.map(layerRow));
      for (const input of $("layer-list").querySelectorAll("input[data-steps]")) addSteps(input);
    }

    function layerRow(layer, place) {
      const name = "of hidden layer " + (place + 1);
      const field = (key, steps, label, value) => {
        const input = make("input", { name: key, value: short(value), inputMode: "decimal" });
        input.dataset.steps = steps;
        input.setAttribute("aria-label", label + " " + name);
        input.addEventListener("input", () => {
          const number = Number(input.value);
          if (input.value.trim() === "" || !Number.isFinite(number)) return;
          const layers = copied();
          layers[place][key] = number;
          wish(layers);
        });
        return make("span", { className: "part" }, make("span", { textContent: label }), input);
      };
      const activation = make("select", { name: "activation" });
      activation.setAttribute("aria-label", "activation " + name);
      options(activation, state.activations ?? [], layer.activation);
      activation.addEventListener("input", () => {
        const layers = copied();
        layers[place].activation = activation.value;
        wish(layers);
      });
      const remove = make("button", { className: "step", type: "button", textContent: "×" });
      remove.setAttribute("aria-label", "remove hidden layer " + (place + 1));
      remove.addEventListener("click", () => {
        const layers = copied();
        layers.splice(place, 1);
        redraw(layers);
        $("add-layer").focus();
      });
      return make(
        "li", {}, make("span", { className: "number", textContent: String(place + 1) }),
        field("units", "units", "units", layer.units), activation, remove,
        field("dropout", "dropout", "dropout", layer.dropout ?? 0));
    }

    function redraw(layers) {
      drawLayers(layers);
      wish(layers);
    }

    $("add-layer").addEventListener("click", () => {
      const layers = copied();
      const last = layers[layers.length - 1];
      redraw([...layers, { units: last?.units ?? 8, activation: last?.activation ?? "tanh" }]);
    });
    """#
}
