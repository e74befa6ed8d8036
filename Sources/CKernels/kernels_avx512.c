// The kernels for x86-64 with AVX-512 (F, DQ, BW, VL): sixteen lanes.
#include "CKernels.h"
#include "cpu_features.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,avx512f,avx512dq,avx512bw,avx512vl"))), apply_to = function)

#define LANES 16
typedef float V __attribute__((ext_vector_type(16)));
typedef int32_t VI __attribute__((ext_vector_type(16)));
typedef uint32_t VU __attribute__((ext_vector_type(16)));
#define FMA(a, b, c) __builtin_elementwise_fma(a, b, c)

typedef __mmask16 TAIL;

static inline __attribute__((always_inline)) TAIL tail(ptrdiff_t n) {
  return (__mmask16)((1u << n) - 1);
}

static inline __attribute__((always_inline)) V load_tail(const float *p, TAIL lanes) {
  return (V)_mm512_maskz_loadu_ps(lanes, p);
}

static inline __attribute__((always_inline)) void store_tail(float *p, V v, TAIL lanes) {
  _mm512_mask_storeu_ps(p, lanes, (__m512)v);
}

static inline __attribute__((always_inline)) V keep_tail(V v, TAIL lanes) {
  return (V)_mm512_maskz_mov_ps(lanes, (__m512)v);
}

#define MOST_ROWS 12
#define FEWER_ROWS 8
#include "kernels.inc.h"

#pragma clang attribute pop

const descent_kernels *descent_kernels_avx512(void) {
  return descent_cpu_has_avx512() ? &table : NULL;
}
#else
const descent_kernels *descent_kernels_avx512(void) { return NULL; }
#endif
