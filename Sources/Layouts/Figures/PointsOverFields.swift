// Points that lie on a shaded field in text: so many that it can be seen between them.
import Events

extension Figure {
  /// With about one point to five cells where there is a field; how many that are of how many is in the notes.
  var withFieldsVisible: Figure {
    var figure = self
    for panel in panels.indices where panels[panel].hasField {
      let count = panels[panel].pointCount
      let most = max(20, Int(0.4 * Double(height * height) * (panels[panel].aspect?.value ?? 1)))
      // A few more do no harm.
      guard count > most + most / 4 else { continue }
      var shown = 0
      for mark in panels[panel].marks.indices {
        guard case .points(let series) = panels[panel].marks[mark], series.count > 0 else {
          continue
        }
        let sample = series.sampled(most: max(1, most * series.count / count)).series
        shown += sample.count
        figure.panels[panel].marks[mark] = .points(sample)
      }
      let note = "\(shown) of \(count) points"
      if !figure.notes.contains(note) { figure.notes.append(note) }
    }
    return figure
  }
}

extension Panel {
  fileprivate var hasField: Bool {
    marks.contains { if case .field = $0 { true } else { false } }
  }

  fileprivate var pointCount: Int {
    marks.reduce(0) { sum, mark in
      if case .points(let series) = mark { sum + series.count } else { sum }
    }
  }
}
