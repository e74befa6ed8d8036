// The preparation of data as text in a model file's metadata: JSON with a version, the columns in the order
// of the inputs they become, the target and the features. Numbers are the shortest decimals that read back
// to the same bits.
import Datasets
import JSON

extension DataPreparation {
  /// Its name among the metadata.
  static let metadataName = "preparation"
  /// Of the form of the text; another one is refused.
  static let version = 1

  var text: String {
    var members: [(String, JSONValue)] = [
      ("version", .integer(Self.version)), ("columns", .array(columns.map(\.json))),
      ("target", targetJSON),
    ]
    if let features { members.append(("features", .strings(features.map(\.rawValue)))) }
    return JSONValue.object(members).text
  }

  private var targetJSON: JSONValue {
    let name = [("name", JSONValue.string(targetName))]
    switch target {
    case .classes(let classes):
      return .object(name + [("kind", .string("class")), ("classes", .strings(classes))])
    case .number(let scale):
      let learned = transform == .none ? [] : [("learned", JSONValue.string(transform.rawValue))]
      return .object(name + [("kind", .string("number"))] + learned + json(scale))
    }
  }
}

extension DataPreparation.Column {
  fileprivate var json: JSONValue {
    var members = [("name", JSONValue.string(name))]
    switch kind {
    case .number(let scale):
      members += [("kind", .string("number"))] + NeuralNetwork.json(scale)
      if case .number(let fill)? = fill { members.append(("fill", .number(fill))) }
    case .category(let categories):
      members += [("kind", .string("category")), ("categories", .strings(categories))]
      if case .category(let place)? = fill {
        members.append(("fill", .string(categories[place])))
      }
    }
    return .object(members)
  }
}

private func json(_ scale: Standardization.Scale?) -> [(String, JSONValue)] {
  scale.map { [("mean", .number($0.mean)), ("deviation", .number($0.deviation))] } ?? []
}
