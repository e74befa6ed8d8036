// Which pictures fit a state, and one of them as the page shows it.
import Datasets
import Events
import Experiments
import JSON
import Layouts
import Pictures
import Presentation

enum PagePicture: String, CaseIterable, Sendable {
  case boundary, data, examples, network, loss, units, weights, search, space

  /// What is most worth seeing first: what a search that is newer than the training has found, and what pictures the
  /// rows are.
  ///
  /// - Parameter isOnTheWay: whether it is of a training under way, which is newer than any search.
  static func order(of state: SessionState, isOnTheWay: Bool) -> [PagePicture] {
    let isSearched = state.newest == .search && !isOnTheWay
    var first: [PagePicture] = isSearched ? [.search, .space] : []
    if isOfPixels(state) { first.append(.examples) }
    return first + allCases.filter { !first.contains($0) }
  }

  /// Whether it is to be drawn again while a network is trained.
  var changesWithTraining: Bool { ![.data, .search, .space].contains(self) }

  private static func isOfPixels(_ state: SessionState) -> Bool {
    (state.data?.columns.count ?? 0) >= 64
  }

  /// Whether there is something to see in it; where that takes a closer look its plot refuses.
  func fits(_ state: SessionState) -> Bool {
    let isPlane = state.data?.columns.count == 2
    return switch self {
    case .boundary: isPlane && state.hidden != nil
    // Until there is a network to look at.
    case .data: state.data != nil && state.hidden == nil && !Self.isOfPixels(state)
    case .units: isPlane && !(state.hidden ?? []).isEmpty
    case .loss: !state.epochs.isEmpty
    case .weights, .network: state.data != nil && state.hidden != nil
    case .examples: Self.isOfPixels(state)
    case .search, .space: state.search != nil
    }
  }

  /// As posted: what has no drawing is taken away.
  func content(_ figure: Figure?) -> String {
    guard let figure else {
      return JSONValue.object([("id", .string(rawValue)), ("svg", .null)]).text
    }
    var members: [(String, JSONValue)] = [
      ("id", .string(rawValue)), ("title", .string(figure.title)),
      ("svg", .string(FigureSVG(figure, isNarrow: true).drawing)), ("words", .string(figure.words)),
      ("keys", .strings(figure.keys(in: .graphics))),
    ]
    if self == .network { members.append(("links", .array(Self.links(of: figure)))) }
    return JSONValue.object(members).text
  }

  /// The strongest weights, each with the command that explains it.
  private static func links(of figure: Figure) -> [JSONValue] {
    for case .network(let network) in figure.panels.flatMap(\.marks) {
      return network.links.suffix(200).reversed().map { link in
        .object([
          ("from", .string(network.layers[link.gap][link.from])),
          ("to", .string(network.layers[link.gap + 1][link.to])),
          ("weight", .number(link.weight)),
          (
            "command",
            .string("explain weight \(link.gap + 1) \(link.from + 1) \(link.to + 1)")
          ),
        ])
      }
    }
    return []
  }
}
