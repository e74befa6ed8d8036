// What every plot looks like as text without color, at four widths, held against files that were looked at; and
// what must hold at every width, whatever is drawn.
import Events
import Layouts
import Presentation
import TestSupport
import Testing
import Text

@Suite struct PlotTextTests {
  private static let widths = [40, 80, 120, 200]

  private func lines(_ figure: Figure, _ width: Int, _ drawing: Drawing = .letters) -> [String] {
    var text = TerminalText(columns: width)
    text.drawing = drawing
    return text.lines(of: .figure(figure)).map(\.text)
  }

  @Test func lookAsTheyDid() throws {
    #expect(PlotScenes.all.count == PlotScenes.count)
    for (name, figure) in PlotScenes.all {
      let parts = Self.widths.map { width in
        (name: "\(width)", text: lines(figure, width).joined(separator: "\n"))
      }
      let difference = try Golden("plots/\(name).txt", parts).difference()
      #expect(difference == nil, "\(name)")
    }
  }

  /// Also at widths that nobody looked at.
  @Test(arguments: [40, 47, 63, 80, 100, 120, 200])
  func nothingIsWiderThanTheWindow(width: Int) {
    for (name, figure) in PlotScenes.all {
      for drawing in [Drawing.letters, .coloredLetters, .blocks] {
        for line in lines(figure, width, drawing) {
          #expect(DisplayWidth.columns(of: line) <= width, "\(name) \(line)")
        }
      }
    }
  }

  /// A name may be cut where there is no room for all of it.
  @Test(arguments: [40, 80, 120, 200]) func axesHaveTheirNames(width: Int) {
    for (name, figure) in PlotScenes.all {
      let text = lines(figure, width).joined(separator: " ")
      for panel in figure.panels {
        for axis in [panel.x, panel.y] where axis.kind != .hidden {
          #expect(text.contains(axis.label.prefix(10)), "\(name): \(axis.label)")
        }
      }
    }
  }

  /// Between two labels of an axis there are dashes: what stands between dashes is one number, which grows to the
  /// right, one category or the axis' name.
  @Test(arguments: [40, 47, 63, 80, 100, 120, 200]) func labelsStandApart(width: Int) throws {
    var count = 0
    for (name, figure) in PlotScenes.all where figure.panels.contains(where: \.hasTicks) {
      let names =
        figure.panels.map { Scales($0)?.x.words ?? $0.x.words }
        + figure.panels.flatMap(\.x.categories)
      for ruler in lines(figure, width).flatMap(rulers) {
        var last = -Double.infinity
        for label in ruler.split(separator: #/(^| )-+( |$)/#).map(String.init) {
          let label = label.trimmingBlanks
          if let number = Double(label) {
            #expect(number > last, "\(name): \(ruler)")
            last = number
          } else if !label.isEmpty {
            let isName = names.contains {
              $0 == label || label.last == "…" && $0.hasPrefix(label.dropLast())
            }
            #expect(isName, "\(name): \(label) in \(ruler)")
          }
        }
        #expect(last > -.infinity || names.contains { !$0.isEmpty }, "\(name): \(ruler)")
        count += 1
      }
    }
    #expect(count > 20)
  }

  /// The axes in a line of text, side by side.
  private func rulers(_ line: String) -> [Substring] {
    guard line.contains("--"), line.drop(while: { $0 == " " }).first == "+" else { return [] }
    return line.split(separator: #/ {3,}/#).compactMap { part in
      let part = part.drop { $0 == " " }
      return part.first == "+" ? part.dropFirst() : nil
    }
  }
}

extension Panel {
  fileprivate var hasTicks: Bool {
    x.kind != .hidden && !marks.contains { $0.grid?.rowNames.isEmpty == false }
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
