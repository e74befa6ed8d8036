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
}
