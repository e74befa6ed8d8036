// Losses, their gradients and the probabilities behind them.

// exps[j] ← exp(logits[j] - max) for one row; returns their sum, added in ascending order in
// double.
INLINE double exponentials(ptrdiff_t classes, const float *logits, float max, float *exps) {
  double sum = 0;
  EACH_VECTOR(classes, V e = exp_v(GET(logits) - max); PUT(exps, e););
  for (ptrdiff_t j = 0; j < classes; j++) sum += (double)exps[j];
  return sum;
}

INLINE float largest(ptrdiff_t count, const float *x) {
  float max = x[0];
  for (ptrdiff_t j = 1; j < count; j++) max = x[j] > max ? x[j] : max;
  return max;
}

static void softmax(ptrdiff_t rows, ptrdiff_t classes, float *logits) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    float *row = logits + i * classes;
    const double sum = exponentials(classes, row, largest(classes, row), row);
    const float inverse = (float)(1.0 / sum);
    EACH_VECTOR(classes, PUT(row, GET(row) * inverse););
  }
}

static double softmax_loss(
    ptrdiff_t rows, ptrdiff_t classes, const float *logits, const int32_t *labels, float scale,
    float *gradient, double sum) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const float *row = logits + i * classes;
    const float max = largest(classes, row);
    const double margin = (double)row[labels[i]] - (double)max;
    if (!gradient) {
      // The sum alone, a vector at a time.
      double total = 0;
      EACH_VECTOR(
          classes, V e = exp_v(GET(row) - max); const ptrdiff_t left = classes - at;
          for (int l = 0; l < (whole ? LANES : left); l++) total += (double)e[l];);
      sum += log_d(total) - margin;
      continue;
    }
    float *out = gradient + i * classes;
    const double total = exponentials(classes, row, max, out);
    sum += log_d(total) - margin;
    const float inverse = (float)(1.0 / total);
    const float target = out[labels[i]] * inverse;
    EACH_VECTOR(classes, PUT(out, (GET(out) * inverse) * scale););
    out[labels[i]] = (target - 1.0f) * scale;
  }
  return sum;
}

static double logistic_loss(
    ptrdiff_t rows, const float *logits, const int32_t *labels, float scale, float *gradient,
    double sum) {
  for (ptrdiff_t at = 0; at < rows; at += LANES) {
    const ptrdiff_t left = rows - at;
    const int n = left < LANES ? (int)left : LANES;
    V z;
    if (n == LANES)
      z = load(logits + at);
    else
      z = load_tail(logits + at, tail(n));
    // With e = exp(-|z|), log(1 + exp(z)) = max(z, 0) + log(1 + e), and sigmoid(z) is 1 or e over 1
    // + e.
    const V e = exp_v(-magnitude(z));
    const V p = select_lanes(z >= 0.0f, splat(1.0f), e) / (e + 1.0f);
    for (int l = 0; l < n; l++) {
      const double zl = (double)z[l];
      const double above = zl > 0 ? zl : 0;
      sum += (above - (labels[at + l] != 0 ? zl : 0)) + log1p_d((double)e[l]);
      if (gradient) gradient[at + l] = (p[l] - (labels[at + l] != 0 ? 1.0f : 0.0f)) * scale;
    }
  }
  return sum;
}

static double squared_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float twice_scale,
    float *gradient, double sum) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    sum += error * error;
    if (gradient) gradient[i] = (outputs[i] - values[i]) * twice_scale;
  }
  return sum;
}

static double absolute_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
    double sum) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    const float sign = (float)(error > 0) - (float)(error < 0);
    sum += __builtin_fabs(error);
    if (gradient) gradient[i] = sign * scale;
  }
  return sum;
}

static double huber_loss(
    ptrdiff_t rows, const float *outputs, const float *values, float scale, float *gradient,
    double sum) {
  for (ptrdiff_t i = 0; i < rows; i++) {
    const double error = (double)outputs[i] - (double)values[i];
    const double size = __builtin_fabs(error);
    float slope = outputs[i] - values[i];
    slope = slope > 1.0f ? 1.0f : slope < -1.0f ? -1.0f : slope;
    sum += size <= 1 ? 0.5 * (error * error) : size - 0.5;
    if (gradient) gradient[i] = slope * scale;
  }
  return sum;
}
