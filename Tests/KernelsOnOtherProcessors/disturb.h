// A thread's arithmetic as a careless library leaves it: subnormals neither read nor written, and here
// rounding upward as well.
#ifndef DISTURB_H
#define DISTURB_H

#include "CKernels.h"

static inline void disturb(void) {
#if defined(__x86_64__)
  descent_set_floating_point_control(0x1f80 | 0x8000 | 0x4000 | 0x0040);
#else
  descent_set_floating_point_control(1ull << 24 | 1ull << 22);
#endif
}

#endif
