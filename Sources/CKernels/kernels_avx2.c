// The kernels for x86-64 with AVX2 and FMA: eight lanes.
#include "CKernels.h"
#include "cpu_features.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)

#define LANES 8
typedef float V __attribute__((ext_vector_type(8)));
typedef int32_t VI __attribute__((ext_vector_type(8)));
typedef uint32_t VU __attribute__((ext_vector_type(8)));
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

// With sixteen registers the compiler rotates the sums of a tile through memory, at half the speed,
// unless it is told that each is needed where it is. It changes no value.
#define STAY_IN_REGISTER(x) __asm__ volatile("" : "+v"(x))

typedef __m256i TAIL;

static inline __attribute__((always_inline)) TAIL tail(ptrdiff_t n) {
  const __m256i places = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
  return _mm256_cmpgt_epi32(_mm256_set1_epi32((int)n), places);
}

static inline __attribute__((always_inline)) V load_tail(const float *p, TAIL lanes) {
  return (V)_mm256_maskload_ps(p, lanes);
}

static inline __attribute__((always_inline)) void store_tail(float *p, V v, TAIL lanes) {
  _mm256_maskstore_ps(p, lanes, (__m256)v);
}

static inline __attribute__((always_inline)) V keep_tail(V v, TAIL lanes) {
  return (V)((VI)v & (VI)lanes);
}

#define MOST_ROWS 6
#define FEWER_ROWS 4
#include "kernels.inc.h"

#pragma clang attribute pop

const descent_kernels *descent_kernels_avx2(void) {
  return descent_cpu_has_avx2_fma() ? &table : NULL;
}
#else
const descent_kernels *descent_kernels_avx2(void) { return NULL; }
#endif
