// The cells of a notebook that belong to the lesson under way.
import Notebooks

struct LessonCells {
  private var cells: [ListedNotebook.Cell] = []

  /// - Parameter beginning: the execution that began the lesson.
  init(_ lesson: LessonUnderWay, in notebook: Notebook, beginning: Int?) {
    self.init(lesson, notebook.listed, beginning: beginning)
  }

  init(_ lesson: LessonUnderWay, _ notebook: ListedNotebook, beginning: Int?) {
    let all = notebook.cells
    let place =
      all.lastIndex { beginning != nil && $0.cell.serial == beginning }
      ?? all.firstIndex { cell in
        guard let begun = LessonBeginning(cell.cell.source) else { return false }
        return begun.lesson.map { LessonLibrary.isName($0, of: lesson.lesson.name) } ?? false
      }
    guard let place else { return }
    cells = all[place...].filter(Self.isShown)
  }

  /// All of a notebook that has nothing but the lesson.
  init(all notebook: ListedNotebook) { cells = notebook.cells.filter(Self.isShown) }

  /// Files that were written are not handed in.
  private static func isShown(_ listed: ListedNotebook.Cell) -> Bool {
    listed.cell.content == .note
      || !listed.cell.effect.writes && listed.cell.ending != .unrun
  }

  /// The list of lessons says how far one is in each.
  var commandsThatLookOutside: Set<String> {
    Set(
      cells.filter { $0.cell.effect.looksOutside || LessonBeginning.isList($0.cell.source) }
        .map(\.cell.source))
  }

  /// What has failed leaves nothing, whether it would fail again or not.
  var areStale: Bool {
    cells.contains {
      ($0.status == .stale || $0.status == .unrun) && $0.cell.ending != .failed
    }
  }
  /// The command that begins the lesson.
  var beginning: String? { cells.first?.cell.source }
  var serial: Int? { cells.first?.cell.serial }
  var serials: Set<Int> { Set(cells.compactMap(\.cell.serial)) }

  /// Those after it that lead to where the session is.
  var commands: [String] {
    cells.dropFirst().compactMap { listed in
      switch (listed.cell.content, listed.cell.ending) {
      case (.note, _): "note \(listed.cell.source)"
      case (.command, .done), (.command, .interrupted): listed.cell.source
      default: nil
      }
    }
  }

  /// As a file has them.
  func markdown(_ origin: NotebookOrigin) -> String {
    NotebookDocument(origin: origin, cells: cells.map(\.cell))
      .markdown(of: cells.map { $0.status == .stale ? .stale : $0.status.map { _ in .valid } })
  }
}
