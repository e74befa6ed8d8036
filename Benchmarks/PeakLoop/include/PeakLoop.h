// How many fused multiply-adds this CPU does at best: loops that keep everything in registers, one
// for each width of vector. A measure for the kernels, not a part of them.
#ifndef DESCENT_PEAK_LOOP_H
#define DESCENT_PEAK_LOOP_H

#include <stdint.h>

enum { DESCENT_PEAK_AVX2, DESCENT_PEAK_AVX512, DESCENT_PEAK_NEON };

// Runs `rounds` rounds and returns how many floating-point operations that was (two for each
// multiply-add of each lane), or 0 where this program has no such loop. The caller must know that
// the CPU has the instructions.
int64_t descent_peak_loop(int32_t instructions, int64_t rounds, float *result);

#endif
