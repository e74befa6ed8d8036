// What `set` says of the settings and of what it changed.
import NeuralNetwork

package struct SettingReport: Sendable, Equatable {
  package var name: String
  package var title: String
  package var value: String
  package var standard: String
  package var accepts: String
  package var meaning: String

  package init(
    name: String, title: String, value: String, standard: String, accepts: String, meaning: String
  ) {
    self.name = name
    self.title = title
    self.value = value
    self.standard = standard
    self.accepts = accepts
    self.meaning = meaning
  }
}

package struct SettingChange: Sendable, Equatable {
  package var name: String
  package var title: String
  package var before: String
  package var after: String
  /// What a user should know of the new value.
  package var notes: [Statement]

  package init(name: String, title: String, before: String, after: String, notes: [Statement]) {
    self.name = name
    self.title = title
    self.before = before
    self.after = after
    self.notes = notes
  }
}

extension BatchSize {
  package var text: String {
    switch self {
    case .rows(let rows): String(rows)
    case .full: "full"
    }
  }
}
