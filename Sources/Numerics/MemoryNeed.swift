// How much memory a request takes, counted before anything is allocated. Sums and products that do
// not fit stay at the largest number there is, which is more than any machine has.

package enum MemoryNeed {
  /// The product of counts that are not negative.
  package static func product(_ factors: Int...) -> Int {
    factors.reduce(1) { product, factor in
      let (value, overflow) = product.multipliedReportingOverflow(by: factor)
      return overflow ? .max : value
    }
  }

  /// The sum of counts that are not negative.
  package static func sum(_ terms: Int...) -> Int {
    terms.reduce(0) { sum, term in
      let (value, overflow) = sum.addingReportingOverflow(term)
      return overflow ? .max : value
    }
  }

  /// Bytes to make or choose so many rows of numbers: twice the rows, since they are split.
  package static func rows(_ count: Int, inputs: Int) -> Int {
    product(2, count, sum(inputs, 1), MemoryLayout<Float>.stride)
  }

  /// Bytes that each number of a table takes at most while it is read: a Double in an array that
  /// grows by doubling.
  package static let perTableValue = 16
}
