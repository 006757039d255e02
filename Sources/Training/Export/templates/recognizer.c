// SPDX-License-Identifier: Apache-2.0
// Inkling's recogniser in one file: ink in, answer out. C99 and its own library, nothing else.
// @about
// @end
//
//   const inkling_point points[] = {{10, 80}, {45, 10}, {90, 80}, {10, 80}};
//   const inkling_stroke strokes[] = {{points, 4}};
//   inkling_answer answer;
//   if (inkling_recognize(strokes, 1, 1, &answer) == 0) puts(answer.guesses[0].shape);
//
// Build it beside your own files, which see it by `#include "recognizer.c"` in one of them or by
// copying the declarations below: cc -std=c99 -O2 -c recognizer.c; link with -lm (for sqrt).
// To let it check itself: cc -std=c99 -O2 -DINKLING_SELF_CHECK recognizer.c -lm && ./a.out
//
// A drawing is a list of strokes, a stroke a list of points, in units of a surface some hundreds to
// 4,000 wide, y downwards: pixels will do, shares of 0 to 1 will not. While the pen is down, pass 0
// for `finished`. The first guess is the surest and may be "none": none of the shapes. Below a
// confidence of 0.9 "none" means rather "perhaps the second guess". The answers are Inkling's own,
// to the bit. The first call unpacks the weights into static memory: let it return before other
// threads call; after that any number of threads may.

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

// The model's sizes: pixels a side, channels of the convolutions, hidden layer, classes.
// @sizes
#define INKLING_SIZE 32
#define INKLING_CHANNELS_1 16
#define INKLING_CHANNELS_2 32
#define INKLING_CHANNELS_3 64
#define INKLING_HIDDEN 128
#define INKLING_CLASSES 6
// What logits are multiplied with, in 1/4096.
#define INKLING_PEN_UP 4096
#define INKLING_PEN_DOWN 4096
// @end

typedef struct {
  double x, y;
} inkling_point;

typedef struct {
  const inkling_point *points;
  int count;
} inkling_stroke;

typedef struct {
  const char *shape;
  float confidence; // 0 to 1
} inkling_guess;

typedef struct {
  inkling_guess guesses[INKLING_CLASSES];      // all classes, the surest first
  int64_t logits[INKLING_CLASSES];             // by class, in 1/1024 nat
  uint8_t pixels[INKLING_SIZE * INKLING_SIZE]; // what the network saw, row by row, 0 to 127
} inkling_answer;

// Says what a drawing is. Returns 0, or -1 for a coordinate that is no number, and for more than
// 256 strokes or 20,000 points.
int inkling_recognize(
  const inkling_stroke *strokes, int count, int finished, inkling_answer *answer);

// Looks at drawings whose answers are known. Returns 0 if it says the same, else the number of the
// first that differs.
int inkling_self_check(void);

// -- From ink to an image ------------------------------------------------------------------------
// Whole numbers, and single operations that IEEE 754 rounds the same on every machine.

enum { MOST_STROKES = 256, MOST_POINTS = 20000, STEPS = 64 }; // STEPS: parts of a pixel

// Eighths of a unit: the grid on which Inkling keeps ink. Halves go away from zero.
static int32_t eighths(double units) {
  const double value = units * 8;
  if (value >= 32767) return 32767;
  if (value <= -32768) return -32768;
  const int32_t whole = (int32_t)value;
  const double rest = value - whole;
  return rest >= 0.5 ? whole + 1 : rest <= -0.5 ? whole - 1 : whole;
}

// How long a stroke is, in 1/16 of an eighth, and the box around it.
typedef struct {
  int64_t length;
  int32_t left, right, top, bottom;
} extent;

static int32_t least(int32_t a, int32_t b) { return a < b ? a : b; }
static int32_t most(int32_t a, int32_t b) { return a > b ? a : b; }

static extent measured(const inkling_stroke *stroke) {
  int32_t x = eighths(stroke->points[0].x), y = eighths(stroke->points[0].y);
  extent found = {0, x, x, y, y};
  for (int at = 1; at < stroke->count; at++) {
    const int32_t to_x = eighths(stroke->points[at].x), to_y = eighths(stroke->points[at].y);
    const int64_t dx = to_x - x, dy = to_y - y;
    found.length += (int64_t)sqrt((double)(dx * dx + dy * dy) * 256);
    found.left = least(found.left, to_x);
    found.right = most(found.right, to_x);
    found.top = least(found.top, to_y);
    found.bottom = most(found.bottom, to_y);
    x = to_x;
    y = to_y;
  }
  return found;
}

// A round tip: full ink within 0.5 pixels of 32, paper from 1.25 on.
enum {
  REACH = INKLING_SIZE * STEPS * 5 / 128,
  CORE = REACH * 2 / 5,
  APART = INKLING_SIZE * STEPS * 3 / 128,
  GAIN = (127 << 14) / (REACH * REACH - CORE * CORE)
};

// Rounds down, as shifts of numbers below zero do on nearly every machine, but need not in C.
static int32_t floor_shift(int32_t value, int by) {
  return value >= 0 ? value >> by : -((-value + (1 << by) - 1) >> by);
}

// The first or last pixel whose centre is not before or beyond a place.
static int32_t pixel(int32_t place, int32_t up) {
  return least(most(floor_shift(place - STEPS / 2 + up, 6), 0), INKLING_SIZE - 1);
}

// Darkens what lies near the segment from a to b; equal ends draw a dot.
static void segment(uint8_t *pixels, int32_t ax, int32_t ay, int32_t bx, int32_t by) {
  const int32_t along_x = bx - ax, along_y = by - ay;
  const int32_t squared = along_x * along_x + along_y * along_y;
  const double length = sqrt((double)squared);
  // A vector of length one along the segment, in 1/16384.
  const int32_t unit_x = squared ? (int32_t)(along_x / length * 16384) : 0;
  const int32_t unit_y = squared ? (int32_t)(along_y / length * 16384) : 0;
  const int32_t end = (int32_t)length;
  const int32_t x0 = pixel(least(ax, bx) - REACH, STEPS - 1), x1 = pixel(most(ax, bx) + REACH, 0);
  const int32_t y0 = pixel(least(ay, by) - REACH, STEPS - 1), y1 = pixel(most(ay, by) + REACH, 0);
  for (int32_t y = y0; y <= y1; y++) {
    const int32_t from_y = y * STEPS + STEPS / 2 - ay;
    for (int32_t x = x0; x <= x1; x++) {
      const int32_t from_x = x * STEPS + STEPS / 2 - ax;
      const int32_t across = floor_shift(from_x * unit_y - from_y * unit_x, 14);
      const int32_t ahead = floor_shift(from_x * unit_x + from_y * unit_y, 14);
      const int32_t beyond = most(most(ahead - end, -ahead), 0);
      const int32_t distance =
        squared ? across * across + beyond * beyond : from_x * from_x + from_y * from_y;
      const int32_t ink = least(floor_shift((REACH * REACH - distance) * GAIN, 14), 127);
      uint8_t *place = pixels + y * INKLING_SIZE + x;
      if (ink > *place) *place = (uint8_t)ink;
    }
  }
}

// Draws the ink, its longer side 13/16 of the image, in the middle. Returns -1 for too much of it.
static int draw(const inkling_stroke *strokes, int count, uint8_t *pixels) {
  static const extent nothing = {0, INT32_MAX, INT32_MIN, INT32_MAX, INT32_MIN};
  extent extents[MOST_STROKES];
  int indices[MOST_STROKES];
  int known = 0, points = 0;
  memset(pixels, 0, INKLING_SIZE * INKLING_SIZE);
  for (int index = 0; index < count; index++) {
    if (strokes[index].count <= 0) continue;
    if (known == MOST_STROKES || strokes[index].count > MOST_POINTS - points) return -1;
    points += strokes[index].count;
    for (int at = 0; at < strokes[index].count; at++) {
      const inkling_point point = strokes[index].points[at];
      if (point.x != point.x || point.y != point.y) return -1;
    }
    indices[known] = index;
    extents[known++] = measured(strokes + index);
  }
  if (known == 0) return 0;
  // Strokes under 3 % of all ink are strays, unless together they are over a tenth.
  int64_t total = 0, lost = 0;
  for (int index = 0; index < known; index++) total += extents[index].length;
  for (int index = 0; index < known; index++) {
    if (extents[index].length * 100 < total * 3) lost += extents[index].length;
  }
  const int64_t bound = lost * 10 > total ? 0 : total * 3;
  extent box = nothing;
  for (int index = 0; index < known; index++) {
    if (extents[index].length * 100 < bound) continue;
    box.left = least(box.left, extents[index].left);
    box.right = most(box.right, extents[index].right);
    box.top = least(box.top, extents[index].top);
    box.bottom = most(box.bottom, extents[index].bottom);
  }
  const int64_t side = INKLING_SIZE * STEPS, span = side * 13 / 16;
  const int64_t width = box.right - box.left, height = box.bottom - box.top;
  const int64_t longer = width > height ? width : height > 1 ? height : 1;
  const int32_t origin_x = (int32_t)((side - width * span / longer) / 2);
  const int32_t origin_y = (int32_t)((side - height * span / longer) / 2);
  for (int index = 0; index < known; index++) {
    if (extents[index].length * 100 < bound) continue;
    const inkling_stroke *stroke = strokes + indices[index];
    int32_t pen_x = 0, pen_y = 0;
    for (int at = 0; at < stroke->count; at++) {
      const int64_t dx = eighths(stroke->points[at].x) - box.left;
      const int64_t dy = eighths(stroke->points[at].y) - box.top;
      const int32_t x = origin_x + (int32_t)(dx * span / longer);
      const int32_t y = origin_y + (int32_t)(dy * span / longer);
      const int32_t way_x = x - pen_x, way_y = y - pen_y;
      if (at == 0) {
        segment(pixels, x, y, x, y);
      } else {
        // Too near the last one to change anything that can be seen.
        if (way_x * way_x + way_y * way_y < APART * APART) continue;
        segment(pixels, pen_x, pen_y, x, y);
      }
      pen_x = x;
      pen_y = y;
    }
  }
  return 0;
}

// -- The numbers ---------------------------------------------------------------------------------

// From here to the end of the file: what was learnt.
static const char *const *model_labels(void);
static const char *const *model_numbers(void);

enum {
  SIDE_1 = INKLING_SIZE / 2,
  SIDE_2 = INKLING_SIZE / 4,
  SIDE_3 = INKLING_SIZE / 8,
  FEATURES = SIDE_3 * SIDE_3 * INKLING_CHANNELS_3,
  WEIGHTS_1 = 9 * 2 * INKLING_CHANNELS_1,
  WEIGHTS_2 = 9 * INKLING_CHANNELS_1 * INKLING_CHANNELS_2,
  WEIGHTS_3 = 9 * INKLING_CHANNELS_2 * INKLING_CHANNELS_3,
  WEIGHTS_4 = FEATURES * INKLING_HIDDEN,
  WEIGHTS_5 = INKLING_HIDDEN * INKLING_CLASSES
};

// Weights are [row][column][input][output] or [input][output]; multipliers are in 1 / 2^28.
static int8_t weights_1[WEIGHTS_1], weights_2[WEIGHTS_2], weights_3[WEIGHTS_3];
static int8_t weights_4[WEIGHTS_4], weights_5[WEIGHTS_5];
static int32_t numbers_1[2 * INKLING_CHANNELS_1], numbers_2[2 * INKLING_CHANNELS_2];
static int32_t numbers_3[2 * INKLING_CHANNELS_3], numbers_4[2 * INKLING_HIDDEN];
static int32_t numbers_5[2 * INKLING_CLASSES];

static const struct {
  int8_t *weights;
  int32_t *bias, *multipliers;
  int count, outputs;
} layers[5] = {
  {weights_1, numbers_1, numbers_1 + INKLING_CHANNELS_1, WEIGHTS_1, INKLING_CHANNELS_1},
  {weights_2, numbers_2, numbers_2 + INKLING_CHANNELS_2, WEIGHTS_2, INKLING_CHANNELS_2},
  {weights_3, numbers_3, numbers_3 + INKLING_CHANNELS_3, WEIGHTS_3, INKLING_CHANNELS_3},
  {weights_4, numbers_4, numbers_4 + INKLING_HIDDEN, WEIGHTS_4, INKLING_HIDDEN},
  {weights_5, numbers_5, numbers_5 + INKLING_CLASSES, WEIGHTS_5, INKLING_CLASSES},
};

// Reads bytes in base 85: four are five of the 85 characters from # to y without ? and \.
typedef struct {
  const char *const *line;
  const char *character;
  uint32_t four;
  int left;
} reader;

static uint32_t next_byte(reader *from) {
  if (from->left == 0) {
    from->four = 0;
    for (int digit = 0; digit < 5; digit++) {
      while (*from->character == 0) {
        // Beyond the end there is nothing, which only a damaged file asks for.
        if (from->line[1] == NULL) return 255;
        from->character = *++from->line;
      }
      const int code = *from->character++;
      from->four = from->four * 85 + (uint32_t)(code - 35 - (code > 63) - (code > 92));
    }
    from->left = 4;
  }
  return from->four >> (8 * --from->left) & 255;
}

static uint32_t next_long(reader *from) {
  uint32_t value = 0;
  for (int shift = 0; shift < 32; shift += 8) value |= next_byte(from) << shift;
  return value;
}

// Biases, multipliers, and the weights coded by how often each occurs (Duda 2013, asymmetric
// numeral systems, after Giesen's rans_byte).
static void unpack_layer(
  reader *from, int8_t *weights, int32_t *numbers, int count, int outputs) {
  uint32_t starts[256], counts[256], start = 0;
  uint8_t kind[4096] = {0};
  for (int at = 0; at < 2 * outputs; at++) numbers[at] = (int32_t)next_long(from);
  // How often of 4096 times each weight occurs, from the lowest on.
  const int lowest = (int)(next_byte(from) ^ 128) - 128;
  const int kinds = (int)next_byte(from);
  for (int index = 0; index < kinds; index++) {
    const uint32_t low = next_byte(from);
    starts[index] = start;
    counts[index] = low < 128 ? low : (low & 127) | next_byte(from) << 7;
    if (counts[index] > 4096 - start) counts[index] = 4096 - start;
    memset(kind + start, index, counts[index]);
    start += counts[index];
  }
  uint32_t state = next_long(from);
  for (int at = 0; at < count; at++) {
    const uint32_t place = state & 4095;
    const int index = kind[place];
    weights[at] = (int8_t)(lowest + index);
    state = counts[index] * (state >> 12) + place - starts[index];
    while (state < 1u << 23) state = state << 8 | next_byte(from);
  }
}

// 2^24 e^(-n / 1024) for n = 0, 1, …, and how many are above zero.
static uint32_t exponentials[18000];
static int exponential_count;

static void unpack(void) {
  static int is_done;
  if (is_done) return;
  reader from = {model_numbers(), model_numbers()[0], 0, 0};
  for (int index = 0; index < 5; index++) {
    unpack_layer(
      &from, layers[index].weights, layers[index].bias, layers[index].count, layers[index].outputs);
  }
  // Volatile: each step is rounded by itself, whatever the compiler would like to fuse.
  volatile double factor = 1, value = 16777216, part;
  for (int term = 5; term > 0; term--) {
    part = -1.0 / 1024 / term;
    part = part * factor;
    factor = 1 + part;
  }
  for (exponential_count = 0; value >= 0.5; value = value * factor) {
    part = value + 0.5;
    exponentials[exponential_count++] = (uint32_t)part;
  }
  is_done = 1;
}

// -- The network ---------------------------------------------------------------------------------
// Three times 3x3 convolution, ReLU and 2x2 maximum, then two dense layers, in integers.

// A sum as one of 128 steps.
static uint8_t activation(int32_t sum, int32_t multiplier) {
  if (sum <= 0) return 0;
  const int64_t value = ((int64_t)sum * multiplier + (1 << 27)) >> 28;
  return value > 127 ? 127 : (uint8_t)value;
}

// From [y][x][input] to [y][x][output], half as wide and high.
static void convolve(int layer, const uint8_t *plane, int size, int inputs, uint8_t *result) {
  enum { MOST_OUTPUTS = 256 };
  const int outputs = layers[layer].outputs, half = size / 2;
  int32_t sums[MOST_OUTPUTS], largest[MOST_OUTPUTS];
  for (int place = 0; place < half * half; place++) {
    for (int output = 0; output < outputs; output++) largest[output] = INT32_MIN;
    for (int corner = 0; corner < 4; corner++) {
      memset(sums, 0, sizeof sums);
      for (int tap = 0; tap < 9; tap++) {
        const int x = place % half * 2 + corner % 2 + tap % 3 - 1;
        const int y = place / half * 2 + corner / 2 + tap / 3 - 1;
        if (x < 0 || y < 0 || x >= size || y >= size) continue;
        for (int input = 0; input < inputs; input++) {
          const int32_t value = plane[(y * size + x) * inputs + input];
          const int8_t *weights = layers[layer].weights + (tap * inputs + input) * outputs;
          if (value == 0) continue;
          for (int output = 0; output < outputs; output++) sums[output] += value * weights[output];
        }
      }
      for (int output = 0; output < outputs; output++) {
        largest[output] = most(largest[output], sums[output]);
      }
    }
    for (int output = 0; output < outputs; output++) {
      result[place * outputs + output] = activation(
        largest[output] + layers[layer].bias[output], layers[layer].multipliers[output]);
    }
  }
}

static void dense(int layer, const uint8_t *values, int inputs, int32_t *sums) {
  const int outputs = layers[layer].outputs;
  memcpy(sums, layers[layer].bias, sizeof(int32_t) * (size_t)outputs);
  for (int input = 0; input < inputs; input++) {
    const int8_t *weights = layers[layer].weights + (int64_t)input * outputs;
    for (int output = 0; output < outputs; output++) sums[output] += values[input] * weights[output];
  }
}

// A shift that rounds down, also below zero.
static int64_t scaled(int64_t value, int64_t by, int bits) {
  const int64_t product = value * by + ((int64_t)1 << (bits - 1)), one = (int64_t)1 << bits;
  return product >= 0 ? product / one : -((-product + one - 1) / one);
}

static void forward(const uint8_t *pixels, int finished, int64_t *logits) {
  // Two planes: the ink, and whether the pen is up.
  uint8_t input[INKLING_SIZE * INKLING_SIZE * 2];
  uint8_t first[SIDE_1 * SIDE_1 * INKLING_CHANNELS_1], second[SIDE_2 * SIDE_2 * INKLING_CHANNELS_2];
  uint8_t third[FEATURES], hidden[INKLING_HIDDEN];
  int32_t sums[INKLING_HIDDEN], scores[INKLING_CLASSES];
  for (int at = 0; at < INKLING_SIZE * INKLING_SIZE; at++) {
    input[2 * at] = pixels[at];
    input[2 * at + 1] = finished ? 127 : 0;
  }
  convolve(0, input, INKLING_SIZE, 2, first);
  convolve(1, first, SIDE_1, INKLING_CHANNELS_1, second);
  convolve(2, second, SIDE_2, INKLING_CHANNELS_2, third);
  dense(3, third, FEATURES, sums);
  for (int at = 0; at < INKLING_HIDDEN; at++) {
    hidden[at] = activation(sums[at], layers[3].multipliers[at]);
  }
  dense(4, hidden, INKLING_HIDDEN, scores);
  for (int at = 0; at < INKLING_CLASSES; at++) {
    logits[at] = scaled(scores[at], layers[4].multipliers[at], 28);
  }
}

// Guesses, the surest first; equally sure ones in the order of the labels.
static void rank(const int64_t *logits, int64_t temper, inkling_guess *guesses) {
  int64_t tempered[INKLING_CLASSES], best = INT64_MIN;
  uint32_t odds[INKLING_CLASSES];
  uint64_t sum = 0;
  for (int at = 0; at < INKLING_CLASSES; at++) {
    tempered[at] = scaled(logits[at], temper, 12);
    if (tempered[at] > best) best = tempered[at];
  }
  for (int at = 0; at < INKLING_CLASSES; at++) {
    const int64_t below = best - tempered[at];
    odds[at] = below < exponential_count ? exponentials[below] : 0;
    sum += odds[at];
  }
  int order[INKLING_CLASSES];
  for (int at = 0; at < INKLING_CLASSES; at++) {
    int place = at;
    for (; place > 0 && odds[order[place - 1]] < odds[at]; place--) order[place] = order[place - 1];
    order[place] = at;
  }
  for (int at = 0; at < INKLING_CLASSES; at++) {
    guesses[at].shape = model_labels()[order[at]];
    guesses[at].confidence = (float)((double)odds[order[at]] / (double)sum);
  }
}

int inkling_recognize(
  const inkling_stroke *strokes, int count, int finished, inkling_answer *answer) {
  unpack();
  if (draw(strokes, count, answer->pixels) != 0) return -1;
  forward(answer->pixels, finished, answer->logits);
  rank(answer->logits, finished ? INKLING_PEN_UP : INKLING_PEN_DOWN, answer->guesses);
  return 0;
}

// Drawings with what is to be said of them: points of a stroke in eighths.
typedef struct {
  int finished, strokes;
  int counts[8];
  int16_t points[160];
  int64_t logits[INKLING_CLASSES];
} test_vector;

static const test_vector *test_vectors(int *count);

int inkling_self_check(void) {
  int count;
  const test_vector *vectors = test_vectors(&count);
  for (int index = 0; index < count; index++) {
    inkling_point points[80];
    inkling_stroke strokes[8];
    inkling_answer answer;
    for (int at = 0; at < 80; at++) {
      points[at].x = vectors[index].points[2 * at] / 8.0;
      points[at].y = vectors[index].points[2 * at + 1] / 8.0;
    }
    const inkling_point *next = points;
    for (int at = 0; at < vectors[index].strokes; at++) {
      strokes[at].points = next;
      strokes[at].count = vectors[index].counts[at];
      next += strokes[at].count;
    }
    if (inkling_recognize(strokes, vectors[index].strokes, vectors[index].finished, &answer) != 0
        || memcmp(answer.logits, vectors[index].logits, sizeof answer.logits) != 0) {
      return index + 1;
    }
  }
  return 0;
}

#ifdef INKLING_SELF_CHECK
int main(void) {
  const int wrong = inkling_self_check();
  if (wrong != 0) {
    fprintf(stderr, "drawing %d of the self-check is taken for something else\n", wrong);
    return 1;
  }
  puts("ok");
  return 0;
}
#endif

// -- What was learnt -----------------------------------------------------------------------------

static const test_vector *test_vectors(int *count) {
  static const test_vector all[] = {
    // @vectors
    {1, 0, {0}, {0}, {0}},
    // @end
  };
  *count = (int)(sizeof all / sizeof *all);
  return all;
}

static const char *const *model_labels(void) {
  static const char *const labels[] = {
    // @labels
    "none",
    // @end
  };
  return labels;
}

static const char *const *model_numbers(void) {
  static const char *const lines[] = {
    // @numbers
    "", NULL,
    // @end
  };
  return lines;
}
