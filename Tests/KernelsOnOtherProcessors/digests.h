// What the parts of kernel_digests share: seeded inputs and digests of outputs. No C library beyond
// write(), so that it also runs where there is none.
#ifndef DIGESTS_H
#define DIGESTS_H

#include "CKernels.h"

// The largest side of a shape, and room for a matrix of that side with a margin that no kernel may
// touch.
enum { side = 40, margin = 24, room = side * (side + 3) + margin };

// A number from 0 to below - 1.
int below(int limit);
// `count` ordinary numbers between -2 and 2.
void fill(float *to, ptrdiff_t count);
// Ordinary numbers among zeros, subnormals, infinities, NaNs, places where functions change their
// formula, and any bits at all.
void fill_tricky(float *to, ptrdiff_t count);
// Starts the inputs of one function anew.
void reseed(uint64_t seed);

// FNV-1a over the bits; every NaN counts as the same one, since no result depends on its payload.
typedef uint64_t digest;
#define EMPTY_DIGEST 0xcbf29ce484222325ull
void take(digest *d, uint64_t bits, int bytes);
void take_floats(digest *d, const float *x, ptrdiff_t count);
void take_double(digest *d, double x);

// Twelve small trainings: every activation, loss and optimizer.
digest digest_of_trainings(const descent_kernels *kernels);

#endif
