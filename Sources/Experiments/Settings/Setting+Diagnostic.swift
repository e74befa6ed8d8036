// Which setting refused a value.
import CommandLanguage

extension Diagnostic {
  /// Says which setting refused the value.
  package func named(_ setting: Setting) -> Diagnostic {
    var diagnostic = self
    if !diagnostic.message.contains(setting.accepts) {
      diagnostic.message += "; `\(setting.name)` (\(setting.title)) takes \(setting.accepts)"
    }
    return diagnostic
  }
}
