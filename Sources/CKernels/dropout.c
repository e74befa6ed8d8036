// Dropout's masks: integer arithmetic and one product, so one version serves every kernel set.
#include "CKernels.h"

// Philox4x32-10 with the counter (block, purpose, low half of index, high half of index), the twin of
// RandomStream in Swift.
static void philox(uint64_t seed, uint32_t purpose, uint64_t index, uint32_t block, uint32_t *out) {
  uint32_t c0 = block, c1 = purpose, c2 = (uint32_t)index, c3 = (uint32_t)(index >> 32);
  uint32_t k0 = (uint32_t)seed, k1 = (uint32_t)(seed >> 32);
  for (int round = 0; round < 10; round++) {
    const uint64_t p0 = (uint64_t)c0 * 0xd2511f53u, p1 = (uint64_t)c2 * 0xcd9e8d57u;
    c0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0;
    c1 = (uint32_t)p1;
    c2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c3 = (uint32_t)p0;
    k0 += 0x9e3779b9u;
    k1 += 0xbb67ae85u;
  }
  out[0] = c0, out[1] = c1, out[2] = c2, out[3] = c3;
}

void descent_dropout_mask(
    uint64_t seed, uint32_t purpose, uint64_t index, uint64_t first, ptrdiff_t count,
    uint32_t threshold, float scale, float *mask) {
  uint32_t words[4];
  for (ptrdiff_t i = 0; i < count; i++) {
    const uint64_t place = first + (uint64_t)i;
    if (i == 0 || place % 4 == 0) philox(seed, purpose, index, (uint32_t)(place / 4), words);
    mask[i] = words[place % 4] >= threshold ? scale : 0.0f;
  }
}

void descent_multiply(ptrdiff_t count, const float *x, const float *y, float *product) {
  for (ptrdiff_t i = 0; i < count; i++) product[i] = x[i] * y[i];
}
