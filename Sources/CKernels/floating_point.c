// The control register of floating-point arithmetic. Threads inherit it, and a library built for speed
// at any price may have set it to drop subnormal numbers before the program's first line runs.
#include "CKernels.h"

#if defined(__x86_64__)
#include <xmmintrin.h>

// MXCSR: every exception masked, to nearest, subnormals kept. The low six bits are sticky flags.
enum { flags = 0x3f, standard = 0x1f80 };

uint64_t descent_floating_point_control(void) { return _mm_getcsr() & ~(unsigned)flags; }
void descent_set_floating_point_control(uint64_t control) { _mm_setcsr((unsigned)control); }
#elif defined(__aarch64__)
// FPCR: to nearest, subnormals kept, no traps.
enum { standard = 0 };

uint64_t descent_floating_point_control(void) {
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
}
void descent_set_floating_point_control(uint64_t control) {
  __asm__ volatile("msr fpcr, %0" : : "r"(control) : "memory");
}
#else
// Nothing is known of other processors' control registers.
enum { standard = 0 };

uint64_t descent_floating_point_control(void) { return standard; }
void descent_set_floating_point_control(uint64_t control) { (void)control; }
#endif

void descent_use_standard_arithmetic(void) {
  if (descent_floating_point_control() != standard) descent_set_floating_point_control(standard);
}
