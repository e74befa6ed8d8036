// Asks how large the processor's data caches are, so that large products can be cut to fit.
#include "CKernels.h"

#include <stdatomic.h>
#include <unistd.h>

#if defined(__APPLE__)
#include <sys/sysctl.h>

static ptrdiff_t size_named(const char *name) {
  int64_t size = 0;
  size_t length = sizeof size;
  return sysctlbyname(name, &size, &length, NULL, 0) == 0 ? (ptrdiff_t)size : 0;
}
static ptrdiff_t first_cache(void) { return size_named("hw.l1dcachesize"); }
static ptrdiff_t second_cache(void) { return size_named("hw.l2cachesize"); }
#elif defined(_SC_LEVEL1_DCACHE_SIZE)
static ptrdiff_t first_cache(void) { return sysconf(_SC_LEVEL1_DCACHE_SIZE); }
static ptrdiff_t second_cache(void) { return sysconf(_SC_LEVEL2_CACHE_SIZE); }
#else
static ptrdiff_t first_cache(void) { return 0; }
static ptrdiff_t second_cache(void) { return 0; }
#endif

// Asking is slow on a virtual machine, so the answer is kept; threads that ask at once find the same.
// A size that cannot be, or is not told, becomes the usual one.
static ptrdiff_t size(
    _Atomic ptrdiff_t *kept, ptrdiff_t (*ask)(void), ptrdiff_t least, ptrdiff_t usual) {
  ptrdiff_t found = atomic_load_explicit(kept, memory_order_relaxed);
  if (found == 0) {
    found = ask();
    if (found < least) found = usual;
    atomic_store_explicit(kept, found, memory_order_relaxed);
  }
  return found;
}

descent_caches descent_processor_caches(void) {
  static _Atomic ptrdiff_t first, second;
  return (descent_caches){
      .first = size(&first, first_cache, 8 << 10, 32 << 10),
      .second = size(&second, second_cache, 64 << 10, 512 << 10)};
}
