// Cells in parts are what an array of them is.
import Notebooks
import TestSupport
import Testing

@Suite struct CellArrayTests {
  @Test(arguments: 1...20)
  func changesAreThoseOfAnArray(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var (cells, words) = (CellArray(), [String]())
    var earlier: [(cells: CellArray, words: [String])] = []
    for step in 0..<300 {
      let (place, word) = (Int.random(in: 0...words.count, using: &random), "word \(step)")
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        let count = Int.random(in: 0...200, using: &random)
        let more = (0..<count).map { "\(word) \($0)" }
        words.insert(contentsOf: more, at: place)
        cells.insert(contentsOf: more.map { NotebookCell(command: $0) }, at: place)
      case 1 where place < words.count:
        words.remove(at: place)
        cells.remove(at: place)
      case 2:
        let end = min(words.count, place + Int.random(in: 0...150, using: &random))
        words.removeSubrange(place..<end)
        cells.removeSubrange(place..<end)
      case 3 where place < words.count:
        words[place] = word
        cells[place].source = word
      case 4:
        words.insert(word, at: place)
        cells.insert(NotebookCell(command: word), at: place)
      case 5: earlier.append((cells, words))
      default:
        words.append(word)
        cells.append(NotebookCell(command: word))
      }
      #expect(cells.count == words.count)
    }
    #expect(cells.map(\.source) == words)
    for (cells, words) in earlier { #expect(cells.map(\.source) == words) }
  }
}
