// What a model file says besides its tensors: the network they belong to, how it was trained and how
// far. All of it is text in the file's metadata, so that any program can show it.
import Datasets
import Text

/// The texts of a model file. Nothing but the activations, the position and the preparation is needed to go
/// on; the rest tells a reader what the file is, and a session what differs.
package struct ModelDescription: Equatable, Sendable {
  package struct Setting: Equatable, Sendable {
    package var name: String
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One a hidden layer; nil when the file does not say.
  package var activations: [Activation]?
  /// The loss's name.
  package var loss: String?
  /// The data's short name and how many rows it was trained on.
  package var data: String?
  package var trainingRows: Int?
  /// How its data were prepared; nil in files that do not say.
  package var preparation: DataPreparation?
  /// What the network sees of two inputs, as `features` takes it, in files without a preparation; nil for
  /// the inputs themselves.
  package private(set) var features: String?
  /// What its rows were divided with, and the share of them set aside for testing.
  package var splitSeed: UInt64?
  package var testFraction: Double?
  /// The commands that divided its training rows further, as they are typed, with `; ` between them.
  package var division: String?
  /// What was done with missing values, which decides what rows there are.
  package var missing: CSVOptions.MissingPolicy?
  /// Settings as `set` writes them.
  package var settings: [Setting]
  /// The epoch that an interrupted `train` was to reach.
  package var targetEpoch: Int?
  /// And what it was to train until, as it is typed.
  package var targetCondition: String?
  /// What the rows kept for validation were drawn with.
  package var validationSeed: UInt64?

  package init(
    activations: [Activation]? = nil, loss: String? = nil, data: String? = nil,
    trainingRows: Int? = nil, preparation: DataPreparation? = nil, splitSeed: UInt64? = nil,
    testFraction: Double? = nil, division: String? = nil,
    missing: CSVOptions.MissingPolicy? = nil,
    settings: [Setting] = [], targetEpoch: Int? = nil, targetCondition: String? = nil,
    validationSeed: UInt64? = nil
  ) {
    self.activations = activations
    self.loss = loss
    self.data = data
    self.trainingRows = trainingRows
    self.preparation = preparation
    self.splitSeed = splitSeed
    self.testFraction = testFraction
    self.division = division
    self.missing = missing
    self.settings = settings
    self.targetEpoch = targetEpoch
    self.targetCondition = targetCondition
    self.validationSeed = validationSeed
  }

  private static let settingPrefix = "setting."
  /// Greater counts are surely wrong, and sums of two lesser ones cannot overflow.
  private static let largestCount = 1_000_000_000_000_000

  /// In the order the file has them; the version of this scheme first.
  func metadata(of state: TrainingState) -> [(name: String, text: String)] {
    let sizes = [state.shape.inputs] + state.shape.layers.map(\.units)
    var texts = [
      ("descent", "1"), ("network", sizes.map(String.init).joined(separator: "-")),
      ("activations", state.shape.hidden.map(\.activation.rawValue).joined(separator: " ")),
    ]
    if let loss { texts.append(("loss", loss)) }
    if let data { texts.append(("data", data)) }
    if let trainingRows { texts.append(("training_rows", String(trainingRows))) }
    if let preparation { texts.append((DataPreparation.metadataName, preparation.text)) }
    if let splitSeed { texts.append(("split_seed", String(splitSeed))) }
    if let testFraction { texts.append(("split_test", testFraction.description)) }
    if let division { texts.append(("division", division)) }
    if let missing { texts.append(("missing", missing.rawValue)) }
    texts += Self.counts.map { ($0.name, String(state[keyPath: $0.path])) }
    texts += SavedCounts(state.optimizer).metadata()
    if let plan = state.plan {
      texts += [("plan_start", String(plan.start)), ("plan_end", String(plan.end))]
    }
    if let targetEpoch { texts.append(("target_epoch", String(targetEpoch))) }
    if let targetCondition { texts.append(("target_condition", targetCondition)) }
    if let validationSeed { texts.append(("validation_seed", String(validationSeed))) }
    texts += settings.map { (Self.settingPrefix + $0.name, $0.value) }
    return texts.map { (name: $0.0, text: $0.1) }
  }

  /// Errors: `model-bad-header` for a count or activation that is none.
  init(_ header: SafetensorsHeader) throws(ModelFileError) {
    settings = []
    loss = header.text("loss")
    data = header.text("data")
    features = header.text("features")
    if let text = header.text(DataPreparation.metadataName) {
      preparation = try DataPreparation(text: text)
    }
    splitSeed = try Self.seed("split_seed", in: header)
    testFraction = try Self.share("split_test", in: header)
    division = header.text("division")
    missing = header.text("missing").flatMap(CSVOptions.MissingPolicy.init)
    trainingRows = try Self.count("training_rows", in: header)
    targetEpoch = try Self.count("target_epoch", in: header)
    targetCondition = header.text("target_condition")
    validationSeed = try Self.seed("validation_seed", in: header)
    for (name, _) in Self.counts { _ = try Self.count(name, in: header) }
    _ = try SavedCounts(header)
    for (name, text) in header.metadata where name.hasPrefix(Self.settingPrefix) {
      settings.append(
        Setting(name: String(name.dropFirst(Self.settingPrefix.count)), value: text))
    }
    if let names = header.text("activations") {
      var found: [Activation] = []
      for name in names.split(separator: " ") {
        guard let activation = Activation(rawValue: String(name)) else {
          throw .header("there is no activation \(quotedForMessage(String(name)))")
        }
        found.append(activation)
      }
      activations = found
    }
  }

  // MARK: Position

  private static var counts: [(name: String, path: WritableKeyPath<TrainingState, Int>)] {
    [("epoch", \.epoch), ("step", \.stepCount), ("rows_done", \.rowsDoneInEpoch)]
  }

  /// Sets how far training is; a file that does not say is at its beginning.
  static func readCounts(
    _ header: SafetensorsHeader, into state: inout TrainingState
  ) throws(ModelFileError) {
    for (name, path) in counts { state[keyPath: path] = try count(name, in: header) ?? 0 }
    try SavedCounts(header).set(in: &state.optimizer)
    // A schedule goes by the whole of the run that was interrupted.
    if let start = try count("plan_start", in: header), let end = try count("plan_end", in: header)
    {
      state.plan = TrainingPlan(start: start, end: end)
    }
  }

  private static func seed(
    _ name: String, in header: SafetensorsHeader
  ) throws(ModelFileError) -> UInt64? {
    guard let text = header.text(name) else { return nil }
    guard let seed = UInt64(text) else {
      throw .header("its \(name) is \(quotedForMessage(text)), not a seed")
    }
    return seed
  }

  private static func share(
    _ name: String, in header: SafetensorsHeader
  ) throws(ModelFileError) -> Double? {
    guard let text = header.text(name) else { return nil }
    guard let share = Double(text), share >= 0, share < 1 else {
      throw .header("its \(name) is \(quotedForMessage(text)), not a share from 0 to below 1")
    }
    return share
  }

  static func count(
    _ name: String, in header: SafetensorsHeader
  ) throws(ModelFileError) -> Int? {
    guard let text = header.text(name) else { return nil }
    let isDigits = !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    guard isDigits, let count = Int(text), count <= largestCount else {
      throw .header("its \(name) is \(quotedForMessage(text)), not a count")
    }
    return count
  }
}
