// `epochs=20` and `epochs=5..40`: how long trials are trained, all alike or each as long as its own value says.
import CommandLanguage
import Experiments
import HyperparameterSearch

enum TrialEpochs: Sendable {
  case all(Int)
  case varied(AxisSyntax)

  static let type: ValueType<TrialEpochs> = {
    let count = ValueType<Int>.integer(1...TrainingLimits.mostEpochs)
    return ValueType<TrialEpochs>(
      label: count.label + ", or a range such as 5..40", placeholder: "N|SPACE",
      parse: { (word) throws(Diagnostic) in
        let axis = try AxisSyntax(word)
        guard case .fixed = axis.space, axis.each == nil, axis.condition == nil else {
          return .varied(axis)
        }
        return .all(try count.parse(word))
      },
      candidates: ValueType<AxisSyntax>.axis(
        values: "axis-value", names: "axis", endings: "axis-ending"
      ).candidates)
  }()
}

extension Arguments {
  /// Of each trial, or the most where the space has them.
  func epochs(over space: SearchSpace) -> Int {
    if case .all(let epochs) = self[SearchOptions.epochs] { return epochs }
    return space.mostEpochs ?? SearchOptions.usualEpochs
  }

  /// What to vary, in the order typed.
  var axes: [SearchSpaceReader.TypedOption] {
    var axes = openOptions(SearchOptions.space).map { (name: $0.name, value: $0.value) }
    guard case .varied(let epochs) = self[SearchOptions.epochs] else { return axes }
    let name = Word(SearchAxis.epochs, range: optionName ?? epochs.spaceWord.range)
    let place = axes.firstIndex { $0.name.range.start > name.range.start }
    axes.insert((name, epochs), at: place ?? axes.endIndex)
    return axes
  }

  /// Where the name of the option was typed.
  private var optionName: SourceRange? {
    syntax.arguments.lazy.compactMap { argument -> SourceRange? in
      guard case .option(let name, _) = argument, name.lowercased == SearchAxis.epochs else {
        return nil
      }
      return name.range
    }.first
  }
}
