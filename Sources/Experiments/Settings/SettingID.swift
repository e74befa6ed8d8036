// Which settings there are.

/// The settings in the order in which they are listed. The raw value is the name users type.
package enum SettingID: String, CaseIterable, Sendable {
  case loss
  case classWeight = "class_weight"
  case lr, batch, optimizer, momentum, beta1, beta2, eps, rho, decay
  case schedule, clip, patience, watch
  case initializer = "init"
  case l1, l1mode, l2, penalize
  case shuffle, seed, explain, threads
  case pager, pictures, prompt, screenreader, rerun, keep

  /// Whether it is about the notebook and the machine that it runs on: no result is another for it, nor any word.
  package var isPreference: Bool {
    switch self {
    case .threads, .pager, .pictures, .prompt, .screenreader, .rerun, .keep: true
    default: false
    }
  }
}
