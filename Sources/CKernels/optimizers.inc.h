// Penalties, optimizer steps and sums over parameters.

static void add_penalty(ptrdiff_t count, const float *p, float l1, float l2, float *g) {
  const V zero = splat(0.0f);
  EACH_VECTOR(
      count, V x = GET(p);
      V sign = select_lanes(x > 0.0f, splat(1.0f), select_lanes(x < 0.0f, splat(-1.0f), zero));
      PUT(g, (GET(g) + sign * l1) + x * l2););
}

static int32_t plain_step(
    ptrdiff_t count, const float *p, const float *g, float lr, float *p_out) {
  VI broken = (VI)splat(0.0f);
  const float minus_lr = -lr;
  EACH_VECTOR(
      count, V x = GET(p) + GET(g) * minus_lr; PUT(p_out, x); broken |= not_finite(KEEP(x)););
  return any(broken);
}

// A velocity that is not finite makes its parameter so, and so does Adam's first moment; an infinite
// second moment would go unnoticed, since dividing by it gives 0.
static int32_t momentum_step(
    ptrdiff_t count, const float *p, const float *v, const float *g, float lr, float mu,
    float *p_out, float *v_out) {
  VI broken = (VI)splat(0.0f);
  const float minus_lr = -lr;
  EACH_VECTOR(
      count, V velocity = GET(v) * mu + GET(g); V x = GET(p) + velocity * minus_lr;
      PUT(v_out, velocity); PUT(p_out, x);
      broken |= not_finite(KEEP(x)););
  return any(broken);
}

// Where a unit is silent its gradients are 0, and Adam's first moment shrinks to a few units of the
// smallest subnormal number and stays there. Many processors take a hundred times as long to multiply
// such numbers, so that the moments of silent units are computed on their bits instead.
//
// Nonzero lanes where that is so: no gradient, and a moment below 2^-125, whose bits then are how
// many times 2^-149 it holds.
INLINE VI fading(V gradient, V moment) {
  const VI bits = (VI)moment & 0x7fffffff;
  return (gradient == 0.0f) & (bits > 0) & (bits < 0x1000000);
}

// moment + (0 - moment) * weight, rounded as ever, for moments that are fading and a weight of at most
// a half.
INLINE V faded(V moment, float weight) {
  const V units = __builtin_convertvector((VI)moment & 0x7fffffff, V);
  // From 2^23 on a sum is a whole number, rounded once.
  const V lost = FMA(units, splat(weight), splat(0x1p23f)) - 0x1p23f;
  const VI sign = (VI)moment & INT32_MIN;
  return (V)(__builtin_convertvector(units - lost, VI) | sign);
}

// Adam's new first moment; and in `moving` what of it can change a parameter, if the quotient of it is
// first added to `beside`. A fading moment times a step size of at most 1, by a denominator of at least
// 2^-30, is below 2^-95, which a number of at least 2^-64 rounds away.
INLINE V adam_moment(
    V gradient, V moment, V denominator, V beside, const descent_adam_scalars *s, V *moving) {
  const VI silent = fading(gradient, moment);
  if (!any(silent) || !(s->weight1 <= 0.5f) || !(s->step_size <= 1.0f)) {
    return *moving = moment + (gradient - moment) * s->weight1;
  }
  const V zero = splat(0.0f);
  const V loud = select_lanes(silent, zero, moment);
  const V first = select_lanes(
      silent, faded(moment, s->weight1), loud + (gradient - loud) * s->weight1);
  const VI unmoved = silent & (denominator >= 0x1p-30f) & (magnitude(beside) >= 0x1p-64f);
  *moving = select_lanes(unmoved, zero, first);
  return first;
}

static int32_t adam_step(
    ptrdiff_t count, const float *p, const float *m, const float *v, const float *g,
    const descent_adam_scalars *scalars, float *p_out, float *m_out, float *v_out) {
  VI broken = (VI)splat(0.0f);
  const descent_adam_scalars s = *scalars;
  const float minus_step = -s.step_size;
  EACH_VECTOR(
      count, V gradient = GET(g);
      V second = GET(v) * s.beta2 + (gradient * s.weight2) * gradient;
      V denominator = __builtin_elementwise_sqrt(second) * s.root_scale + s.epsilon;
      V before = GET(p); V moving;
      V first = adam_moment(gradient, GET(m), denominator, before, &s, &moving);
      V x = before + (moving * minus_step) / denominator;
      PUT(m_out, first); PUT(v_out, second); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(second)););
  return any(broken);
}

static int32_t nesterov_step(
    ptrdiff_t count, const float *p, const float *v, const float *g, float lr, float mu,
    float *p_out, float *v_out) {
  VI broken = (VI)splat(0.0f);
  const float minus_lr = -lr;
  EACH_VECTOR(
      count, V gradient = GET(g); V velocity = GET(v) * mu + gradient;
      V ahead = gradient + velocity * mu; V x = GET(p) + ahead * minus_lr;
      PUT(v_out, velocity); PUT(p_out, x);
      broken |= not_finite(KEEP(x)););
  return any(broken);
}

// In the next three an infinite sum or mean of squares would go unnoticed, as in Adam. Where a short
// vector ends, the lanes beyond it may divide 0 by 0, which KEEP takes out.
static int32_t adagrad_step(
    ptrdiff_t count, const float *p, const float *sum, const float *g, float lr, float epsilon,
    float *p_out, float *sum_out) {
  VI broken = (VI)splat(0.0f);
  const float minus_lr = -lr;
  EACH_VECTOR(
      count, V gradient = GET(g); V squares = GET(sum) + gradient * gradient;
      V denominator = __builtin_elementwise_sqrt(squares) + epsilon;
      V x = GET(p) + (gradient * minus_lr) / denominator;
      PUT(sum_out, squares); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(squares)););
  return any(broken);
}

static int32_t rmsprop_step(
    ptrdiff_t count, const float *p, const float *mean, const float *g,
    const descent_rmsprop_scalars *scalars, float *p_out, float *mean_out) {
  VI broken = (VI)splat(0.0f);
  const descent_rmsprop_scalars s = *scalars;
  const float minus_lr = -s.learning_rate;
  EACH_VECTOR(
      count, V gradient = GET(g);
      V squares = GET(mean) * s.rho + (gradient * s.weight) * gradient;
      V denominator = __builtin_elementwise_sqrt(squares) + s.epsilon;
      V x = GET(p) + (gradient * minus_lr) / denominator;
      PUT(mean_out, squares); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(squares)););
  return any(broken);
}

static int32_t adamw_step(
    ptrdiff_t count, const float *p, const float *m, const float *v, const float *g,
    const descent_adam_scalars *scalars, float decay, float *p_out, float *m_out, float *v_out) {
  VI broken = (VI)splat(0.0f);
  const descent_adam_scalars s = *scalars;
  const float minus_step = -s.step_size;
  const float minus_decay = -decay;
  EACH_VECTOR(
      count, V gradient = GET(g);
      V second = GET(v) * s.beta2 + (gradient * s.weight2) * gradient;
      V denominator = __builtin_elementwise_sqrt(second) * s.root_scale + s.epsilon;
      V before = GET(p); V pull = before * minus_decay; V moving;
      V first = adam_moment(
          gradient, GET(m), denominator, decay == 0.0f ? before : pull, &s, &moving);
      V x = before + ((moving * minus_step) / denominator + pull);
      PUT(m_out, first); PUT(v_out, second); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(second)););
  return any(broken);
}

static int32_t amsgrad_step(
    ptrdiff_t count, const float *p, const float *m, const float *v, const float *largest,
    const float *g, const descent_adam_scalars *scalars, float *p_out, float *m_out, float *v_out,
    float *largest_out) {
  VI broken = (VI)splat(0.0f);
  const descent_adam_scalars s = *scalars;
  const float minus_step = -s.step_size;
  EACH_VECTOR(
      count, V gradient = GET(g);
      V second = GET(v) * s.beta2 + (gradient * s.weight2) * gradient;
      V most = GET(largest); most = select_lanes(second > most, second, most);
      V denominator = __builtin_elementwise_sqrt(most) * s.root_scale + s.epsilon;
      V before = GET(p); V moving;
      V first = adam_moment(gradient, GET(m), denominator, before, &s, &moving);
      V x = before + (moving * minus_step) / denominator;
      PUT(m_out, first); PUT(v_out, second); PUT(largest_out, most); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(second)););
  return any(broken);
}

// A gradient that is not finite shows in the moment, not in the step.
static int32_t lion_step(
    ptrdiff_t count, const float *p, const float *m, const float *g,
    const descent_lion_scalars *scalars, float decay, float *p_out, float *m_out) {
  VI broken = (VI)splat(0.0f);
  const descent_lion_scalars s = *scalars;
  const float minus_decay = -decay;
  const V ahead = splat(s.learning_rate), back = splat(-s.learning_rate), zero = splat(0.0f);
  EACH_VECTOR(
      count, V gradient = GET(g); V before = GET(p); V moment = GET(m);
      V mixed = moment * s.beta1 + gradient * s.weight1;
      V move = select_lanes(mixed > 0.0f, back, select_lanes(mixed < 0.0f, ahead, zero));
      V first = moment * s.beta2 + gradient * s.weight2;
      V x = before + (move + before * minus_decay);
      PUT(m_out, first); PUT(p_out, x);
      broken |= not_finite(KEEP(x)) | not_finite(KEEP(first)););
  return any(broken);
}

// y drawn toward 0 by a threshold, as a step from `before`.
INLINE V drawn(V y, V before, V threshold) {
  V pull = select_lanes(y > 0.0f, threshold, -threshold);
  V x = before + ((y - before) - pull);
  VI stays = (magnitude(y) > threshold) & ((y > 0.0f) == (x > 0.0f));
  return select_lanes(stays, x, splat(0.0f));
}

static void soft_threshold(ptrdiff_t count, const float *p, float threshold, float *p_out) {
  EACH_VECTOR(count, PUT(p_out, drawn(GET(p_out), GET(p), splat(threshold))););
}

static void soft_threshold_rooted(
    ptrdiff_t count, const float *p, const float *squares, const descent_rooted_scalars *scalars,
    float *p_out) {
  const descent_rooted_scalars s = *scalars;
  EACH_VECTOR(
      count, V denominator = __builtin_elementwise_sqrt(GET(squares)) * s.root_scale + s.epsilon;
      PUT(p_out, drawn(GET(p_out), GET(p), s.dividend / denominator)););
}

static void scale(ptrdiff_t count, float factor, float *x) {
  EACH_VECTOR(count, PUT(x, GET(x) * factor););
}

INLINE double fold(double *lanes) {
  for (int half = 8; half > 0; half /= 2) {
    for (int l = 0; l < half; l++) lanes[l] += lanes[l + half];
  }
  return lanes[0];
}

static double sum_of_magnitudes(ptrdiff_t count, const float *x) {
  double lanes[16] = {0};
  ptrdiff_t i = 0;
  for (; i + 16 <= count; i += 16) {
    UNROLL for (int l = 0; l < 16; l++) lanes[l] += (double)__builtin_fabsf(x[i + l]);
  }
  for (int l = 0; i < count; i++, l++) lanes[l] += (double)__builtin_fabsf(x[i]);
  return fold(lanes);
}

static double sum_of_squares(ptrdiff_t count, const float *x) {
  double lanes[16] = {0};
  ptrdiff_t i = 0;
  for (; i + 16 <= count; i += 16) {
    UNROLL for (int l = 0; l < 16; l++) lanes[l] += (double)x[i + l] * (double)x[i + l];
  }
  for (int l = 0; i < count; i++, l++) lanes[l] += (double)x[i] * (double)x[i];
  return fold(lanes);
}

// As integers magnitudes have the same order, with what is not a number above all others.
static float largest_magnitude(ptrdiff_t count, const float *x) {
  VI largest = (VI)splat(0.0f);
  EACH_VECTOR(
      count, VI size = (VI)magnitude(GET(x));
      largest = __builtin_elementwise_max(largest, size););
  const int32_t bits = __builtin_reduce_max(largest);
  float result;
  __builtin_memcpy(&result, &bits, sizeof result);
  return result;
}
