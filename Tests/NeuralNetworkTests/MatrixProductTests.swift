// Matrix products of every compiled kernel set that this CPU has, against the plain Swift one, bit
// for bit: small shapes as they are, and shapes cut into parts for caches so small that tiles,
// panels and parts have ragged ends in all three directions.

import CKernels
import NeuralNetwork
import Numerics
import Testing

@Suite struct MatrixProductTests {
  private static let compiledSets = KernelSet.allCases.filter { $0 != .reference && $0.isSupported }
  private var stream = RandomStream(seed: 98, purpose: .data)

  /// The sides of a product, and the caches it is cut for.
  private struct Shape {
    var rows: Int
    var columns: Int
    var depth: Int
    var caches = descent_caches()
  }

  private mutating func normals(_ count: Int) -> [Float] {
    (0..<count).map { _ in Float(stream.normal()) }
  }

  /// Both ways to read the first factor and all three starts of the sums.
  private mutating func expectSameBits(_ set: KernelSet, _ shape: Shape) throws {
    let compiled = try #require(set.table)
    let reference = try #require(KernelSet.reference.table)
    let a = normals(shape.rows * shape.depth)
    let b = normals(shape.depth * shape.columns)
    let start = normals(shape.rows * shape.columns)
    let bias = normals(shape.columns)
    for transposed in [false, true] {
      for (withBias, accumulates) in [(false, true), (true, false), (false, false)] {
        let product = { (kernels: descent_kernels) in
          var c = start
          c.withUnsafeMutableBufferPointer { c in
            withPointers(a, b, bias) { a, b, bias in
              var product = descent_matmul(
                rows: shape.rows, columns: shape.columns, depth: shape.depth, a: a,
                a_row_stride: transposed ? 1 : shape.depth,
                a_depth_stride: transposed ? shape.rows : 1, b: b, c: c.baseAddress,
                bias: withBias ? bias : nil, accumulate: accumulates ? 1 : 0,
                caches: shape.caches)
              kernels.matmul(&product)
            }
          }
          return c.map(\.bitPattern)
        }
        #expect(product(compiled) == product(reference), "\(shape), transposed: \(transposed)")
      }
    }
  }

  @Test(arguments: compiledSets)
  mutating func smallShapes(_ set: KernelSet) throws {
    for round in 0..<160 {
      try expectSameBits(
        set,
        Shape(
          rows: 1 + stream.below(round % 2 == 0 ? 30 : 5),
          columns: round % 5 == 0 ? 1 : 1 + stream.below(round % 3 == 0 ? 110 : 20),
          depth: 1 + stream.below(24)))
    }
  }

  @Test(arguments: compiledSets)
  mutating func shapesInParts(_ set: KernelSet) throws {
    for round in 0..<120 {
      let first = 64 << stream.below(7)
      try expectSameBits(
        set,
        Shape(
          rows: 1 + stream.below(round % 2 == 0 ? 70 : 26), columns: 1 + stream.below(110),
          depth: 1 + stream.below(round % 3 == 0 ? 150 : 40),
          caches: descent_caches(first: first + stream.below(first), second: 64 << stream.below(9)))
      )
    }
  }

  /// A product that this processor's own caches cut, where they are not unusually large.
  @Test(arguments: compiledSets)
  mutating func largeShape(_ set: KernelSet) throws {
    let caches = descent_processor_caches()
    #expect(caches.first >= 8 << 10 && caches.second >= 64 << 10)
    try expectSameBits(set, Shape(rows: 45, columns: 107, depth: 401, caches: caches))
  }
}

private func withPointers(
  _ a: [Float], _ b: [Float], _ c: [Float],
  _ body: (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?) -> Void
) {
  a.withUnsafeBufferPointer { a in
    b.withUnsafeBufferPointer { b in
      c.withUnsafeBufferPointer { c in body(a.baseAddress, b.baseAddress, c.baseAddress) }
    }
  }
}
