// Where the session's data came from, so that another process can make the same again and see that it did.
import NeuralNetwork

struct DataSource: Sendable, Equatable {
  /// The commands that make the data, with the seed they were given.
  var commands: [String]
}
