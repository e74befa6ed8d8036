// Short vectors at the end of a row, where the instruction set has no masked loads: lane by lane.
typedef int TAIL;

static inline __attribute__((always_inline)) TAIL tail(ptrdiff_t n) { return (int)n; }

static inline __attribute__((always_inline)) V load_tail(const float *p, TAIL n) {
  V v = (V)0.0f;
  for (int l = 0; l < n; l++) v[l] = p[l];
  return v;
}

static inline __attribute__((always_inline)) void store_tail(float *p, V v, TAIL n) {
  for (int l = 0; l < n; l++) p[l] = v[l];
}

static inline __attribute__((always_inline)) V keep_tail(V v, TAIL n) {
  for (int l = 0; l < LANES; l++) v[l] = l < n ? v[l] : 0.0f;
  return v;
}
