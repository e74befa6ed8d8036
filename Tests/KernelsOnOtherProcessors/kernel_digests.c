// Prints one digest for each function of a kernel set, over seeded inputs of many shapes, aligned and
// not. Two sets that agree to the bit print the same lines, on any processor.
//
//   kernel_digests SET [disturbed]
//
// It ends with 2 where the processor lacks the set. It begins as a careless library would leave it,
// rounding upward and without subnormals, and asks for standard arithmetic as the program does; with
// `disturbed` it does not ask, and the digests must be others.
#include "digests.h"
#include "disturb.h"

#pragma STDC FP_CONTRACT OFF

long write(int file, const void *bytes, unsigned long count);

// A function added to the table has to be digested here too.
_Static_assert(sizeof(descent_kernels) == 26 * sizeof(void (*)(void)), "digest the new kernel");

enum { buffers = 9, rounds = 250 };
static float storage[buffers][room + 4];
static const descent_kernels *k;

// A buffer at any alignment. Past its end, and wherever a function does not write, stay numbers that
// join the digest, so that a store out of place shows.
static float *buffer(int number) {
  float *start = storage[number] + below(4);
  return start;
}

static float *ordinary(int number) {
  float *x = buffer(number);
  fill(x, room);
  return x;
}

// Mostly ordinary numbers; every fourth round takes tricky ones.
static float *values(int number, int round) {
  float *x = buffer(number);
  if (round % 4 == 3)
    fill_tricky(x, room);
  else
    fill(x, room);
  return x;
}

static void length_and_labels(int *count, int32_t *labels, int classes) {
  *count = 1 + below(side);
  for (int i = 0; i < *count; i++) labels[i] = below(classes);
}

static void print(const char *name, int number, digest d) {
  char line[64];
  int length = 0;
  while (name[length]) line[length] = name[length], length++;
  if (number >= 0) line[length++] = '.', line[length++] = (char)('0' + number);
  line[length++] = ' ';
  for (int i = 60; i >= 0; i -= 4) line[length++] = "0123456789abcdef"[d >> i & 15];
  line[length++] = '\n';
  write(1, line, (unsigned long)length);
}

static void products(void) {
  digest d = EMPTY_DIGEST, sums = EMPTY_DIGEST;
  reseed(1);
  for (int round = 0; round < rounds; round++) {
    const int rows = 1 + below(side), depth = 1 + below(side);
    const int columns = round % 5 == 0 ? 1 : 1 + below(side);
    const int transposed = below(2), gap = below(2) * 3;
    const descent_matmul product = {
        .rows = rows, .columns = columns, .depth = depth, .a = values(0, round),
        .a_row_stride = transposed ? 1 : depth + gap,
        .a_depth_stride = transposed ? rows + gap : 1, .b = values(1, round / 4),
        .c = ordinary(2), .bias = below(2) ? values(3, round / 2) : 0,
        .accumulate = below(2),
        // Caches so small that two products in three are cut into parts; no bit may show it.
        .caches = {round % 3 * 300, round % 7 * 500}};
    k->matmul(&product);
    take_floats(&d, product.c, room);
    float *total = values(4, round);
    k->add_rows(rows, columns, product.a, total);
    take_floats(&sums, total, room);
  }
  print("matmul", -1, d);
  print("add_rows", -1, sums);
}

static void activations(int activation) {
  digest forward = EMPTY_DIGEST, backward = EMPTY_DIGEST;
  reseed(2);
  for (int round = 0; round < rounds; round++) {
    const int count = 1 + below(side * 4);
    float *z = values(0, round), *slopes = ordinary(1), *g = values(2, round / 2);
    k->activate(activation, count, z, round % 3 ? slopes : 0);
    take_floats(&forward, z, room);
    take_floats(&forward, slopes, room);
    k->activation_gradient(activation, count, z, slopes, g);
    take_floats(&backward, g, room);
  }
  print("activate", activation, forward);
  print("activation_gradient", activation, backward);
}

typedef void row_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
    double *losses);

// One loss a row, and beyond them what was there before.
enum { loss_room = side + 8 };
static void take_losses(digest *d, double *losses) {
  for (int i = 0; i < loss_room; i++) take_double(d, losses[i]), losses[i] = i;
}

static void value_loss(const char *name, row_loss *loss) {
  digest d = EMPTY_DIGEST;
  double losses[loss_room] = {0};
  reseed(3);
  for (int round = 0; round < rounds; round++) {
    const int count = 1 + below(side);
    float *outputs = values(0, round), *wanted = values(1, round / 2), *g = ordinary(2);
    loss(count, outputs, wanted, 0.3f, round % 3 ? g : 0, losses);
    take_losses(&d, losses);
    take_floats(&d, g, room);
  }
  print(name, -1, d);
}

static void class_losses(void) {
  digest logistic = EMPTY_DIGEST, softmax = EMPTY_DIGEST, probabilities = EMPTY_DIGEST;
  double losses[loss_room] = {0};
  int32_t labels[side];
  int count;
  reseed(4);
  for (int round = 0; round < rounds; round++) {
    length_and_labels(&count, labels, 2);
    float *z = values(0, round), *g = ordinary(1);
    k->logistic_loss(count, z, labels, 0.3f, round % 3 ? g : 0, losses);
    take_losses(&logistic, losses);
    take_floats(&logistic, g, room);
    const int classes = 2 + below(side - 1);
    length_and_labels(&count, labels, classes);
    // In place, as training does it, beside and without a gradient.
    float *to = round % 3 == 0 ? z : round % 3 == 1 ? g : 0;
    k->softmax_loss(count, classes, z, labels, 0.3f, to, losses);
    take_losses(&softmax, losses);
    take_floats(&softmax, z, room);
    take_floats(&softmax, g, room);
    float *logits = values(2, round);
    k->softmax(count, classes, logits);
    take_floats(&probabilities, logits, room);
  }
  print("logistic_loss", -1, logistic);
  print("softmax_loss", -1, softmax);
  print("softmax", -1, probabilities);
}

enum { plain, momentum, nesterov, adagrad, rmsprop, adam, adamw, amsgrad, lion, optimizers };

static void optimizer(const char *name, int which) {
  digest d = EMPTY_DIGEST;
  reseed(5);
  for (int round = 0; round < rounds; round++) {
    const int n = 1 + below(side * 4);
    const float *p = values(0, round), *m = values(1, round / 2), *g = values(3, round / 2);
    float *v = values(2, round);
    for (int i = 0; i < n; i++) v[i] = __builtin_fabsf(v[i]);
    float *to = ordinary(4), *m_to = ordinary(5), *v_to = ordinary(6);
    // Only where they are used, so that the draws of the others stay.
    float *most = which == amsgrad ? values(7, round) : 0;
    float *most_to = which == amsgrad ? ordinary(8) : 0;
    if (most) for (int i = 0; i < n; i++) most[i] = __builtin_fabsf(most[i]);
    // With epsilon 0 the lanes beyond the end divide 0 by 0, which must not count as broken.
    const float epsilon = round % 2 ? 1e-8f : 0;
    const descent_rmsprop_scalars r = {0.01f, 0.99f, 0.01f, epsilon};
    const descent_adam_scalars a = {0.01f, 0.7f, epsilon, 0.1f, 0.999f, 0.001f};
    const descent_lion_scalars l = {0.01f, 0.9f, 0.1f, 0.99f, 0.01f};
    int32_t broken = 0;
    switch (which) {
      case plain: broken = k->plain_step(n, p, g, 0.01f, to); break;
      case momentum: broken = k->momentum_step(n, p, m, g, 0.01f, 0.9f, to, m_to); break;
      case nesterov: broken = k->nesterov_step(n, p, m, g, 0.01f, 0.9f, to, m_to); break;
      case adagrad: broken = k->adagrad_step(n, p, v, g, 0.01f, epsilon, to, v_to); break;
      case rmsprop: broken = k->rmsprop_step(n, p, v, g, &r, to, v_to); break;
      case adam: broken = k->adam_step(n, p, m, v, g, &a, to, m_to, v_to); break;
      case amsgrad:
        broken = k->amsgrad_step(n, p, m, v, most, g, &a, to, m_to, v_to, most_to);
        break;
      case lion: broken = k->lion_step(n, p, m, g, &l, 0.001f, to, m_to); break;
      case adamw: broken = k->adamw_step(n, p, m, v, g, &a, 0.001f, to, m_to, v_to); break;
    }
    take(&d, broken != 0, 1);
    take_floats(&d, to, room);
    take_floats(&d, m_to, room);
    take_floats(&d, v_to, room);
    if (most_to) take_floats(&d, most_to, room);
  }
  print(name, -1, d);
}

static void parameters(void) {
  digest penalty = EMPTY_DIGEST, soft = EMPTY_DIGEST, scaled = EMPTY_DIGEST, sums = EMPTY_DIGEST;
  digest squares = EMPTY_DIGEST, magnitudes = EMPTY_DIGEST, rooted = EMPTY_DIGEST;
  reseed(6);
  for (int round = 0; round < rounds; round++) {
    const int n = 1 + below(side * 4);
    const float *p = values(0, round);
    float *g = values(1, round / 2), *to = values(2, round), *x = values(3, round);
    k->add_penalty(n, p, 0.01f, 0.02f, g);
    take_floats(&penalty, g, room);
    k->soft_threshold(n, p, round % 2 ? 0.1f : 0x1p-127f, to);
    take_floats(&soft, to, room);
    // What has been drawn once is drawn again; some squares are below 0, whose root is no number.
    const descent_rooted_scalars s = {0.01f, 0.7f, round % 2 ? 1e-8f : 0};
    k->soft_threshold_rooted(n, p, x, &s, to);
    take_floats(&rooted, to, room);
    k->scale(n, round % 2 ? 0.3f : 0x1p-3f, x);
    take_floats(&scaled, x, room);
    take_double(&sums, k->sum_of_magnitudes(n - 1, p));
    take_double(&squares, k->sum_of_squares(n - 1, p));
    const float largest = k->largest_magnitude(n - 1, p);
    take_floats(&magnitudes, &largest, 1);
  }
  print("add_penalty", -1, penalty);
  print("soft_threshold", -1, soft);
  print("soft_threshold_rooted", -1, rooted);
  print("scale", -1, scaled);
  print("sum_of_magnitudes", -1, sums);
  print("sum_of_squares", -1, squares);
  print("largest_magnitude", -1, magnitudes);
}

static int same(const char *x, const char *y) {
  while (*x && *x == *y) x++, y++;
  return *x == *y;
}

int main(int count, char **arguments) {
  const char *set = count > 1 ? arguments[1] : "";
  if (same(set, "baseline")) k = descent_kernels_baseline();
  if (same(set, "avx2")) k = descent_kernels_avx2();
  if (same(set, "avx512")) k = descent_kernels_avx512();
  if (same(set, "neon")) k = descent_kernels_neon();
  if (!k) return 2;
  disturb();
  if (count < 3 || !same(arguments[2], "disturbed")) descent_use_standard_arithmetic();
  products();
  for (int activation = 0; activation < 6; activation++) activations(activation);
  class_losses();
  value_loss("squared_loss", k->squared_loss);
  value_loss("absolute_loss", k->absolute_loss);
  value_loss("huber_loss", k->huber_loss);
  static const char *const names[optimizers] = {
      "plain_step", "momentum_step", "nesterov_step", "adagrad_step", "rmsprop_step", "adam_step",
      "adamw_step", "amsgrad_step", "lion_step"};
  for (int which = 0; which < optimizers; which++) optimizer(names[which], which);
  parameters();
  print("trainings", -1, digest_of_trainings(k));
  return 0;
}
