// Kernels: likeness as a number, of two training rows and of two trials. Gaussian processes: Rasmussen
// and Williams, 2006; support vector machines: Cortes and Vapnik, 1995.
import Datasets
import Events
import Experiments
import Numerics

extension Topic {
  static let kernel = Topic(
    name: "kernel",
    aliases: [
      "kernels", "gamma", "svm", "support vector machine", "rbf", "kernel width", "matern",
      "lengthscale",
    ],
    title: "Kernel: how alike two points are",
    group: .searching, summary: "how alike points are",
    seeAlso: ["bayes", "acquisition"],
    idea: [
      """
      A voice is heard close by and fades with distance. So a kernel says how alike two points are: 1 \
      where they are the same, less the farther apart they lie. The model of \
      `explain bayes` guesses a trial's result from those of trials like it. A support vector machine (SVM), \
      which learns classes, tells a row's class by its likeness to some training rows; its gamma says how \
      soon the voice fades: the larger it is, the shorter a row's reach.
      """
    ],
    formulas: [], now: { $0.kernelNow },
    tryNext: { $0.kernelTrials }
  ).deep([
    "SVM's (rbf)      k = exp(-gamma · d²)                    d: distance",
    "Matérn 5/2 (GP)  k = (1 + √5·r + 5r²/3) · exp(-√5·r)     r = d / lengthscale",
  ])
}

extension SessionState {
  fileprivate var kernelNow: [Statement] {
    var statements: [Statement] = []
    if let data {
      statements.append(rowsStatement(data.training))
    } else {
      statements.append("There is no data yet: `data circle` makes some.")
    }
    if let search {
      statements += trialsStatement(search).map { [$0] } ?? []
      let last = search.study.trials.last { $0.prediction != nil }
      if settings.explain == .full, let model = last?.prediction?.model {
        statements += search.lengthscales(model).map { [$0] } ?? []
      }
    }
    return statements
  }

  /// What an SVM would make of the first row and those that are most and least like it.
  private func rowsStatement(_ examples: Examples) -> Statement {
    guard examples.count > 1 else {
      return "There is only one training row, like nothing but itself."
    }
    let rows = min(examples.count, Self.comparedRows)
    let squares = (1..<rows).map { row in
      zip(examples.inputs(ofRow: 0), examples.inputs(ofRow: row)).reduce(0.0) {
        let difference = Double($1.0) - Double($1.1)
        return $0 + difference * difference
      }
    }
    var (near, far) = (0, 0)
    for place in squares.indices {
      if squares[place] < squares[near] { near = place }
      if squares[place] > squares[far] { far = place }
    }
    let gamma = 1 / Double(examples.inputCount)
    let nearest: Statement = """
      Of the first \(rows, "compared_rows") training rows, row \(near + 2, "near_row") is most like row 1: \
      they lie \(squares[near].squareRoot(), "near_distance") apart. To an SVM with a gamma of \
      \(gamma, "gamma"), 1 / inputs, their likeness is \
      \(Self.likeness(squares[near], gamma, "near_likeness")); with ten times that gamma it is \
      \(Self.likeness(squares[near], 10 * gamma, "narrow_likeness")).
      """
    guard near != far else { return nearest }
    return """
      \(nearest) Row \(far + 2, "far_row") is least like it, \
      \(squares[far].squareRoot(), "far_distance") away: \
      \(Self.likeness(squares[far], gamma, "far_likeness")).
      """
  }

  private static let comparedRows = 100

  /// Of an SVM's kernel; what is next to nothing is not spelled out.
  private static func likeness(_ square: Double, _ gamma: Double, _ name: String) -> Statement {
    let likeness = PortableMath.exp(-gamma * square)
    return likeness < 0.001 ? "less than 0.001" : "\(likeness, name)"
  }

  private static let lengthscale = 0.5

  /// What a Gaussian process would make of the first two trials.
  private func trialsStatement(_ search: FinishedSearch) -> Statement? {
    guard search.study.trials.count > 1 else { return nil }
    let (first, second) = (search.study.trials[0], search.study.trials[1])
    var square = 0.0
    for axis in search.study.space.axes {
      guard let one = first.param(axis.name), let other = second.param(axis.name) else { continue }
      if case .choices = axis.domain {
        square += one == other ? 0 : 1
      } else if let from = axis.domain.unit(of: one), let to = axis.domain.unit(of: other) {
        square += (from - to) * (from - to)
      }
    }
    let distance = square.squareRoot()
    let r = distance / Self.lengthscale
    let reach = 5.0.squareRoot() * r
    return """
      Trials \(first.number, "first_trial") and \(second.number, "second_trial") of the last search lie \
      \(distance, "trial_distance") apart, if each setting's range counts as 1 long. To a model whose \
      likeness fades over a length of \(Self.lengthscale, "lengthscale"), theirs is \
      \((1 + reach + reach * reach / 3) * PortableMath.exp(-reach), "trial_likeness").
      """
  }

  fileprivate var kernelTrials: [TopicReport.Trial] {
    searchTrials(
      searchTrial(
        "search bayes trials=9 epochs=3 lr=1e-3..1:log",
        why: "a model that finds itself how far likeness reaches"
      ))
  }
}
