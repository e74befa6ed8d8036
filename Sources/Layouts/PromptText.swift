// What stands before a line that is typed: where the session is, as far as the window has room for that, and the
// number of the next cell. `digits 64-16-10 · ep 120 · 98.0% [7] descent> `
import NeuralNetwork
import Presentation
import Text

package struct PromptText: Equatable, Sendable {
  /// The number that the next cell will have.
  package var number: Int
  package var isSaving = true
  /// The name of the data; nil while there are none.
  package var data: String?
  /// Inputs, the units of each layer, outputs; empty where they are not known.
  package var shape: [Int] = []
  package var epochs = 0
  /// The latest figure of the rows that are watched.
  package var score: String?

  package init(number: Int) { self.number = number }

  /// What the lines of epochs end with: the share of rows that are right, R², or else the loss.
  package static func score(_ figures: Evaluation) -> String {
    if let accuracy = figures.accuracy { return NumberText.percent(accuracy) }
    return figures.r2.map { "R² " + NumberText.fixed($0, 3) } ?? "loss "
      + NumberText.loss(figures.loss)
  }

  /// Its two parts, each with a blank behind it: what may go, which is empty where nothing is known, and the rest.
  package struct Parts: Equatable, Sendable {
    package var state: String
    package var name: String

    package var width: Int { DisplayWidth.columns(of: state + name) }
  }

  /// As much as leaves half of the window, and 32 columns, to type in. The word `descent` goes first, then what
  /// changes least: the network, the data, the epochs; the figure is the last, and the number stays.
  package func parts(columns: Int, isUnicode: Bool) -> Parts {
    let room = min(columns / 2, columns - 32)
    let note = isSaving ? "" : " (not saving)"
    let plain = Parts(state: "", name: "[\(number)] descent\(note)> ")
    let bare = "[\(number)]\(note)> "
    let (place, epochs, score) = (name, epochs > 0 ? "ep \(epochs)" : nil, score)
    let sizes = shape.map(String.init).joined(separator: "-")
    let whole = [place, sizes].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
    let states = [[whole, epochs, score], [place, epochs, score], [epochs, score], [score]]
    let separator = isUnicode ? " · " : " | "
    for (index, pieces) in states.enumerated() {
      var state = pieces.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: separator)
      guard !state.isEmpty else { return plain }
      if !isUnicode { state = state.replacing("²", with: "2") }
      for end in index == 0 ? [plain.name, bare] : [bare] {
        let parts = Parts(state: state + " ", name: end)
        if parts.width <= room { return parts }
      }
    }
    return plain
  }

  /// The data's name, of a long one the beginning.
  private var name: String? {
    data.map { data in
      let safe = escapedForDisplay(data)
      return safe.count > 16 ? safe.prefix(13) + "..." : safe
    }
  }

  /// For the window's title: `descent – digits 64-16-10`
  package func title(isUnicode: Bool) -> String {
    let sizes = shape.map(String.init).joined(separator: "-")
    let place = [name ?? "", sizes].filter { !$0.isEmpty }.joined(separator: " ")
    return place.isEmpty ? "descent" : "descent \(isUnicode ? "–" : "-") \(place)"
  }
}
