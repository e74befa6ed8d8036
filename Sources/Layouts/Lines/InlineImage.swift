// A picture in pixels among lines of text.

/// A picture and the cells of a terminal that it fills.
package struct InlineImage: Equatable, Sendable {
  /// A PNG file.
  package let bytes: [UInt8]
  package let columns: Int
  package let rows: Int
}
