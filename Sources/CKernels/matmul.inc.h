// The matrix product, from which everything else follows: forward pass, gradients by weight and by
// input. A tile of C is summed in registers. Where B is too large for the first-level cache, it is
// copied panel by panel, each as wide as a tile, into consecutive memory that stays there while tile
// after tile passes over it; of a transposed A rows are copied together likewise.

// A panel has two vectors of columns. Copies lie on the stack, so each thread has its own and nothing
// is allocated; they take at most so many floats each.
enum { PANEL = 2 * LANES, MOST_COPIED = 8192 };

// A part of a product that is done at once.
typedef struct {
  ptrdiff_t rows, depth;
  const float *a;
  ptrdiff_t a_row_stride, a_depth_stride;
  const float *b;
  ptrdiff_t b_stride;
  float *c;
  ptrdiff_t c_stride;
  // Where the sums start, or NULL for 0.
  const float *start;
  ptrdiff_t start_stride;
} part;

// Where a tile reads a panel of B.
typedef struct {
  const float *start;
  ptrdiff_t stride;
} panel_of_b;

// The tile whose first element is in row i and column j: `rows` × `vectors` accumulators in registers,
// each a chain over the depth. The counts are constants where this is called, so the loops unroll;
// `ragged` masks the last vector of columns. What is read of B is written to `copy` too, unless that
// is NULL.
INLINE void tile(
    int rows, int vectors, int ragged, TAIL lanes, const part *m, ptrdiff_t i, ptrdiff_t j,
    panel_of_b panel, float *copy) {
  V sums[MOST_ROWS][2];
  UNROLL for (int r = 0; r < rows; r++) {
    const float *start = m->start + (i + r) * m->start_stride + j;
    UNROLL for (int v = 0; v < vectors; v++) {
      sums[r][v] = !m->start                    ? splat(0.0f)
                   : ragged && v == vectors - 1 ? load_tail(start + v * LANES, lanes)
                                                : load(start + v * LANES);
    }
  }
  const ptrdiff_t depth = m->depth, depth_stride = m->a_depth_stride, row_stride = m->a_row_stride;
  // Every third row of A has a pointer of its own, which the others are near enough to be addressed
  // from: stepping from row to row would take as long as the sums.
  const float *a[(MOST_ROWS + 2) / 3];
  UNROLL for (int r = 0; r < rows; r += 3) {
    a[r / 3] = m->a + (i + r) * row_stride;
    APART(a[r / 3]);
  }
  const float *b = panel.start;
  for (ptrdiff_t k = 0; k < depth; k++, b += panel.stride) {
    V bk[2];
    // From row to row of B the processor does not see what is next, as it does in a copy.
    if (copy) __builtin_prefetch(b + 8 * panel.stride);
    UNROLL for (int v = 0; v < vectors; v++) {
      bk[v] = ragged && v == vectors - 1 ? load_tail(b + v * LANES, lanes) : load(b + v * LANES);
      if (copy) store(copy + k * PANEL + v * LANES, bk[v]);
    }
    UNROLL for (int r = 0; r < rows; r++) {
      V ark = splat(a[r / 3][r % 3 * row_stride]);
      UNROLL for (int v = 0; v < vectors; v++) {
        sums[r][v] = FMA(ark, bk[v], sums[r][v]);
        STAY_IN_REGISTER(sums[r][v]);
      }
    }
    UNROLL for (int r = 0; r < rows; r += 3) a[r / 3] += depth_stride;
  }
  UNROLL for (int r = 0; r < rows; r++) {
    float *to = m->c + (i + r) * m->c_stride + j;
    UNROLL for (int v = 0; v < vectors; v++) {
      if (ragged && v == vectors - 1)
        store_tail(to + v * LANES, sums[r][v], lanes);
      else
        store(to + v * LANES, sums[r][v]);
    }
  }
}

// All rows of the panel from column j on: tiles of MOST_ROWS, then of FEWER_ROWS, 4, 2 and 1. Slightly
// more than MOST_ROWS are done in halves, since a tile of few rows waits for its own sums. With a
// `copy` there are at least MOST_ROWS; the first tile fills it and the others read from there.
#define STRIP(name, vectors, ragged)                                                   \
  static void name(const part *m, ptrdiff_t j, TAIL lanes, float *copy) {              \
    panel_of_b b = {m->b + j, m->b_stride};                                            \
    ptrdiff_t i = 0;                                                                   \
    if (copy) {                                                                        \
      tile(MOST_ROWS, vectors, ragged, lanes, m, 0, j, b, copy);                       \
      i = MOST_ROWS;                                                                   \
      b = (panel_of_b){copy, PANEL};                                                   \
    }                                                                                  \
    for (; i + 2 * FEWER_ROWS < m->rows || i + MOST_ROWS == m->rows; i += MOST_ROWS)   \
      tile(MOST_ROWS, vectors, ragged, lanes, m, i, j, b, NULL);                       \
    for (; i + FEWER_ROWS <= m->rows; i += FEWER_ROWS)                                 \
      tile(FEWER_ROWS, vectors, ragged, lanes, m, i, j, b, NULL);                      \
    if (FEWER_ROWS > 4 && i + 4 <= m->rows) {                                          \
      tile(4, vectors, ragged, lanes, m, i, j, b, NULL);                               \
      i += 4;                                                                          \
    }                                                                                  \
    if (i + 2 <= m->rows) {                                                            \
      tile(2, vectors, ragged, lanes, m, i, j, b, NULL);                               \
      i += 2;                                                                          \
    }                                                                                  \
    if (i < m->rows) tile(1, vectors, ragged, lanes, m, i, j, b, NULL);                \
  }

STRIP(strip1, 1, 0)
STRIP(strip2, 2, 0)
STRIP(strip1_ragged, 1, 1)
STRIP(strip2_ragged, 2, 1)

// All columns of a part, panel by panel.
INLINE void strips(const part *m, ptrdiff_t columns, float *copy) {
  const TAIL all = tail(LANES);
  ptrdiff_t j = 0;
  for (; j + PANEL <= columns; j += PANEL) strip2(m, j, all, copy);
  const ptrdiff_t left = columns - j;
  if (left == 0) return;
  const TAIL lanes = tail(left % LANES);
  switch (left / LANES * 2 + (left % LANES != 0)) {
    case 1: strip1_ragged(m, j, lanes, copy); break;
    case 2: strip1(m, j, all, copy); break;
    default: strip2_ragged(m, j, lanes, copy); break;
  }
}

// Brings the part's columns of a transposed A together: depth × rows without gaps.
static void gather(part *m, float *to) {
  const float *from = m->a;
  m->a = to;
  for (ptrdiff_t k = 0; k < m->depth; k++, from += m->a_depth_stride, to += m->rows) {
    EACH_VECTOR(m->rows, PUT(to, GET(from)););
  }
  m->a_depth_stride = m->rows;
}

INLINE ptrdiff_t smaller(ptrdiff_t x, ptrdiff_t y) { return x < y ? x : y; }
INLINE ptrdiff_t larger(ptrdiff_t x, ptrdiff_t y) { return x > y ? x : y; }

// The part of a product that begins at row i and depth k.
INLINE part part_of(
    const descent_matmul *m, ptrdiff_t i, ptrdiff_t rows, ptrdiff_t k, ptrdiff_t depth) {
  const int goes_on = k > 0 || (!m->bias && m->accumulate);
  float *c = m->c + i * m->columns;
  return (part){
      .rows = rows, .depth = depth,
      .a = m->a + i * m->a_row_stride + k * m->a_depth_stride, .a_row_stride = m->a_row_stride,
      .a_depth_stride = m->a_depth_stride, .b = m->b + k * m->columns, .b_stride = m->columns,
      .c = c, .c_stride = m->columns, .start = goes_on ? c : m->bias,
      .start_stride = goes_on ? m->columns : 0};
}

// A product whose B does not fit in the first-level cache. Three eighths of that are left for what
// passes through.
static __attribute__((noinline)) void product_in_parts(const descent_matmul *m) {
  _Alignas(64) float panel[MOST_COPIED], columns[MOST_COPIED];
  const ptrdiff_t copied = smaller(m->caches.first / 8 * 5 / (ptrdiff_t)sizeof(float), MOST_COPIED);
  const int gathers = m->a_row_stride == 1;
  ptrdiff_t most_depth = larger(copied / PANEL, 1);
  // For a transposed A more rows are worth more than depth.
  if (gathers) most_depth = smaller(most_depth, 128);
  // Parts of nearly the same depth.
  const ptrdiff_t count = (m->depth + most_depth - 1) / most_depth;
  for (ptrdiff_t n = 0, k = 0; n < count; n++) {
    const ptrdiff_t depth = (m->depth - k) / (count - n);
    const ptrdiff_t space =
        gathers ? copied : m->caches.second / 2 / (ptrdiff_t)sizeof(float);
    const ptrdiff_t most_rows = larger(space / depth, 1);
    for (ptrdiff_t i = 0; i < m->rows; i += most_rows) {
      part p = part_of(m, i, smaller(most_rows, m->rows - i), k, depth);
      if (gathers) gather(&p, columns);
      strips(&p, m->columns, p.rows >= 2 * MOST_ROWS ? panel : NULL);
    }
    k += depth;
  }
}

INLINE void product(const descent_matmul *m) {
  const ptrdiff_t bytes_of_b = m->depth * m->columns * (ptrdiff_t)sizeof(float);
  if (m->caches.first > 0 && m->columns > PANEL && bytes_of_b > m->caches.first / 2)
    return product_in_parts(m);
  const part whole = part_of(m, 0, m->rows, 0, m->depth);
  strips(&whole, m->columns, NULL);
}

static void matmul(const descent_matmul *m) {
  if (m->columns > 1 || m->bias || m->a_row_stride != 1 || m->a_depth_stride != m->rows)
    return product(m);
  // A transposed matrix times one column: exchange the factors, so that the long side runs along
  // the vectors. Each element keeps its chain, and a product does not depend on the order of its
  // factors.
  const descent_matmul turned = {
      .rows = 1, .columns = m->rows, .depth = m->depth, .a = m->b, .a_depth_stride = 1, .b = m->a,
      .c = m->c, .accumulate = m->accumulate};
  product(&turned);
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
