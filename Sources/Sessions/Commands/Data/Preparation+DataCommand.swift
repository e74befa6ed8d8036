// The command that chose the data.
import CommandLanguage
import Experiments

extension Preparation {
  /// The command that chose the data; nil without any.
  var dataCommand: DataCommandAgain? { DataCommandAgain(state.dataCommands) }
}
