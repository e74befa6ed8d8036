// Names in a picture that are longer than anybody reads, such as those of columns with a sentence for a name: cut with
// an ellipsis, so that neither what is drawn nor what is read aloud overflows.
import Events

extension Figure {
  /// With its words bounded. Names of marks, which a legend tells apart, stay: they are cut where they are drawn.
  var withShortNames: Figure {
    var figure = self
    figure.title = title.shortened(to: 400)
    figure.description = description.shortened(to: 4000)
    figure.notes = notes.map { $0.shortened(to: 300) }
    figure.hollow = hollow?.shortened(to: 120)
    figure.framed = framed?.shortened(to: 120)
    for place in figure.panels.indices {
      figure.panels[place].title = panels[place].title.shortened(to: 200)
      figure.panels[place].x = panels[place].x.withShortNames
      figure.panels[place].y = panels[place].y.withShortNames
      figure.panels[place].marks = panels[place].marks.map { mark in
        guard case .network(var network) = mark else { return mark }
        network.layers = network.layers.map { $0.map { $0.shortened(to: 120) } }
        return .network(network)
      }
    }
    return figure
  }
}

extension PanelAxis {
  fileprivate var withShortNames: PanelAxis {
    var axis = self
    axis.label = label.shortened(to: 120)
    axis.unit = unit.shortened(to: 60)
    return axis
  }
}

extension String {
  /// More letters in a word than a line should have.
  private static let longestWord = 60

  /// At most so many characters, and no word longer than can be read.
  func shortened(to most: Int) -> String {
    // Nearly all are as they should be, and short.
    guard utf8.count > Self.longestWord else { return self }
    let words = split(separator: " ", omittingEmptySubsequences: false).map { word in
      word.count > Self.longestWord ? "\(word.prefix(Self.longestWord - 1))…" : String(word)
    }
    let text = words.joined(separator: " ")
    return text.count > most ? "\(text.prefix(most - 1))…" : text
  }
}
