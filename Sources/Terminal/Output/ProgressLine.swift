// One line at the bottom that shows how far long work has come, with a few lines of details above it where
// there are any. It is drawn over itself, at most ten times a second, and is gone before anything else is
// written.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Nothing at all is sent when standard output is not a terminal or takes no escape sequences.
package final class ProgressLine {
  private let writer: OutputWriter
  private let others: [OutputWriter]
  private let isEnabled: Bool
  private let columns: () -> Int
  private let now: () -> Double
  private var isDrawn = false
  /// What was drawn last, until the work has ended.
  private var lastText: String?
  private var lastDetails: [String] = []
  /// Lines of details above the line itself, as drawn.
  private var linesAbove = 0
  private var lastDrawn = -Double.infinity
  private var started: (time: Double, fraction: Double)?
  /// What has been typed meanwhile; asked for at every drawing.
  package var typed: (() -> String)?

  /// Seconds between two drawings.
  static let interval = 0.1

  /// - Parameters:
  ///   - writer: where the line is drawn; it must be standard output or standard error.
  ///   - others: writers to the same terminal, before whose output the line is erased too.
  package convenience init(
    on writer: OutputWriter, alsoBefore others: [OutputWriter], capabilities: Capabilities
  ) {
    let fallback = capabilities.columns
    self.init(
      on: writer, alsoBefore: others, isEnabled: capabilities.escapes,
      columns: { Capabilities.windowSize()?.columns ?? fallback }, now: monotonicSeconds)
  }

  package init(
    on writer: OutputWriter, alsoBefore others: [OutputWriter], isEnabled: Bool,
    columns: @escaping () -> Int, now: @escaping () -> Double
  ) {
    self.writer = writer
    self.others = others
    self.isEnabled = isEnabled
    self.columns = columns
    self.now = now
    guard isEnabled else { return }
    for each in [writer] + others {
      each.beforeWriting = { [weak self] in self?.erase() }
    }
  }

  /// Shows `fraction` (0…1) as a bar with the time left, then `label`, such as `epoch 120  loss
  /// 0.041`. Cheap to call often: most calls draw nothing. `rate`, such as `830 epochs/s`, is left
  /// to the caller, who knows the unit; so are the lines `above`, which must leave the last column free.
  package func update(
    fraction: Double, label: @autoclosure () -> String, rate: String? = nil,
    above: @autoclosure () -> [StyledText] = []
  ) {
    guard isEnabled else { return }
    let time = now()
    if started == nil { started = (time, fraction) }
    guard time - lastDrawn >= Self.interval else { return }
    lastDrawn = time
    for other in others { other.flush() }
    let line = Self.line(
      fraction: fraction, label: label(), rate: rate, secondsLeft: secondsLeft(fraction, time),
      typed: typed?() ?? "", columns: columns())
    let details = above().map { $0.encoded(color: writer.color) }
    let last = safeForTerminal(line)
    let text = (details + [last]).joined(separator: "\r\n")
    // The cursor stays at the left, so that what the terminal shows of keys typed meanwhile, such as `^C`,
    // stands in the line and goes with it.
    // Details that have not changed stay where they are.
    let isSame = isDrawn && details == lastDetails
    writer.sendRaw(isSame ? Self.erasingLine : erasing)
    (lastText, lastDetails, linesAbove) = (text, details, details.count)
    draw(isSame ? last : text)
  }

  /// Puts back at once what was erased for something written, so that pictures do not blink.
  package func drawAgain() {
    if !isDrawn, let lastText { draw(lastText) }
  }

  private func draw(_ text: String) {
    writer.sendRaw(text + "\r")
    writer.flush()
    isDrawn = true
  }

  /// Takes the line off the terminal; the next update draws it again.
  package func erase() {
    guard isDrawn else { return }
    writer.sendRaw(erasing)
    isDrawn = false
    writer.flush()
  }

  /// Takes off what is drawn: to the left edge, up to the first line, and all from there on.
  private var erasing: String {
    linesAbove == 0 || !isDrawn ? Self.erasingLine : "\r\u{1B}[\(linesAbove)A\u{1B}[J"
  }

  private static let erasingLine = "\r\u{1B}[K"

  /// Ends one piece of work: erases, and starts counting time anew with the next update.
  package func finish() {
    erase()
    (started, lastText, lastDetails, linesAbove) = (nil, nil, [], 0)
    lastDrawn = -Double.infinity
  }

  private func secondsLeft(_ fraction: Double, _ time: Double) -> Double? {
    guard let started, fraction > started.fraction, time > started.time else { return nil }
    return (time - started.time) * (1 - fraction) / (fraction - started.fraction)
  }

  /// The text of the line, cut to leave the last column free: writing there would scroll on some
  /// terminals.
  ///
  /// - Parameter typed: what was typed meanwhile; of much the end is shown.
  package static func line(
    fraction: Double, label: String, rate: String?, secondsLeft: Double?, typed: String = "",
    columns: Int
  ) -> String {
    let bounded = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    let width = min(20, max(0, columns / 4))
    let filled = Int((bounded * Double(width)).rounded(.down))
    var parts = [
      "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        + "]",
      "\(Int((bounded * 100).rounded(.down)))%",
    ]
    let time = secondsLeft.map { duration($0) + " left" }
    let limit = max(0, columns - 1)
    // What does not fit is left out whole: half a number would be a false one.
    let bar = displayColumns(parts.joined(separator: "  "))
    // Whoever types looks at that; a few words of it leave the rest its place.
    let shown = typed.isEmpty ? nil : ending(of: typed, columns: max(0, limit - bar - 2))
    let wanted = [label.isEmpty ? nil : label, rate, time].compactMap { $0 }
    for omitted in [[], [rate], [rate, time], [rate, time, label]] {
      let kept = wanted.filter { !omitted.contains($0) } + [shown].compactMap { $0 }
      if kept.reduce(bar, { $0 + displayColumns($1) + 2 }) <= limit {
        parts += kept
        break
      }
    }
    let text = parts.joined(separator: "  ").map { $0.isNewline || $0 == "\t" ? " " : $0 }
    return cut(String(text), columns: limit)
  }

  /// `typed: set lr 0.1`, or as much of its end as there is room for; nil where that is nothing.
  private static func ending(of typed: String, columns: Int) -> String? {
    let name = "typed: "
    guard columns > name.count + 3 else { return nil }
    guard displayColumns(name + typed) > columns else { return name + typed }
    var kept = typed
    while displayColumns(name + "..." + kept) > columns { kept.removeFirst() }
    return name + "..." + kept
  }

  /// `5 s`, `2 min 05 s`, `3 h 20 min`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 360_000 else { return "over 100 h" }
    let whole = Int(max(0, seconds).rounded(.up))
    func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
    return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
  }
}

/// Seconds of the clock that never goes back.
func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
