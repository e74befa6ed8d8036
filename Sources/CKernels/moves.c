// Copying rows and turning matrices over: no arithmetic, so one version serves every kernel set.
#include "CKernels.h"

typedef float four __attribute__((ext_vector_type(4)));

static inline four load_four(const float *p) {
  four v;
  __builtin_memcpy(&v, p, sizeof v);
  return v;
}

static inline void store_four(float *p, four v) { __builtin_memcpy(p, &v, sizeof v); }

// Four rows of four.
static inline void turn_four(
    const float *from, ptrdiff_t from_stride, float *to, ptrdiff_t to_stride) {
  const four a = load_four(from), b = load_four(from + from_stride);
  const four c = load_four(from + 2 * from_stride), d = load_four(from + 3 * from_stride);
  const four ab = __builtin_shufflevector(a, b, 0, 4, 1, 5);
  const four cd = __builtin_shufflevector(c, d, 0, 4, 1, 5);
  store_four(to, __builtin_shufflevector(ab, cd, 0, 1, 4, 5));
  store_four(to + to_stride, __builtin_shufflevector(ab, cd, 2, 3, 6, 7));
  const four ab2 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
  const four cd2 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
  store_four(to + 2 * to_stride, __builtin_shufflevector(ab2, cd2, 0, 1, 4, 5));
  store_four(to + 3 * to_stride, __builtin_shufflevector(ab2, cd2, 2, 3, 6, 7));
}

void descent_transpose(
    ptrdiff_t rows, ptrdiff_t columns, const float *from, float *to, ptrdiff_t to_stride) {
  // In squares, so that both sides stay in the cache.
  enum { side = 16 };
  for (ptrdiff_t i0 = 0; i0 < rows; i0 += side) {
    const ptrdiff_t i1 = i0 + side < rows ? i0 + side : rows;
    for (ptrdiff_t j0 = 0; j0 < columns; j0 += side) {
      const ptrdiff_t j1 = j0 + side < columns ? j0 + side : columns;
      const int is_whole = i1 - i0 == side && j1 - j0 == side;
      const ptrdiff_t step = is_whole ? 4 : 1;
      for (ptrdiff_t j = j0; j < j1; j += step) {
        for (ptrdiff_t i = i0; i < i1; i += step) {
          if (is_whole)
            turn_four(from + i * columns + j, columns, to + j * to_stride + i, to_stride);
          else
            to[j * to_stride + i] = from[i * columns + j];
        }
      }
    }
  }
}

void descent_gather_rows(
    ptrdiff_t rows, ptrdiff_t width, const float *from, const int32_t *indices, float *to) {
  if (width <= 8) {
    for (ptrdiff_t i = 0; i < rows; i++) {
      const float *row = from + indices[i] * width;
      for (ptrdiff_t j = 0; j < width; j++) to[i * width + j] = row[j];
    }
    return;
  }
  for (ptrdiff_t i = 0; i < rows; i++) {
    // Where the next row begins the processor cannot know; how it goes on it can.
    if (i + 2 < rows) __builtin_prefetch(from + indices[i + 2] * width);
    __builtin_memcpy(to + i * width, from + indices[i] * width, (size_t)width * sizeof *to);
  }
}

void descent_gather_bytes(
    ptrdiff_t rows, ptrdiff_t width, const uint8_t *from, const int32_t *indices,
    const float *values, float *to) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const uint8_t *row = from + (indices ? indices[i] : i) * width;
    float *out = to + i * width;
    for (ptrdiff_t j = 0; j < width; j++) out[j] = values[row[j]];
  }
}

void descent_gather_labels(
    ptrdiff_t rows, const int32_t *from, const int32_t *indices, int32_t *to) {
  for (ptrdiff_t i = 0; i < rows; i++) to[i] = from[indices[i]];
}
