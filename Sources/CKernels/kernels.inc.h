// The source of every kernel set. The including file defines, for its instruction set,
//   LANES, the vector types V (float), VI (int32_t) and VU (uint32_t) of that many lanes,
//   FMA(a, b, c) on V,
//   TAIL, the type that selects the first lanes of a vector, with tail(n), load_tail (which sets
//   the other lanes to 0), store_tail and keep_tail (which also sets them to 0),
//   MOST_ROWS and FEWER_ROWS, two thirds of it: how many rows a tile of the matrix product has,
//   STAY_IN_REGISTER(v), only where the compiler would move a tile's sums through memory,
// and gets a static `table` of the kernels. Every floating-point operation is written out; the
// compiler may not fuse or reorder any.

#pragma STDC FP_CONTRACT OFF

#define INLINE static inline __attribute__((always_inline))
#define UNROLL _Pragma("clang loop unroll(full)")

// Vectors wider than a register never leave their function, so how they would be passed is no matter.
#pragma clang diagnostic ignored "-Wpsabi"

// As many doubles as a vector of floats has lanes, and integers for their bits.
typedef double VD __attribute__((ext_vector_type(LANES)));
typedef int64_t VL __attribute__((ext_vector_type(LANES)));
typedef uint64_t VUL __attribute__((ext_vector_type(LANES)));

INLINE V splat(float x) { return (V)x; }

INLINE V load(const float *p) {
  V v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

INLINE void store(float *p, V v) { __builtin_memcpy(p, &v, sizeof v); }

INLINE V select_lanes(VI mask, V yes, V no) {
  return (V)((mask & (VI)yes) | (~mask & (VI)no));
}

INLINE VD select_doubles(VL mask, VD yes, VD no) {
  return (VD)((mask & (VL)yes) | (~mask & (VL)no));
}

INLINE V magnitude(V x) { return (V)((VI)x & 0x7fffffff); }

// Nonzero lanes where x is infinite or not a number.
INLINE VI not_finite(V x) { return ((VI)x & 0x7f800000) == 0x7f800000; }

INLINE int32_t any(VI mask) { return __builtin_reduce_or(mask) != 0; }

// Runs the statements for every vector of `count` elements: `at` is its place, and where the last
// one is short, GET, PUT and KEEP touch only the elements that exist.
#define EACH_VECTOR(count, ...)                            \
  do {                                                     \
    ptrdiff_t at = 0;                                      \
    for (; at + LANES <= (count); at += LANES) {           \
      enum { whole = 1 };                                  \
      const TAIL lanes = tail(LANES);                      \
      (void)lanes;                                         \
      __VA_ARGS__                                          \
    }                                                      \
    if (at < (count)) {                                    \
      enum { whole = 0 };                                  \
      const TAIL lanes = tail((count) - at);               \
      __VA_ARGS__                                          \
    }                                                      \
  } while (0)
#define GET(p) (whole ? load((p) + at) : load_tail((p) + at, lanes))
#define PUT(p, v) (whole ? store((p) + at, v) : store_tail((p) + at, v, lanes))
#define KEEP(v) (whole ? (v) : keep_tail(v, lanes))

#ifndef STAY_IN_REGISTER
#define STAY_IN_REGISTER(x)
#endif

// Keeps the compiler from computing this address from another one.
#define APART(pointer) __asm__ volatile("" : "+r"(pointer))

#include "functions.inc.h"
#include "matmul.inc.h"
#include "activations.inc.h"
#include "losses.inc.h"
#include "optimizers.inc.h"

static const descent_kernels table = {
    .matmul = matmul,
    .add_rows = add_rows,
    .activate = activate,
    .activation_gradient = activation_gradient,
    .softmax = softmax,
    .logistic_loss = logistic_loss,
    .softmax_loss = softmax_loss,
    .squared_loss = squared_loss,
    .absolute_loss = absolute_loss,
    .huber_loss = huber_loss,
    .add_penalty = add_penalty,
    .plain_step = plain_step,
    .momentum_step = momentum_step,
    .adam_step = adam_step,
    .nesterov_step = nesterov_step,
    .adagrad_step = adagrad_step,
    .rmsprop_step = rmsprop_step,
    .adamw_step = adamw_step,
    .amsgrad_step = amsgrad_step,
    .lion_step = lion_step,
    .soft_threshold = soft_threshold,
    .soft_threshold_rooted = soft_threshold_rooted,
    .scale = scale,
    .sum_of_magnitudes = sum_of_magnitudes,
    .sum_of_squares = sum_of_squares,
    .largest_magnitude = largest_magnitude,
};
