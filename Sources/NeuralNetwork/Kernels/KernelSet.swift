// Which compiled version of the hot loops runs. All give the same bits; they differ in speed alone.

import CKernels

/// A version of the kernels. The raw value is its name in DESCENT_KERNELS.
package enum KernelSet: String, CaseIterable, Sendable {
  /// Plain Swift: the readable statement of what the others compute, for tests.
  case reference
  /// C for any CPU, with fused multiply-add in software.
  case baseline
  case avx2
  case avx512
  case neon

  /// The fastest that this CPU can run.
  package static var best: KernelSet {
    [.avx512, .avx2, .neon].first { $0.isSupported } ?? .baseline
  }

  /// Whether this CPU can run it.
  package var isSupported: Bool { table != nil }

  /// The kernels as C functions; nil where the CPU lacks the instructions.
  package var table: descent_kernels? {
    switch self {
    case .reference: ReferenceKernels.table
    case .baseline: descent_kernels_baseline()?.pointee
    case .avx2: descent_kernels_avx2()?.pointee
    case .avx512: descent_kernels_avx512()?.pointee
    case .neon: descent_kernels_neon()?.pointee
    }
  }
}

extension Activation {
  /// Its number in the kernels.
  var kernelCode: Int32 {
    switch self {
    case .relu: Int32(DESCENT_RELU)
    case .sigmoid: Int32(DESCENT_SIGMOID)
    case .tanh: Int32(DESCENT_TANH)
    case .leakyrelu: Int32(DESCENT_LEAKY_RELU)
    case .gelu: Int32(DESCENT_GELU)
    case .linear: Int32(DESCENT_LINEAR)
    }
  }

  /// From its number in the kernels.
  init?(kernelCode: Int32) {
    guard let match = Activation.allCases.first(where: { $0.kernelCode == kernelCode }) else {
      return nil
    }
    self = match
  }
}
