// The hot loops of training, in C because Swift cannot compile one function for several CPUs. One
// source, kernels.inc.h, is compiled once for each instruction set; every set gives the same bits.
//
// What makes the bits the same: each element of a matrix product is one chain of fused
// multiply-adds in ascending order; elementwise functions are straight-line code of exactly rounded
// operations; sums in double use 16 fixed lanes or plain ascending order. No fast-math, no libm.
#ifndef DESCENT_CKERNELS_H
#define DESCENT_CKERNELS_H

#include <stddef.h>
#include <stdint.h>

// The bytes of a processor's first and second data cache; 0 where that is not known.
typedef struct {
  ptrdiff_t first, second;
} descent_caches;

// As the processor reports them, or what most have; from the second call on without asking again.
descent_caches descent_processor_caches(void);

// C ← start + A B. A is rows × depth with strides of its own, so that a transposed
// matrix needs no copy; B is depth × columns and C rows × columns, row-major without gaps.
typedef struct {
  ptrdiff_t rows, columns, depth;
  const float *a;
  ptrdiff_t a_row_stride, a_depth_stride;
  const float *b;
  float *c;
  // What the sums start from: one value a column; or, where this is NULL, what C holds if
  // `accumulate` says so, and else 0.
  const float *bias;
  int32_t accumulate;
  // A large product is cut into parts that stay in these; with 0 it never is. No bit depends on it:
  // between two parts of the depth every sum is stored and loaded again.
  descent_caches caches;
} descent_matmul;

// The order is that of the Swift enum Activation.
enum {
  DESCENT_RELU = 0,
  DESCENT_SIGMOID = 1,
  DESCENT_TANH = 2,
  DESCENT_LEAKY_RELU = 3,
  DESCENT_GELU = 4,
  DESCENT_LINEAR = 5
};

typedef struct {
  float step_size;
  // 1 / √(1 - β₂ᵗ): a product where the formula divides, since division and root share one slow unit.
  float root_scale;
  float epsilon;
  float weight1;
  float beta2;
  float weight2;
} descent_adam_scalars;

typedef struct {
  float learning_rate;
  float rho;
  // 1 - rho
  float weight;
  float epsilon;
} descent_rmsprop_scalars;

typedef struct {
  float learning_rate;
  float beta1;
  // 1 - β₁
  float weight1;
  float beta2;
  // 1 - β₂
  float weight2;
} descent_lion_scalars;

typedef struct {
  float dividend;
  float root_scale;
  float epsilon;
} descent_rooted_scalars;

// One instruction set's kernels. Buffers may be unaligned and of any length; they may be the same
// where said so, and otherwise must not overlap.
typedef struct {
  void (*matmul)(const descent_matmul *args);
  // sums[j] ← sums[j] + matrix[0][j] + matrix[1][j] + …
  void (*add_rows)(ptrdiff_t rows, ptrdiff_t columns, const float *matrix, float *sums);
  // z ← f(z); for gelu also slopes ← f'(z), unless slopes is NULL.
  void (*activate)(int32_t activation, ptrdiff_t count, float *z, float *slopes);
  // gradient ← gradient · f'(z), where a = f(z); slopes is read for gelu only.
  void (*activation_gradient)(
      int32_t activation, ptrdiff_t count, const float *a, const float *slopes, float *gradient);
  // Each row's logits ← its probabilities.
  void (*softmax)(ptrdiff_t rows, ptrdiff_t classes, float *logits);
  // losses[i] ← the loss of row i. Unless gradient is NULL it receives scale · ∂loss/∂logits (for
  // classes 0 where that is below 2^-64) and may be the logits themselves.
  void (*logistic_loss)(
      ptrdiff_t rows, const float *logits, const int32_t *labels, float scale, float *gradient,
      double *losses);
  void (*softmax_loss)(
      ptrdiff_t rows, ptrdiff_t classes, const float *logits, const int32_t *labels, float scale,
      float *gradient, double *losses);
  // The gradient is twice_scale · (output - value).
  void (*squared_loss)(
      ptrdiff_t rows, const float *outputs, const float *values, float twice_scale,
      float *gradient, double *losses);
  // |output - value|; the gradient is scale · sign(output - value), with sign(0) = 0.
  void (*absolute_loss)(
      ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
      double *losses);
  // With e = output - value: ½e² where |e| ≤ 1, else |e| - ½; the gradient is scale · e, e cut off at
  // ±1.
  void (*huber_loss)(
      ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
      double *losses);
  // g ← (g + l1·sign(p)) + l2·p
  void (*add_penalty)(ptrdiff_t count, const float *p, float l1, float l2, float *g);
  // The optimizers write the updated values beside the old ones, or over them, and return 1 if any is
  // not finite, else 0.
  int32_t (*plain_step)(ptrdiff_t count, const float *p, const float *g, float lr, float *p_out);
  int32_t (*momentum_step)(
      ptrdiff_t count, const float *p, const float *v, const float *g, float lr, float mu,
      float *p_out, float *v_out);
  int32_t (*adam_step)(
      ptrdiff_t count, const float *p, const float *m, const float *v, const float *g,
      const descent_adam_scalars *scalars, float *p_out, float *m_out, float *v_out);
  int32_t (*nesterov_step)(
      ptrdiff_t count, const float *p, const float *v, const float *g, float lr, float mu,
      float *p_out, float *v_out);
  int32_t (*adagrad_step)(
      ptrdiff_t count, const float *p, const float *sum, const float *g, float lr, float epsilon,
      float *p_out, float *sum_out);
  int32_t (*rmsprop_step)(
      ptrdiff_t count, const float *p, const float *mean, const float *g,
      const descent_rmsprop_scalars *scalars, float *p_out, float *mean_out);
  // Adam's step and -decay·p beside it, added to p together; decay is lr times the weight decay.
  int32_t (*adamw_step)(
      ptrdiff_t count, const float *p, const float *m, const float *v, const float *g,
      const descent_adam_scalars *scalars, float decay, float *p_out, float *m_out, float *v_out);
  // Adam's step divided by the largest v so far.
  int32_t (*amsgrad_step)(
      ptrdiff_t count, const float *p, const float *m, const float *v, const float *largest,
      const float *g, const descent_adam_scalars *scalars, float *p_out, float *m_out, float *v_out,
      float *largest_out);
  // lr along the sign of a mean of the gradient, and -decay·p beside it, added to p together.
  int32_t (*lion_step)(
      ptrdiff_t count, const float *p, const float *m, const float *g,
      const descent_lion_scalars *scalars, float decay, float *p_out, float *m_out);
  // Soft thresholding, where p_out holds a step's new values and p the old ones: p_out ← p + ((p_out
  // - p) - sign(p_out)·threshold), or 0 where |p_out| ≤ threshold or rounding would cross 0. So the
  // whole step is a number that is added to p.
  void (*soft_threshold)(ptrdiff_t count, const float *p, float threshold, float *p_out);
  // The same where each parameter has a threshold of its own, dividend / (√s · root_scale + epsilon) with
  // the s of its square.
  void (*soft_threshold_rooted)(
      ptrdiff_t count, const float *p, const float *squares, const descent_rooted_scalars *scalars,
      float *p_out);
  // x ← x · factor
  void (*scale)(ptrdiff_t count, float factor, float *x);
  // Σ|x| and Σx² in double: element i goes to lane i mod 16, then lanes 8 apart, 4, 2 and 1 are
  // added.
  double (*sum_of_magnitudes)(ptrdiff_t count, const float *x);
  double (*sum_of_squares)(ptrdiff_t count, const float *x);
  // The largest |x|; not a number if any is not, and 0 if there are none.
  float (*largest_magnitude)(ptrdiff_t count, const float *x);
} descent_kernels;

// NULL where the CPU (or the architecture) has no such instructions.
const descent_kernels *descent_kernels_baseline(void);
const descent_kernels *descent_kernels_avx2(void);
const descent_kernels *descent_kernels_avx512(void);
const descent_kernels *descent_kernels_neon(void);

// Moves without arithmetic, the same for every set.
// to[j · to_stride + i] ← from[i · columns + j]
void descent_transpose(
    ptrdiff_t rows, ptrdiff_t columns, const float *from, float *to, ptrdiff_t to_stride);
// to[i] ← from[indices[i]], whole rows
void descent_gather_rows(
    ptrdiff_t rows, ptrdiff_t width, const float *from, const int32_t *indices, float *to);
// to[i] ← values[from[indices[i]]] byte by byte, whole rows; rows in order where indices is NULL.
// There are 256 values.
void descent_gather_bytes(
    ptrdiff_t rows, ptrdiff_t width, const uint8_t *from, const int32_t *indices,
    const float *values, float *to);
void descent_gather_labels(
    ptrdiff_t rows, const int32_t *from, const int32_t *indices, int32_t *to);

// Dropout. mask[i] ← scale where the word first + i of the stream (seed, purpose, index) is at least
// the threshold, else 0.
void descent_dropout_mask(
    uint64_t seed, uint32_t purpose, uint64_t index, uint64_t first, ptrdiff_t count,
    uint32_t threshold, float scale, float *mask);
// product[i] ← x[i] · y[i]; the product may be x or y.
void descent_multiply(ptrdiff_t count, const float *x, const float *y, float *product);

// Threads that work together: `members` of them with the caller's own, or as many as can be had.
// Starting, running and ending are for one thread. NULL if there is no memory.
typedef struct descent_team descent_team;
descent_team *descent_team_start(ptrdiff_t members);
ptrdiff_t descent_team_members(const descent_team *team);
// Each member runs the work once, the caller as number 0; returns when all have.
void descent_team_run(
    descent_team *team, void (*work)(void *context, ptrdiff_t member), void *context);
void descent_team_end(descent_team *team);

// What this thread's arithmetic does with subnormals and rounding: MXCSR without its flags, or FPCR.
uint64_t descent_floating_point_control(void);
void descent_set_floating_point_control(uint64_t control);
// Makes this thread, and those it starts, round to nearest and keep subnormals, as all results here
// are defined.
void descent_use_standard_arithmetic(void);

// The correctly rounded fused multiply-add that the baseline set uses, for tests.
float descent_soft_fma(float a, float b, float c);

#endif
