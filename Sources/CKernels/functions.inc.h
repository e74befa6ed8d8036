// exp, sigmoid, tanh and the normal distribution on vectors: straight-line code whose twin in Swift
// is FloatFunctions. And the logarithm in double for losses, whose twin is PortableMath.

// e^x: x = n ln 2 + r, e^r by a polynomial (minimax for the relative error), 2^n in two factors so
// that subnormal results round once.
INLINE V exp_v(V x) {
  x = select_lanes(x > 89.0f, splat(89.0f), x);
  x = select_lanes(x < -104.0f, splat(-104.0f), x);
  V shifted = FMA(x, splat(0x1.715476p+0f), splat(12582912.0f));
  V n = shifted - 12582912.0f;
  V r = FMA(n, splat(-0x1.62e4p-1f), x);
  r = FMA(n, splat(-0x1.7f7d1cp-20f), r);
  V q = splat(0x1.6a23ccp-10f);
  q = FMA(q, r, splat(0x1.123a2p-7f));
  q = FMA(q, r, splat(0x1.5558f2p-5f));
  q = FMA(q, r, splat(0x1.555492p-3f));
  q = FMA(q, r, splat(0x1.fffffcp-2f));
  V value = FMA(q, r * r, r) + 1.0f;
  VU power = (VU)shifted - 0x4b400000u;
  VU half = (VU)((VI)power >> 1);
  V scale1 = (V)((half + 127u) << 23);
  V scale2 = (V)(((power - half) + 127u) << 23);
  return (value * scale1) * scale2;
}

INLINE V sigmoid_v(V x) {
  V e = exp_v(-magnitude(x));
  return select_lanes(x >= 0.0f, splat(1.0f), e) / (e + 1.0f);
}

INLINE V tanh_v(V x) {
  V a = magnitude(x);
  V z = x * x;
  V p = splat(-0x1.76a45cp-8f);
  p = FMA(p, z, splat(0x1.525530p-6f));
  p = FMA(p, z, splat(-0x1.b8440cp-5f));
  p = FMA(p, z, splat(0x1.110766p-3f));
  p = FMA(p, z, splat(-0x1.555534p-2f));
  V small = FMA(x * z, p, x);
  V e = exp_v(a * -2.0f);
  V large = (1.0f - e) / (e + 1.0f);
  VI sign = (VI)x & (VI)splat(-0.0f);
  large = (V)((VI)large | sign);
  return select_lanes(a < 0.625f, small, large);
}

// The standard normal distribution function Φ(x), and the density's core E = exp(-x²/2). For
// t = |x|, Φ(-t) = E·u·P(u) with u = 1 / (1 + 0.3 t), and P minimax on 0 … 14.5.
INLINE V normal_v(V x, V *density_core) {
  V t = magnitude(x);
  t = select_lanes(t > 14.5f, splat(14.5f), t);
  V square = t * t;
  V rest = FMA(t, t, -square);
  V e = exp_v(square * -0.5f);
  e = FMA(e, rest * -0.5f, e);
  V u = 1.0f / FMA(t, splat(0.3f), splat(1.0f));
  V p = splat(-0x1.51e518p-6f);
  p = FMA(p, u, splat(0x1.cc8948p-4f));
  p = FMA(p, u, splat(-0x1.d361a6p-3f));
  p = FMA(p, u, splat(0x1.88c654p-3f));
  p = FMA(p, u, splat(-0x1.455192p-4f));
  p = FMA(p, u, splat(0x1.89dbc0p-4f));
  p = FMA(p, u, splat(0x1.411582p-4f));
  p = FMA(p, u, splat(0x1.c38638p-4f));
  p = FMA(p, u, splat(0x1.e9c422p-4f));
  p = FMA(p, u, splat(0x1.ea3c98p-4f));
  V lower = e * (u * p);
  *density_core = e;
  return select_lanes(x < 0.0f, lower, 1.0f - lower);
}

// Natural logarithm in double of x ≥ 1, as PortableMath.log.
INLINE VD log_vd(VD x) {
  // The exponent's bits become a double's lowest bits, which is exact; no vector conversion from
  // 64-bit integers is needed.
  VD k = (VD)(((VUL)x >> 52) | 0x4330000000000000ull) - (0x1p52 + 1023);
  VD m = (VD)(((VUL)x & 0xfffffffffffffull) | 0x3ff0000000000000ull);
  const VL upper = m > 0x1.6a09e667f3bcdp0;
  m = select_doubles(upper, m * 0.5, m);
  k = select_doubles(upper, k + 1.0, k);
  VD f = m - 1.0;
  VD s = f / (f + 2.0);
  VD z = s * s;
  VD series = z * (1.0 / 21) + 1.0 / 19;
  series = series * z + 1.0 / 17;
  series = series * z + 1.0 / 15;
  series = series * z + 1.0 / 13;
  series = series * z + 1.0 / 11;
  series = series * z + 1.0 / 9;
  series = series * z + 1.0 / 7;
  series = series * z + 1.0 / 5;
  series = series * z + 1.0 / 3;
  VD tail = s * (z * 2.0 * series - f);
  VD value = k * 0x1.62e42feep-1 + (f + (tail + k * 0x1.a39ef35793c76p-33));
  return select_doubles(x < __builtin_inf(), value, x);
}

// log(1 + x) for 0 ≤ x, as PortableMath.log1p.
INLINE VD log1p_vd(VD x) {
  VD u = x + 1.0;
  VD value = log_vd(u) * (x / (u - 1.0));
  value = select_doubles(u == 1.0, x, value);
  return select_doubles(u == __builtin_inf(), u, value);
}
