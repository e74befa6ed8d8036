// Where colors are missing, a letter for each class that a network answers somewhere in a field: as many as there are
// letters, first those whose rows are shown, then those with the most room.
import Events

package struct AnswerLetters: Equatable, Sendable {
  /// What stands where no class is sure, and where a class without a letter is.
  package static let (unsure, without) = (".", "+")
  /// Less sure than so, no class is named.
  private static let leastSure = 0.3
  private static let letters = Array("abcdefghijklmnopqrstuvwxyz")
  package static var most: Int { letters.count }

  private var letters: [Int: Character] = [:]
  /// Classes that are somewhere and have none.
  package private(set) var left = 0

  package init(of panel: Panel) {
    let shown = panel.marks.compactMap(\.series).compactMap { series -> Int? in
      guard case .classified(let place) = series.role, series.count > 0 else { return nil }
      return place
    }
    var counts: [Int: Int] = [:]
    for grid in panel.marks.compactMap(\.grid) where grid.palette == .classes {
      for value in grid.values where value.value.isFinite {
        let answer = Grid.classified(value.value / Double(Grid.classes))
        if answer.sureness >= Self.leastSure { counts[answer.place, default: 0] += 1 }
      }
    }
    let others = counts.keys.filter { !shown.contains($0) }.sorted {
      counts[$0] != counts[$1] ? counts[$0, default: 0] > counts[$1, default: 0] : $0 < $1
    }
    let places = Set(shown).sorted() + others
    left = max(0, places.count - Self.most)
    let chosen = places.prefix(Self.most).sorted()
    // As many places as letters: each class has its own in all pictures.
    let isByPlace = (chosen.last ?? 0) < Self.most
    for (rank, place) in chosen.enumerated() {
      letters[place] = Self.letters[isByPlace ? place : rank]
    }
  }

  /// Where a class is the answer; its rows are digits.
  package func sign(ofClass place: Int) -> String {
    letters[place].map { String($0) } ?? Self.without
  }

  /// Nil of a class that has no letter, or is nowhere.
  package func letter(ofClass place: Int) -> String? { letters[place].map { String($0) } }

  package func sign(ofLevel level: Double) -> String {
    let (place, sureness) = Grid.classified(level)
    return sureness < Self.leastSure ? Self.unsure : sign(ofClass: place)
  }
}

extension Mark {
  /// The name of a class that no point is of: it says what an answer's letter means.
  package var isNameOfAnswer: Bool {
    guard case .points(let series) = self, case .classified = series.role else { return false }
    return series.count == 0
  }
}

extension Figure {
  /// Of the field of classes that it has; nil where it has none.
  package var answerLetters: AnswerLetters? {
    panels.first { $0.marks.contains { $0.grid?.palette == .classes } }.map(AnswerLetters.init)
  }
}
