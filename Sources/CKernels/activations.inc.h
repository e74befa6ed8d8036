// Activation functions and their derivatives on whole buffers.

static void activate(int32_t activation, ptrdiff_t count, float *z, float *slopes) {
  const V zero = splat(0.0f);
  switch (activation) {
    case DESCENT_RELU:
      EACH_VECTOR(count, V x = GET(z); PUT(z, select_lanes(x < 0.0f, zero, x)););
      break;
    case DESCENT_SIGMOID:
      EACH_VECTOR(count, PUT(z, sigmoid_v(GET(z))););
      break;
    case DESCENT_TANH:
      EACH_VECTOR(count, PUT(z, tanh_v(GET(z))););
      break;
    case DESCENT_LEAKY_RELU:
      EACH_VECTOR(count, V x = GET(z); PUT(z, select_lanes(x > 0.0f, x, x * 0.01f)););
      break;
    case DESCENT_GELU:
      EACH_VECTOR(
          count, V x = GET(z); V core; V below = normal_v(x, &core); PUT(z, x * below);
          if (slopes) PUT(slopes, FMA(x, core * 0x1.988454p-2f, below)););
      break;
    default:
      break;
  }
}

static void activation_gradient(
    int32_t activation, ptrdiff_t count, const float *a, const float *slopes, float *gradient) {
  const V zero = splat(0.0f);
  switch (activation) {
    case DESCENT_RELU:
      EACH_VECTOR(count, PUT(gradient, select_lanes(GET(a) > 0.0f, GET(gradient), zero)););
      break;
    case DESCENT_SIGMOID:
      EACH_VECTOR(count, V y = GET(a); PUT(gradient, GET(gradient) * (y * (1.0f - y))););
      break;
    case DESCENT_TANH:
      EACH_VECTOR(
          count, V y = GET(a); PUT(gradient, GET(gradient) * ((1.0f - y) * (1.0f + y))););
      break;
    case DESCENT_LEAKY_RELU:
      EACH_VECTOR(
          count, V d = GET(gradient);
          PUT(gradient, select_lanes(GET(a) > 0.0f, d, d * 0.01f)););
      break;
    case DESCENT_GELU:
      EACH_VECTOR(count, PUT(gradient, GET(gradient) * GET(slopes)););
      break;
    default:
      break;
  }
}
