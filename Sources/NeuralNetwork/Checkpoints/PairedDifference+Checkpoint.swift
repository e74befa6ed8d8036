// The difference of two networks' losses in a checkpoint.

extension CheckpointWriter {
  package mutating func write(_ difference: PairedDifference) {
    write(difference.rows)
    write(difference.mean)
    write(difference.standardError)
  }
}

extension CheckpointReader {
  package mutating func pairedDifference() throws(UnreadableCheckpoint) -> PairedDifference {
    PairedDifference(rows: try integer(), mean: try double(), standardError: try double())
  }
}

extension PairedDifference {
  fileprivate init(rows: Int, mean: Double, standardError: Double) {
    self.rows = rows
    self.mean = mean
    self.standardError = standardError
  }
}
