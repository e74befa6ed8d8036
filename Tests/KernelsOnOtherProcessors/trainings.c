// Small networks trained from end to end by nothing but the kernels: inputs 5, one hidden layer, one
// output layer, every activation, loss and optimizer.
#include "digests.h"

#pragma STDC FP_CONTRACT OFF

enum { rows = 37, batch = 11, inputs = 5, most_units = 19, classes = 3 };
enum { most_parameters = (inputs + 1) * most_units + (most_units + 1) * classes };

typedef struct {
  const descent_kernels *kernels;
  int activation, loss, optimizer, units, outputs;
  float x[rows * inputs], values[rows];
  int32_t labels[rows];
  float p[most_parameters], first[most_parameters], second[most_parameters];
} network;

// Where the parts of the parameters begin: weights and biases of the hidden layer, then the output's.
static int biases1(const network *n) { return inputs * n->units; }
static int weights2(const network *n) { return biases1(n) + n->units; }
static int biases2(const network *n) { return weights2(n) + n->units * n->outputs; }
static int parameters(const network *n) { return biases2(n) + n->outputs; }

static void multiply(
    const descent_kernels *k, int r, int c, int depth, const float *a, int transposed,
    const float *b, const float *bias, int accumulate, float *out) {
  const descent_matmul product = {
      .rows = r, .columns = c, .depth = depth, .a = a, .a_row_stride = transposed ? 1 : depth,
      .a_depth_stride = transposed ? r : 1, .b = b, .c = out, .bias = bias,
      .accumulate = accumulate};
  k->matmul(&product);
}

static double loss_and_gradient(
    const network *n, const float *values, const int32_t *labels, float *z) {
  const float scale = 1.0f / batch;
  double losses[batch], sum = 0;
  switch (n->loss) {
    case 0: n->kernels->softmax_loss(batch, n->outputs, z, labels, scale, z, losses); break;
    case 1: n->kernels->logistic_loss(batch, z, labels, scale, z, losses); break;
    case 2: n->kernels->squared_loss(batch, z, values, 2 * scale, z, losses); break;
    case 3: n->kernels->absolute_loss(batch, z, values, scale, z, losses); break;
    default: n->kernels->huber_loss(batch, z, values, scale, z, losses);
  }
  for (int i = 0; i < batch; i++) sum += losses[i];
  return sum;
}

// Forward, loss and backward for one batch; g receives the gradient.
static double differentiate(network *n, const int32_t *order, int step, float *g) {
  const descent_kernels *k = n->kernels;
  float x[batch * inputs], values[batch], hidden[batch * most_units], slopes[batch * most_units];
  float mask[batch * most_units], z[batch * classes], back[batch * most_units];
  float turned[most_units * classes];
  int32_t labels[batch];
  const int units = n->units, outputs = n->outputs, cells = batch * units;
  descent_gather_rows(batch, inputs, n->x, order, x);
  descent_gather_rows(batch, 1, n->values, order, values);
  descent_gather_labels(batch, n->labels, order, labels);
  multiply(k, batch, units, inputs, x, 0, n->p, n->p + biases1(n), 0, hidden);
  k->activate(n->activation, cells, hidden, slopes);
  descent_dropout_mask(9, 3, (uint64_t)step, 0, cells, 0x30000000u, 0x1.3ab7p+0f, mask);
  float dropped[batch * most_units];
  descent_multiply(cells, hidden, mask, dropped);
  multiply(k, batch, outputs, units, dropped, 0, n->p + weights2(n), n->p + biases2(n), 0, z);
  const double sum = loss_and_gradient(n, values, labels, z);
  for (int i = 0; i < parameters(n); i++) g[i] = 0;
  multiply(k, units, outputs, batch, dropped, 1, z, 0, 1, g + weights2(n));
  k->add_rows(batch, outputs, z, g + biases2(n));
  descent_transpose(units, outputs, n->p + weights2(n), turned, units);
  multiply(k, batch, units, outputs, z, 0, turned, 0, 0, back);
  descent_multiply(cells, back, mask, back);
  k->activation_gradient(n->activation, cells, hidden, slopes, back);
  multiply(k, inputs, units, batch, x, 1, back, 0, 1, g);
  k->add_rows(batch, units, back, g + biases1(n));
  return sum;
}

static int32_t update(network *n, int step, const float *g) {
  const descent_kernels *k = n->kernels;
  const int count = parameters(n);
  const float lr = 0.03f;
  float p[most_parameters], first[most_parameters], second[most_parameters];
  const descent_rmsprop_scalars rmsprop = {lr, 0.99f, 0.01f, 1e-8f};
  const descent_adam_scalars adam = {lr, 1.0f - 1.0f / (float)(step + 2), 1e-8f, 0.1f, 0.999f, 0.001f};
  int32_t broken = 0;
  for (int i = 0; i < count; i++) first[i] = n->first[i], second[i] = n->second[i];
  switch (n->optimizer) {
    case 0: broken = k->plain_step(count, n->p, g, lr, p); break;
    case 1: broken = k->momentum_step(count, n->p, n->first, g, lr, 0.9f, p, first); break;
    case 2: broken = k->nesterov_step(count, n->p, n->first, g, lr, 0.9f, p, first); break;
    case 3: broken = k->adagrad_step(count, n->p, n->second, g, lr, 1e-10f, p, second); break;
    case 4: broken = k->rmsprop_step(count, n->p, n->second, g, &rmsprop, p, second); break;
    case 5:
      broken = k->adam_step(count, n->p, n->first, n->second, g, &adam, p, first, second);
      break;
    default:
      broken = k->adamw_step(
          count, n->p, n->first, n->second, g, &adam, lr * 0.01f, p, first, second);
  }
  if (step % 3 == 0) k->soft_threshold(count, n->p, 0.0005f, p);
  for (int i = 0; i < count; i++) n->p[i] = p[i], n->first[i] = first[i], n->second[i] = second[i];
  return broken;
}

static void train(network *n, digest *d) {
  const descent_kernels *k = n->kernels;
  float g[most_parameters];
  for (int step = 0; step < 30; step++) {
    int32_t order[batch];
    for (int i = 0; i < batch; i++) order[i] = below(rows);
    take_double(d, differentiate(n, order, step, g));
    k->add_penalty(parameters(n), n->p, 0.001f, 0.01f, g);
    const double norm = k->sum_of_squares(parameters(n), g);
    take_double(d, norm);
    if (norm > 1) k->scale(parameters(n), 0.5f, g);
    take(d, (uint64_t)update(n, step, g), 4);
  }
  take_double(d, k->sum_of_magnitudes(parameters(n), n->p));
  take_floats(d, n->p, parameters(n));
  take_floats(d, n->first, parameters(n));
  take_floats(d, n->second, parameters(n));
}

digest digest_of_trainings(const descent_kernels *kernels) {
  static network n;
  digest d = EMPTY_DIGEST;
  for (int number = 0; number < 12; number++) {
    n = (network){
        .kernels = kernels, .activation = number % 6, .loss = number % 5, .optimizer = number % 7,
        .units = 8 + number, .outputs = number % 5 == 0 ? classes : 1};
    reseed(100 + (uint64_t)number);
    fill(n.x, rows * inputs);
    fill(n.values, rows);
    for (int i = 0; i < rows; i++) n.labels[i] = below(n.loss == 0 ? classes : 2);
    fill(n.p, parameters(&n));
    kernels->scale(parameters(&n), 0.3f, n.p);
    train(&n, &d);
  }
  return d;
}
