"""What can be computed of whether everybody can use a page: contrast of letters and of the edges of controls, in
light and dark; that what can be focused has a name, and can be seen to have the focus; that there are landmarks."""

# Of every piece of text that is seen: its contrast with what lies behind it, and how much it needs (WCAG 2.2,
# 1.4.3); of every control the better of its edge's and its filling's (1.4.11). Text in pictures has tests of its own.
CONTRASTS = """(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const channels = color => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([red, green, blue]) => {
    const linear = part => (part /= 255) <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const over = (front, back) => front.slice(0, 3).map((part, place) =>
    part * front[3] / 255 + back[place] * (1 - front[3] / 255)).concat(255);
  const behind = element => {
    if (!element) return [255, 255, 255, 255];
    const own = channels(getComputedStyle(element).backgroundColor);
    return own[3] === 255 ? own : over(own, behind(element.parentElement));
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const failures = [];
  let count = 0;
  const judge = (element, what, ratio, least) => {
    count += 1;
    if (ratio < least) failures.push([what, ratio.toFixed(2), element.outerHTML.slice(0, 120)]);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || element.closest("svg, script, option, .unseen, [inert]")) continue;
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const style = getComputedStyle(element);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
    const back = behind(element);
    judge(element, "text", contrast(over(channels(style.color), back), back), isLarge ? 3 : 4.5);
  }
  for (const element of document.querySelectorAll("button, input, select")) {
    if (!element.checkVisibility() || element.type === "checkbox") continue;
    const style = getComputedStyle(element);
    if (channels(style.borderTopColor)[3] === 0) continue;
    const back = behind(element.parentElement);
    const parts = [style.borderTopColor, style.backgroundColor].map(
      color => contrast(over(channels(color), back), back));
    judge(element, "edge", Math.max(...parts), 3);
  }
  return { count, failures };
})()"""


def check_contrast(chromium, where):
    count = 0
    for scheme in ["light", "dark"]:
        # With little motion colors change at once.
        chromium.call("Emulation.setEmulatedMedia", features=[
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"}])
        found = chromium.evaluate(CONTRASTS)
        assert not found["failures"], (where, scheme, found["failures"])
        count += found["count"]
    chromium.call("Emulation.setEmulatedMedia", features=[])
    assert count > 100, (where, count)
    return count


def tree(chromium):
    """What a screen reader is told: role, name and whether it can be focused."""
    nodes = []
    for node in chromium.call("Accessibility.getFullAXTree")["nodes"]:
        if node["ignored"]:
            continue
        properties = {entry["name"]: entry["value"].get("value") for entry in node.get("properties", [])}
        nodes.append((
            node["role"]["value"], node.get("name", {}).get("value", "").strip(),
            properties.get("focusable", False)))
    return nodes


def check_names(chromium):
    nodes = tree(chromium)
    controls = {"button", "textbox", "combobox", "checkbox", "spinbutton", "DisclosureTriangle", "link"}
    unnamed = [node for node in nodes if node[0] in controls and not node[1]]
    assert not unnamed, unnamed
    names = [node[:2] for node in nodes if node[0] in controls and node[2]]
    assert len(names) > 30, names
    roles = {role for role, _, _ in nodes}
    assert {"banner", "main", "region", "status"} <= roles, roles
    return len(names)


FOCUS = """(() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  return [element === document.body ? null : element.outerHTML.slice(0, 120),
    style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2];
})()"""


def check_keyboard(chromium, count):
    """Tab reaches one thing after another, and each shows that it has the focus."""
    reached = []
    for _ in range(count):
        for kind in ["rawKeyDown", "keyUp"]:
            chromium.call(
                "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)
        element, is_seen = chromium.evaluate(FOCUS)
        assert element and is_seen, (element, reached)
        reached.append(element)
    assert len(set(reached)) == count, reached
