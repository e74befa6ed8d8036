// The matrix product, from which everything else follows: forward pass, gradients by weight and by
// input.

typedef struct {
  V sums[8][3];
} tile_sums;

// One tile: `rows` × `vectors` accumulators in registers, each a chain over the depth. The counts
// are constants where this is called, so the loops unroll; `ragged` masks the last vector of
// columns.
INLINE void tile(
    int rows, int vectors, int ragged, TAIL lanes, const descent_matmul *m, ptrdiff_t i,
    ptrdiff_t j) {
  tile_sums t;
  const ptrdiff_t columns = m->columns, row_stride = m->a_row_stride;
  const ptrdiff_t depth = m->depth, depth_stride = m->a_depth_stride;
  float *c = m->c + i * columns + j;
  const float *start = m->bias ? m->bias + j : c;
  const ptrdiff_t start_stride = m->bias ? 0 : columns;
  const int from_memory = m->bias || m->accumulate;
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      const float *from = start + r * start_stride + v * LANES;
      t.sums[r][v] = !from_memory                     ? splat(0.0f)
                     : ragged && v == vectors - 1 ? load_tail(from, lanes)
                                                  : load(from);
    }
  }
  const float *a = m->a + i * row_stride;
  const float *b = m->b + j;
  for (ptrdiff_t k = 0; k < depth; k++, a += depth_stride, b += columns) {
    V bk[3];
    UNROLL for (int v = 0; v < vectors; v++) {
      const float *from = b + v * LANES;
      bk[v] = ragged && v == vectors - 1 ? load_tail(from, lanes) : load(from);
    }
    UNROLL for (int r = 0; r < rows; r++) {
      V ark = splat(a[r * row_stride]);
      UNROLL for (int v = 0; v < vectors; v++) {
        t.sums[r][v] = FMA(ark, bk[v], t.sums[r][v]);
        STAY_IN_REGISTER(t.sums[r][v]);
      }
    }
  }
  UNROLL for (int r = 0; r < rows; r++) {
    UNROLL for (int v = 0; v < vectors; v++) {
      float *to = c + r * columns + v * LANES;
      if (ragged && v == vectors - 1)
        store_tail(to, t.sums[r][v], lanes);
      else
        store(to, t.sums[r][v]);
    }
  }
}

// All rows of one strip of columns: tiles of `most` rows, then 4, 2 and 1.
#define STRIP(name, vectors, ragged, most)                                            \
  static void name(const descent_matmul *m, ptrdiff_t j, TAIL lanes) {                \
    ptrdiff_t i = 0;                                                                  \
    for (; i + most <= m->rows; i += most) tile(most, vectors, ragged, lanes, m, i, j); \
    for (; i + 4 <= m->rows; i += 4) tile(4, vectors, ragged, lanes, m, i, j);        \
    for (; i + 2 <= m->rows; i += 2) tile(2, vectors, ragged, lanes, m, i, j);        \
    for (; i < m->rows; i++) tile(1, vectors, ragged, lanes, m, i, j);                \
  }

STRIP(strip1, 1, 0, ROWS_1)
STRIP(strip2, 2, 0, ROWS_2)
STRIP(strip3, 3, 0, ROWS_3)
STRIP(strip1_ragged, 1, 1, ROWS_1)
STRIP(strip2_ragged, 2, 1, ROWS_2)
STRIP(strip3_ragged, 3, 1, ROWS_3)

static void matmul(const descent_matmul *args) {
  descent_matmul m = *args;
  if (m.columns == 1 && m.a_row_stride == 1 && m.a_depth_stride == m.rows && !m.bias) {
    // A transposed matrix times one column: exchange the factors, so that the long side runs along
    // the vectors. Each element keeps its chain, and a product does not depend on the order of its
    // factors.
    m.columns = args->rows;
    m.rows = 1;
    m.a = args->b;
    m.a_row_stride = 0;
    m.a_depth_stride = 1;
    m.b = args->a;
  }
  const TAIL all = tail(LANES);
  ptrdiff_t j = 0;
  for (; j + 3 * LANES <= m.columns; j += 3 * LANES) strip3(&m, j, all);
  const ptrdiff_t left = m.columns - j;
  if (left == 0) return;
  const TAIL lanes = tail(left % LANES);
  switch (left / LANES * 2 + (left % LANES != 0)) {
    case 1: strip1_ragged(&m, j, lanes); break;
    case 2: strip1(&m, j, all); break;
    case 3: strip2_ragged(&m, j, lanes); break;
    case 4: strip2(&m, j, all); break;
    default: strip3_ragged(&m, j, lanes); break;
  }
}

static void add_rows(ptrdiff_t rows, ptrdiff_t columns, const float *matrix, float *sums) {
  ptrdiff_t j = 0;
  for (; j + LANES <= columns; j += LANES) {
    V sum = load(sums + j);
    for (ptrdiff_t i = 0; i < rows; i++) sum += load(matrix + i * columns + j);
    store(sums + j, sum);
  }
  if (j < columns) {
    const TAIL lanes = tail(columns - j);
    V sum = load_tail(sums + j, lanes);
    for (ptrdiff_t i = 0; i < rows; i++) sum += load_tail(matrix + i * columns + j, lanes);
    store_tail(sums + j, sum, lanes);
  }
}
