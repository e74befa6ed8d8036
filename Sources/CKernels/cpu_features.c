// Asks the CPU itself: the compiler's own helper for this needs a runtime library that is not
// always linked.
#include "cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <stdatomic.h>
#include <stdint.h>

// The register files that the operating system saves (XCR0), or 0.
static uint64_t saved_registers(void) {
  unsigned a, b, c, d;
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_OSXSAVE)) return 0;
  uint32_t low, high;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
  return (uint64_t)high << 32 | low;
}

static int has_avx2_fma(void) {
  unsigned a, b, c, d;
  if ((saved_registers() & 0x6) != 0x6) return 0;  // XMM, YMM
  if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_FMA) || !(c & bit_AVX)) return 0;
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & bit_AVX2);
}

static int has_avx512(void) {
  unsigned a, b, c, d;
  if (!has_avx2_fma()) return 0;
  // macOS saves the wide registers only once a thread uses them; XCR0 tells what it promises.
  if ((saved_registers() & 0xe6) != 0xe6) return 0;  // masks, ZMM, high ZMM
  if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return 0;
  const unsigned needed = bit_AVX512F | bit_AVX512DQ | bit_AVX512BW | bit_AVX512VL;
  return (b & needed) == needed;
}

// Asking is slow on a virtual machine, so the answer is kept; threads that ask at once find the same.
static int answer(_Atomic int *kept, int (*ask)(void)) {
  int found = atomic_load_explicit(kept, memory_order_relaxed);
  if (found == 0) {
    found = ask() ? 1 : -1;
    atomic_store_explicit(kept, found, memory_order_relaxed);
  }
  return found > 0;
}

int descent_cpu_has_avx2_fma(void) {
  static _Atomic int kept;
  return answer(&kept, has_avx2_fma);
}

int descent_cpu_has_avx512(void) {
  static _Atomic int kept;
  return answer(&kept, has_avx512);
}
#else
int descent_cpu_has_avx2_fma(void) { return 0; }
int descent_cpu_has_avx512(void) { return 0; }
#endif
