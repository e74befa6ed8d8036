// Seeded inputs and digests. The generator is SplitMix64 (Steele, Lea and Flood, 2014).
#include "digests.h"

#pragma STDC FP_CONTRACT OFF

static uint64_t state;

void reseed(uint64_t seed) { state = seed * 0x632be59bd9b4e019ull; }

static uint64_t next(void) {
  uint64_t z = (state += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

int below(int limit) { return (int)((next() >> 32) * (uint64_t)limit >> 32); }

static float from_bits(uint32_t bits) {
  float x;
  __builtin_memcpy(&x, &bits, sizeof x);
  return x;
}

static float ordinary(void) { return (float)(int32_t)(next() >> 32) * 0x1p-30f; }

void fill(float *to, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) to[i] = ordinary();
}

void fill_tricky(float *to, ptrdiff_t count) {
  static const float special[] = {
      0.0f, -0.0f, __builtin_inff(), -__builtin_inff(), __builtin_nanf(""), 0x1p-149f, -0x1p-149f,
      0x1.fffffcp-127f, -0x1p-126f, 0x1p-126f, 0.625f, 0x1.3ffffep-1f, -0.625f, 14.5f, -14.5f, 88.7f,
      88.8f, 89.1f, -87.4f, -100.0f, -103.9f, -104.1f, 1.0f, -1.0f, 0x1.fffffep127f,
      -0x1.fffffep127f};
  for (ptrdiff_t i = 0; i < count; i++) {
    switch (below(5)) {
      case 0: to[i] = special[below(sizeof special / sizeof *special)]; break;
      case 1: to[i] = from_bits((uint32_t)next()); break;
      case 2: to[i] = ordinary() * 0x1p-126f; break;
      case 3: to[i] = ordinary() * 20.0f; break;
      default: to[i] = ordinary();
    }
  }
}

void take(digest *d, uint64_t bits, int bytes) {
  for (int i = 0; i < bytes; i++, bits >>= 8) *d = (*d ^ (bits & 0xff)) * 0x100000001b3ull;
}

void take_floats(digest *d, const float *x, ptrdiff_t count) {
  for (ptrdiff_t i = 0; i < count; i++) {
    uint32_t bits;
    __builtin_memcpy(&bits, x + i, sizeof bits);
    take(d, (bits & 0x7fffffff) > 0x7f800000 ? 0x7fc00000 : bits, 4);
  }
}

void take_double(digest *d, double x) {
  uint64_t bits;
  __builtin_memcpy(&bits, &x, sizeof bits);
  take(d, (bits << 1) > 0xffe0000000000000ull ? 0x7ff8000000000000ull : bits, 8);
}
