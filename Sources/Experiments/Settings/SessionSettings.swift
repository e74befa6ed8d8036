// The settings a user can change, as one value. What each is called, means, accepts and is to
// others stands in SettingCatalog+All.swift.
import Datasets
import NeuralNetwork

package enum ExplainLevel: String, CaseIterable, Codable, Sendable {
  case off, brief, full
}

/// Whether a pager shows what is taller than the window.
package enum PagerUse: String, CaseIterable, Sendable {
  case auto, off
}

/// What pictures on a terminal are made of.
package enum PictureUse: String, CaseIterable, Sendable {
  case text, inline
}

/// What the prompt says beside the number of the next cell.
package enum PromptUse: String, CaseIterable, Sendable {
  case short, full
}

/// Whether cells below a change of the notebook are run again at once.
package enum RerunUse: String, CaseIterable, Sendable {
  case ask, auto
}

package struct SessionSettings: Equatable, Sendable {
  @Boxed package var training = TrainingSettings()
  package var explain = ExplainLevel.brief
  /// Nil for as many as the session may use.
  package var threads: Int?
  package var pager = PagerUse.auto
  package var pictures = PictureUse.text
  package var prompt = PromptUse.full
  /// Whether what is shown is read aloud: then nothing is drawn over, or beside what is said.
  package var isReadAloud = false
  package var rerun = RerunUse.ask
  /// Bytes that may be taken by what is kept of earlier: states to go back to, cells and what they said.
  package var keep = 512_000_000
  package init() {}

  /// These settings with what is the user's own as in others: it changes what is said and how long it
  /// takes, never a result.
  package func withUsersOwn(of others: SessionSettings) -> SessionSettings {
    var settings = self
    settings.explain = others.explain
    settings.threads = others.threads
    settings.pager = others.pager
    settings.pictures = others.pictures
    settings.prompt = others.prompt
    settings.isReadAloud = others.isReadAloud
    settings.rerun = others.rerun
    settings.keep = others.keep
    return settings
  }
}
