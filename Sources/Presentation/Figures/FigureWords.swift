// What is said beside a figure: its caption with what the scales hide, the sentence that stands where nothing
// can be drawn, and the names of its marks.
import Events
import Text

/// Where a figure is seen: what marks look like there is said there only.
package enum FigureMedium: Sendable {
  case graphics, blocks, letters
}

extension Figure {
  /// "validation loss over epochs, log scale, cut off at 7.07", and how marks are to be read.
  package func caption(in medium: FigureMedium) -> String {
    ([caption] + keys(in: medium)).joined(separator: ", ")
  }

  /// "hollow: test rows"
  package func keys(in medium: FigureMedium) -> [String] {
    let isOfLetters = medium == .letters
    let marks = panels.flatMap(\.marks)
    var keys: [String] = []
    if let hollow {
      keys.append(isOfLetters ? "\(hollow) look like the others" : "hollow: \(hollow)")
    }
    if let framed, panels.contains(where: \.isFramed) {
      keys.append("\(medium == .graphics ? "framed" : "marked with >"): \(framed)")
    }
    if hasClassField {
      let ofLetters = "a letter for the answer and `\(AnswerLetters.unsure)` where it is unsure"
      keys.append(isOfLetters ? ofLetters : "pale where it is unsure")
    }
    if isOfLetters, hasNetwork {
      keys.append("from the unit at the left of a row to that above a column")
    } else if marks.contains(where: \.hasNegativeLinks) {
      keys.append("dashed: a negative weight")
    }
    return keys
  }

  /// The same in every medium.
  package var caption: String {
    var parts: [String] = []
    for panel in panels {
      guard let scales = Scales(panel) else { continue }
      for part in remarks(panel, scales) where !parts.contains(part) { parts.append(part) }
    }
    let missing = panels.reduce(0) { $0 + (Scales($1)?.missing ?? 0) }
    if missing > 0 {
      parts.append(missing == 1 ? "1 value is not finite" : "\(missing) values are not finite")
    }
    return ([title] + parts + notes).joined(separator: ", ")
  }

  private var hasNetwork: Bool {
    panels.contains { $0.marks.contains { if case .network = $0 { true } else { false } } }
  }

  /// Whether a field says which class is where.
  package var hasClassField: Bool {
    panels.contains { $0.marks.contains { $0.grid?.palette == .classes } }
  }

  private func remarks(_ panel: Panel, _ scales: Scales) -> [String] {
    var parts: [String] = []
    if scales.y.isLog, scales.x.isLog {
      parts.append("\(panel.x.label) and \(panel.y.label) on log scales")
    } else {
      if panel.y.kind == .automatic || scales.y.isLog {
        parts.append(scales.y.isLog ? "log scale" : "linear scale")
      }
      if scales.x.isLog { parts.append("\(panel.x.label) on a log scale") }
    }
    if scales.y.isCut { parts.append("cut off at \(NumberText.significant(scales.y.high, 3))") }
    for (scale, place) in [(scales.y, "bottom"), (scales.x, "left edge")] where scale.zeros > 0 {
      parts.append(
        scale.zeros == 1
          ? "1 value of 0 is at the \(place)" : "\(scale.zeros) values of 0 are at the \(place)")
    }
    return parts
  }

  /// Where curves are letters.
  package var captionOfLetters: String {
    let caption = caption(in: .letters)
    let lines = panels.map { panel in
      panel.marks.count { if case .line = $0 { true } else { false } }
    }
    return (lines.max() ?? 0) > 1 ? "\(caption); * is where several meet:" : "\(caption):"
  }

  /// Whether anything can be drawn.
  package var isEmpty: Bool { panels.allSatisfy { Scales($0) == nil } }

  /// In the place of a picture of nothing.
  package var sentenceOfNothing: String {
    let values = panels.flatMap(\.marks).reduce(0) { $0 + ($1.series?.count ?? 0) }
    return values == 0
      ? "\(title): there is nothing to draw yet."
      : "\(title): nothing can be drawn, since none of the \(values) values is a number."
  }

  /// Marks with names, each name once.
  package var legend: [Mark] {
    var names: Set<String> = []
    return panels.flatMap(\.marks).filter { mark in
      guard !mark.isNameOfAnswer else { return false }
      guard let name = mark.series?.name ?? mark.grid?.name, !name.isEmpty else { return false }
      return names.insert(name).inserted
    }
  }

  /// Of classes that are answers somewhere and no point's.
  package var namesOfAnswers: [Mark] { panels.flatMap(\.marks).filter(\.isNameOfAnswer) }

  /// All that is said of it, for those who cannot see it; where nobody has described it, what is in it.
  package var words: String {
    guard description.isEmpty else { return "\(caption). \(description)" }
    let names = legend.compactMap(\.series).map(\.name)
    return names.isEmpty ? "\(caption)." : "\(caption). Shown: \(names.joined(separator: ", "))."
  }
}

extension Mark {
  fileprivate var hasNegativeLinks: Bool {
    guard case .network(let network) = self else { return false }
    return network.weights.joined().contains { $0.value < 0 }
  }
}
