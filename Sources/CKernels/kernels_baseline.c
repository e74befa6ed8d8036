// The kernels for any CPU: four lanes, and a fused multiply-add made of double arithmetic.
#include "CKernels.h"

#pragma STDC FP_CONTRACT OFF

#define LANES 4
typedef float V __attribute__((ext_vector_type(4)));
typedef int32_t VI __attribute__((ext_vector_type(4)));
typedef uint32_t VU __attribute__((ext_vector_type(4)));
typedef double VD __attribute__((ext_vector_type(4)));
typedef int64_t VL __attribute__((ext_vector_type(4)));

// The product of two floats is exact in double. The sum with c is rounded to odd (its last bit is
// set if anything was lost), which makes the final rounding to float correct (Boldo and Melquiond,
// "Emulation of FMA and correctly rounded sums", IEEE Transactions on Computers 2008).
static inline __attribute__((always_inline)) V soft_fma(V a, V b, V c) {
  const VD product = __builtin_convertvector(a, VD) * __builtin_convertvector(b, VD);
  const VD addend = __builtin_convertvector(c, VD);
  const VD sum = product + addend;
  const VD part = sum - product;
  const VD lost = (product - (sum - part)) + (addend - part);
  const VL bits = (VL)sum;
  const VL up = (lost > 0.0) & (sum > 0.0);
  const VL down = (lost < 0.0) & (sum < 0.0);
  const VL inexact = (lost > 0.0) | (lost < 0.0);
  // Away from zero if the exact sum lies beyond the rounded one, else toward zero.
  const VL direction = ((up | down) & 2) - 1;
  const VL even = (bits & 1) - 1;
  return __builtin_convertvector((VD)(bits + (direction & inexact & even)), V);
}
#define FMA(a, b, c) soft_fma(a, b, c)

#include "partial_vectors.inc.h"

#define MOST_ROWS 6
#define FEWER_ROWS 4
#include "kernels.inc.h"

const descent_kernels *descent_kernels_baseline(void) { return &table; }

float descent_soft_fma(float a, float b, float c) {
  return soft_fma(splat(a), splat(b), splat(c))[0];
}
