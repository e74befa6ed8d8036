// `predict FILE.csv`: what the network says of the rows of a file.
import NeuralNetwork

package struct FilePredictionReport: Sendable, Equatable {
  /// One row's answer.
  package struct Answer: Sendable, Equatable {
    /// Counted from 1 below the header.
    package var row: Int
    /// The class that is taken, or the target's value in its own units; nil where a value is missing.
    package var text: String?
    package var value: Double?
    /// Of the class that is taken.
    package var probability: Double?
    /// What the file says.
    package var actual: String?

    package init(row: Int) { self.row = row }
  }

  package struct RowCount: Sendable, Equatable {
    /// A class, or a column.
    package var name: String
    package var rows: Int

    package init(name: String, rows: Int) { (self.name, self.rows) = (name, rows) }
  }

  package struct Spread: Sendable, Equatable {
    package var lowest: Double
    package var mean: Double
    package var highest: Double

    package init(lowest: Double, mean: Double, highest: Double) {
      (self.lowest, self.mean, self.highest) = (lowest, mean, highest)
    }
  }

  package var file: String
  /// Where the answers were written.
  package var output: String?
  package var targetName: String
  package var rows: Int
  /// Rows that miss a value which nothing stands for.
  package var unanswered = 0
  /// Values filled in.
  package var filled = 0
  /// Categories that training did not have, taken for none.
  package var unknown = 0
  /// Columns with numbers beyond all that were trained on, and in how many rows.
  package var beyond: [RowCount] = []
  /// Columns of the file that the network has no use for.
  package var unused: [String] = []
  /// From which probability on a row is taken for the second of two classes; nil for the likelier one.
  package var threshold: Double?
  /// Columns whose numbers were read with a decimal comma.
  package var commas: [String] = []
  /// Whether the network learned the target's logarithm.
  package var isOfLogarithm = false
  package var first: [Answer] = []
  /// How many rows are taken for each class; empty for numbers.
  package var classes: [RowCount] = []
  /// Nil for classes.
  package var spread: Spread?
  /// Of the rows whose target the file has; losses are without penalties and class weights.
  package var figures: Evaluation?
  /// How many of these the weights were trained on; nil where there are none or nobody knows.
  package var trainedOn: Int?
  package var place: WeightsPlace

  package init(
    file: String, output: String?, targetName: String, rows: Int, place: WeightsPlace
  ) {
    (self.file, self.output, self.targetName, self.rows) = (file, output, targetName, rows)
    self.place = place
  }
}
