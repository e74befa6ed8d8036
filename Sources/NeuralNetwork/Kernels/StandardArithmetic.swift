// The arithmetic that all results are defined by, whatever a library did to it before.

import CKernels

/// Makes this thread, and every thread it starts from now on, round to nearest and keep subnormal
/// numbers. To be called before anything is computed: a library compiled with `-ffast-math` changes
/// both when it is loaded.
package func useStandardArithmetic() { descent_use_standard_arithmetic() }
