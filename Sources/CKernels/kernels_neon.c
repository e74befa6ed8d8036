// The kernels for arm64: four lanes, fused multiply-add in hardware.
#include "CKernels.h"

#if defined(__aarch64__)
#define LANES 4
typedef float V __attribute__((ext_vector_type(4)));
typedef int32_t VI __attribute__((ext_vector_type(4)));
typedef uint32_t VU __attribute__((ext_vector_type(4)));
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

#include "partial_vectors.inc.h"

#define MOST_ROWS 12
#define FEWER_ROWS 8
#include "kernels.inc.h"

const descent_kernels *descent_kernels_neon(void) { return &table; }
#else
const descent_kernels *descent_kernels_neon(void) { return NULL; }
#endif
