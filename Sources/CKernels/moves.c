// Copying rows and turning matrices over: no arithmetic, so one version serves every kernel set.
#include "CKernels.h"

void descent_transpose(
    ptrdiff_t rows, ptrdiff_t columns, const float *from, float *to, ptrdiff_t to_stride) {
  // In squares, so that both sides stay in the cache.
  enum { side = 16 };
  for (ptrdiff_t i0 = 0; i0 < rows; i0 += side) {
    const ptrdiff_t i1 = i0 + side < rows ? i0 + side : rows;
    for (ptrdiff_t j0 = 0; j0 < columns; j0 += side) {
      const ptrdiff_t j1 = j0 + side < columns ? j0 + side : columns;
      for (ptrdiff_t j = j0; j < j1; j++) {
        for (ptrdiff_t i = i0; i < i1; i++) to[j * to_stride + i] = from[i * columns + j];
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
