// Reading back how data were prepared, from files that anybody may have written: whatever `text` cannot have
// given is refused.
import Datasets
import JSON
import Text

extension DataPreparation {
  /// What `text` gave, and nothing else. Errors: `model-bad-preparation`, `model-preparation-version`.
  init(text: String) throws(ModelFileError) {
    let json: StrictJSON
    do {
      json = try StrictJSON(parsing: Array(text.utf8))
    } catch {
      throw .preparation("at its byte \(error.place + 1), \(error.reason)")
    }
    var object = try PreparationObject(json, "it")
    try Self.checkVersion(try object.required("version"))
    var columns: [Column] = []
    for (place, column) in try object.array("columns").enumerated() {
      columns.append(try Column(PreparationObject(column, "its column \(place + 1)")))
    }
    let (targetName, target, transform) = try Self.target(
      PreparationObject(try object.required("target"), "its target"))
    let features =
      object.has("features") ? try Self.features(object.texts("features"), columns) : nil
    try object.finish()
    let names = columns.map(\.name)
    guard !names.isEmpty else { throw .preparation("it has no columns") }
    guard Set(names + [targetName]).count == names.count + 1 else {
      throw .preparation("two of its columns have the same name")
    }
    self.init(
      columns: columns, targetName: targetName, target: target, transform: transform,
      features: features)
  }

  private static func checkVersion(_ json: StrictJSON) throws(ModelFileError) {
    guard case .integer(let found) = json else { throw .preparation("its version is no number") }
    guard found == version else {
      throw ModelFileError(
        id: "model-preparation-version",
        message:
          "how the data were prepared is written in form \(found), and this program reads form "
          + "\(version)",
        suggestion: "use the program that wrote the file, or a newer one")
    }
  }

  private static func target(
    _ object: PreparationObject
  ) throws(ModelFileError) -> (name: String, target: Target, transform: TargetTransform) {
    var object = object
    let name = try object.text("name")
    let target: Target
    var transform = TargetTransform.none
    switch try object.text("kind") {
    case "class":
      let classes = try object.texts("classes")
      guard classes.count > 1 else { throw .preparation("its target has less than two classes") }
      target = .classes(classes)
    case "number":
      if object.has("learned") {
        guard try object.text("learned") == TargetTransform.log.rawValue else {
          throw .preparation("what is learned of its target is not known here")
        }
        transform = .log
      }
      target = .number(try object.scale())
    case let kind: throw .preparation("its target is of the kind \(quotedForMessage(kind))")
    }
    try object.finish()
    return (name, target, transform)
  }

  private static func features(
    _ names: [String], _ columns: [Column]
  ) throws(ModelFileError) -> [InputFeature] {
    let features = names.compactMap(InputFeature.init(rawValue:))
    guard features.count == names.count, !features.isEmpty else {
      throw .preparation("there are no features \(listedForMessage(names))")
    }
    let isPair = columns.count == 2 && columns.allSatisfy { $0.inputCount == 1 && $0.isNumber }
    guard isPair else { throw .preparation("it has features of other than two numbers") }
    return features
  }
}

extension DataPreparation.Column {
  fileprivate var isNumber: Bool { if case .number = kind { true } else { false } }

  fileprivate init(_ object: PreparationObject) throws(ModelFileError) {
    var object = object
    let name = try object.text("name")
    let kind: Kind
    var fill: InputColumn.Fill?
    switch try object.text("kind") {
    case "number":
      kind = .number(try object.scale())
      if object.has("fill") { fill = .number(try object.number("fill")) }
    case "category":
      let categories = try object.texts("categories")
      guard !categories.isEmpty else {
        throw .preparation("its column \(quotedForMessage(name)) has no categories")
      }
      kind = .category(categories)
      guard object.has("fill") else { break }
      let text = try object.text("fill")
      guard let place = categories.firstIndex(of: text) else {
        throw .preparation(
          "its column \(quotedForMessage(name)) has no category \(quotedForMessage(text))")
      }
      fill = .category(place)
    case let other:
      throw .preparation(
        "its column \(quotedForMessage(name)) is of the kind \(quotedForMessage(other))")
    }
    try object.finish()
    self.init(name: name, kind: kind, fill: fill)
  }
}
