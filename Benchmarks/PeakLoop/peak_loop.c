// Twelve independent chains hide the latency of the multiply-add and, with factor and term, fit in
// sixteen registers; each chain tends to 1 and so never meets a subnormal or infinite number.
#include "PeakLoop.h"

// The empty statement keeps each chain in a register of its own: left alone, the compiler rotates
// them through others and spills.
#define STEP(c)                                         \
  c = __builtin_elementwise_fma(c, factor, term);       \
  __asm__ volatile("" : "+" REGISTER(c))

#define CHAINS 12
#define LOOP(name, V, lanes)                                                                 \
  static int64_t name(int64_t rounds, float *result) {                                       \
    V c0 = (V){}, c1 = c0 + 1, c2 = c0 + 2, c3 = c0 + 3, c4 = c0 + 4, c5 = c0 + 5;           \
    V c6 = c0 + 6, c7 = c0 + 7, c8 = c0 + 8, c9 = c0 + 9, c10 = c0 + 10, c11 = c0 + 11;      \
    const V factor = (V){} + 0.9990234375f, term = (V){} + 0.0009765625f;                    \
    for (int64_t round = 0; round < rounds; round++) {                                       \
      STEP(c0); STEP(c1); STEP(c2); STEP(c3); STEP(c4); STEP(c5);                            \
      STEP(c6); STEP(c7); STEP(c8); STEP(c9); STEP(c10); STEP(c11);                          \
    }                                                                                        \
    const V sum = c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11;               \
    *result = sum[0];                                                                        \
    return rounds * CHAINS * lanes * 2;                                                      \
  }

#if defined(__x86_64__)
#define REGISTER(c) "v"(c)
typedef float v8 __attribute__((vector_size(32)));
typedef float v16 __attribute__((vector_size(64)));

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
LOOP(loop_avx2, v8, 8)
#pragma clang attribute pop

#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
LOOP(loop_avx512, v16, 16)
#pragma clang attribute pop
#elif defined(__aarch64__)
#define REGISTER(c) "w"(c)
typedef float v4 __attribute__((vector_size(16)));
LOOP(loop_neon, v4, 4)
#endif

int64_t descent_peak_loop(int32_t instructions, int64_t rounds, float *result) {
  switch (instructions) {
#if defined(__x86_64__)
    case DESCENT_PEAK_AVX2: return loop_avx2(rounds, result);
    case DESCENT_PEAK_AVX512: return loop_avx512(rounds, result);
#elif defined(__aarch64__)
    case DESCENT_PEAK_NEON: return loop_neon(rounds, result);
#endif
    default: return 0;
  }
}
