// Losses row by row, their gradients and the probabilities behind them. Rows are worked on in groups
// of a vector's lanes, so that logarithms and divisions in double are taken for a group at once.

// The slope of a class below this is written as 0. That is far below what a float can add to the other
// slopes of a sum, but products of it are soon subnormal, and many processors take a hundred times as
// long for those: a network that has learned its rows would train at a third of its speed.
#define LEAST_SLOPE 0x1p-64f

INLINE V without_tiny(V slope) {
  return select_lanes(magnitude(slope) < LEAST_SLOPE, splat(0.0f), slope);
}

INLINE float largest(ptrdiff_t count, const float *x) {
  VI places;
  UNROLL for (int l = 0; l < LANES; l++) places[l] = l;
  V max = splat(x[0]);
  EACH_VECTOR(
      count, V next = GET(x);
      if (!whole) next = select_lanes(places < (int32_t)(count - at), next, max);
      max = select_lanes(next > max, next, max););
  // Halves against halves.
#if LANES == 16
  const typeof(max.lo) max8 = __builtin_elementwise_max(max.lo, max.hi);
#elif LANES == 8
  const V max8 = max;
#endif
#if LANES == 4
  const V max4 = max;
#else
  const typeof(max8.lo) max4 = __builtin_elementwise_max(max8.lo, max8.hi);
#endif
  const typeof(max4.lo) max2 = __builtin_elementwise_max(max4.lo, max4.hi);
  return max2.x > max2.y ? max2.x : max2.y;
}

// The same rows' exps[j] ← exp(logits[j] - max of the row), unless exps is NULL; and the sums of each
// row, added in ascending order in double. Rows beyond the first n have the sum 1.
INLINE VD exponentials(
    int n, ptrdiff_t classes, const float *logits, const float *max, float *exps) {
  double sums[LANES];
  UNROLL for (int l = 0; l < LANES; l++) sums[l] = l < n ? 0.0 : 1.0;
  // The terms are read from a copy stored whole: what a masked store has written is slow to load.
  float terms[LANES][LANES];
  for (int l = n; l < LANES; l++) store(terms[l], splat(0.0f));
  EACH_VECTOR(
      classes, for (int l = 0; l < n; l++) {
        V e = exp_v(GET(logits + l * classes) - max[l]);
        store(terms[l], e);
        if (exps) PUT(exps + l * classes, e);
      }
      const int columns = whole ? LANES : (int)(classes - at);
      for (int j = 0; j < columns; j++) {
        UNROLL for (int l = 0; l < LANES; l++) sums[l] += (double)terms[l][j];
      });
  VD result;
  __builtin_memcpy(&result, sums, sizeof result);
  return result;
}

static void softmax(ptrdiff_t rows, ptrdiff_t classes, float *logits) {
  for (ptrdiff_t first = 0; first < rows; first += LANES) {
    const int n = rows - first < LANES ? (int)(rows - first) : LANES;
    float *group = logits + first * classes;
    float max[LANES];
    for (int l = 0; l < n; l++) max[l] = largest(classes, group + l * classes);
    const VD sums = exponentials(n, classes, group, max, group);
    const V inverses = __builtin_convertvector(1.0 / sums, V);
    for (int l = 0; l < n; l++) {
      float *row = group + l * classes;
      const float inverse = inverses[l];
      EACH_VECTOR(classes, PUT(row, GET(row) * inverse););
    }
  }
}

static void softmax_loss_by_rows(
    ptrdiff_t rows, ptrdiff_t classes, const float *logits, const int32_t *labels, float scale,
    float *gradient, double *losses) {
  for (ptrdiff_t first = 0; first < rows; first += LANES) {
    const int n = rows - first < LANES ? (int)(rows - first) : LANES;
    const float *group = logits + first * classes;
    const int32_t *chosen = labels + first;
    float *out = gradient ? gradient + first * classes : NULL;
    float max[LANES];
    double margins[LANES] = {0};
    for (int l = 0; l < n; l++) {
      max[l] = largest(classes, group + l * classes);
      margins[l] = (double)group[l * classes + chosen[l]] - (double)max[l];
    }
    const VD sums = exponentials(n, classes, group, max, out);
    VD margin;
    __builtin_memcpy(&margin, margins, sizeof margin);
    const VD loss = log_vd(sums) - margin;
    __builtin_memcpy(losses + first, &loss, (size_t)n * sizeof(double));
    if (!out) continue;
    const V inverses = __builtin_convertvector(1.0 / sums, V);
    for (int l = 0; l < n; l++) {
      float *row = out + l * classes;
      const float inverse = inverses[l];
      const float target = row[chosen[l]] * inverse;
      EACH_VECTOR(classes, PUT(row, without_tiny((GET(row) * inverse) * scale)););
      const float slope = (target - 1.0f) * scale;
      row[chosen[l]] = __builtin_fabsf(slope) < LEAST_SLOPE ? 0.0f : slope;
    }
  }
}

// Few classes leave most of a row's vector empty, so up to so many are turned over: a vector holds one
// class of as many rows as it has lanes.
enum { FEW_CLASSES = 16 };

// Of the n rows, and of the first once more where there are fewer than lanes.
INLINE void turn_over(int n, int classes, const float *rows, float turned[][LANES]) {
  for (int l = 0; l < LANES; l++) {
    const float *row = rows + (l < n ? l : 0) * classes;
    for (int j = 0; j < classes; j++) turned[j][l] = row[j];
  }
}

// One group of rows; see softmax_loss.
INLINE void loss_of_few_classes(
    int n, int classes, const float *logits, const int32_t *labels, float scale, float *gradient,
    double *losses) {
  float turned[FEW_CLASSES][LANES];
  VI label = (VI)splat(0.0f);
  __builtin_memcpy(&label, labels, (size_t)n * sizeof(int32_t));
  turn_over(n, classes, logits, turned);
  V max = load(turned[0]), chosen = max;
  for (int j = 1; j < classes; j++) {
    const V z = load(turned[j]);
    max = select_lanes(z > max, z, max);
    chosen = select_lanes(label == j, z, chosen);
  }
  VD sums = (VD)(0.0);
  for (int j = 0; j < classes; j++) {
    const V e = exp_v(load(turned[j]) - max);
    store(turned[j], e);
    sums += __builtin_convertvector(e, VD);
  }
  const VD margin = __builtin_convertvector(chosen, VD) - __builtin_convertvector(max, VD);
  const VD loss = log_vd(sums) - margin;
  __builtin_memcpy(losses, &loss, (size_t)n * sizeof(double));
  if (!gradient) return;
  const V inverses = __builtin_convertvector(1.0 / sums, V);
  for (int j = 0; j < classes; j++) {
    const V p = load(turned[j]) * inverses;
    const V slope = select_lanes(label == j, p - 1.0f, p) * scale;
    store(turned[j], without_tiny(slope));
  }
  for (int l = 0; l < n; l++) {
    for (int j = 0; j < classes; j++) gradient[l * classes + j] = turned[j][l];
  }
}

static void softmax_loss(
    ptrdiff_t rows, ptrdiff_t classes, const float *logits, const int32_t *labels, float scale,
    float *gradient, double *losses) {
  if (classes > FEW_CLASSES)
    return softmax_loss_by_rows(rows, classes, logits, labels, scale, gradient, losses);
  for (ptrdiff_t first = 0; first < rows; first += LANES) {
    const ptrdiff_t at = first * classes;
    loss_of_few_classes(
        (int)smaller(rows - first, LANES), (int)classes, logits + at, labels + first, scale,
        gradient ? gradient + at : NULL, losses + first);
  }
}

static void logistic_loss(
    ptrdiff_t rows, const float *logits, const int32_t *labels, float scale, float *gradient,
    double *losses) {
  for (ptrdiff_t at = 0; at < rows; at += LANES) {
    const int n = rows - at < LANES ? (int)(rows - at) : LANES;
    const TAIL lanes = tail(n);
    const V z = n == LANES ? load(logits + at) : load_tail(logits + at, lanes);
    VI labeled = (VI)splat(0.0f);
    __builtin_memcpy(&labeled, labels + at, (size_t)n * sizeof(int32_t));
    const VI second = labeled != 0;
    // With e = exp(-|z|), log(1 + exp(z)) = max(z, 0) + log(1 + e), and sigmoid(z) is 1 or e over 1
    // + e.
    const V e = exp_v(-magnitude(z));
    const V above = select_lanes(z > 0.0f, z, splat(0.0f));
    const V chosen = select_lanes(second, z, splat(0.0f));
    const VD rising = __builtin_convertvector(above, VD) - __builtin_convertvector(chosen, VD);
    const VD group = rising + log1p_vd(__builtin_convertvector(e, VD));
    __builtin_memcpy(losses + at, &group, (size_t)n * sizeof(double));
    if (!gradient) continue;
    const V p = select_lanes(z >= 0.0f, splat(1.0f), e) / (e + 1.0f);
    const V target = select_lanes(second, splat(1.0f), splat(0.0f));
    const V slope = without_tiny((p - target) * scale);
    if (n == LANES)
      store(gradient + at, slope);
    else
      store_tail(gradient + at, slope, lanes);
  }
}

static void squared_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float twice_scale,
    float *gradient, double *losses) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    losses[i] = error * error;
    if (gradient) gradient[i] = (outputs[i] - values[i]) * twice_scale;
  }
}

static void absolute_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
    double *losses) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    const float sign = (float)(error > 0) - (float)(error < 0);
    losses[i] = __builtin_fabs(error);
    if (gradient) gradient[i] = sign * scale;
  }
}

static void huber_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
    double *losses) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    const double size = __builtin_fabs(error);
    float slope = outputs[i] - values[i];
    slope = slope > 1.0f ? 1.0f : slope < -1.0f ? -1.0f : slope;
    losses[i] = size <= 1 ? 0.5 * (error * error) : size - 0.5;
    if (gradient) gradient[i] = slope * scale;
  }
}
