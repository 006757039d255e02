// The forward pass for vectors, included once by the file of each instruction set, which defines:
//
//   SUMS     32-bit sums of a vector
//   VECTORS  vectors of sums of a pixel that are worked on together
//   LANE     an activation, WEIGHT a weight: of 8 or of 16 bits
//   vector   `SUMS` sums, or as many words
//   dot      (vector sums, vector activations, vector weights): to each sum, the products of its
//            word of activations and its word of weights
//
// A word is 32 bits of lanes. Since the pixels of a row lie next to each other, a row of a
// convolution's window is one run of words, and so is the whole input of a dense layer: the loops
// walk along it, spread one word of activations over a vector, and meet `VECTORS` vectors of
// weights, one word for each output.

#include "infer_set.h"

#define LANES (4 / (int)sizeof(LANE))
#define BLOCK (SUMS * VECTORS)

typedef uint32_t words __attribute__((vector_size(4 * SUMS)));
typedef uint64_t products __attribute__((vector_size(8 * SUMS)));
typedef int64_t quotients __attribute__((vector_size(8 * SUMS)));
typedef LANE lanes __attribute__((vector_size(sizeof(LANE) * SUMS)));

static inline vector load(const void *place) {
  vector value;
  __builtin_memcpy(&value, place, sizeof value);
  return value;
}

static inline vector spread(const LANE *place) {
  int32_t word;
  __builtin_memcpy(&word, place, sizeof word);
  return (vector){0} + word;
}

static inline void store_requantised(vector sums, const int32_t *multipliers, LANE *output) {
  // Sums below zero end at zero whatever the multiplier; without them the product is unsigned,
  // which every instruction set can do.
  const words positive = (words)__builtin_elementwise_max(sums, (vector){0});
  const products product = __builtin_convertvector(positive, products)
                           * __builtin_convertvector((words)load(multipliers), products);
  quotients value = (quotients)((product + (1 << 27)) >> 28);
  value = __builtin_elementwise_min(value, (quotients){0} + 127);
  const lanes result = __builtin_convertvector(value, lanes);
  __builtin_memcpy(output, &result, sizeof result);
}

static void convolve(const infer_stage *stage, const void *input, void *output) {
  const int64_t stride = stage->stride;
  const int64_t pitch = (stage->size + 2) * stride;
  const int64_t row_words = (3 * stride + LANES - 1) / LANES;
  const int64_t side = stage->size / 2;
  const int64_t output_side = side + 2 * stage->border;
  const LANE *pixels[4] = {
    (const LANE *)input, (const LANE *)input + stride, (const LANE *)input + pitch,
    (const LANE *)input + pitch + stride};

  for (int64_t block = 0; block < stage->outputs; block += BLOCK) {
    const WEIGHT *weights = (const WEIGHT *)stage->weights + block * 3 * row_words * LANES;
    for (int64_t y = 0; y < side; y++) {
      LANE *out = (LANE *)output
                  + ((y + stage->border) * output_side + stage->border) * stage->outputs + block;
      for (int64_t x = 0; x < side; x++, out += stage->outputs) {
        vector sums[4][VECTORS] = {0};
        const WEIGHT *weight = weights;
        for (int64_t row = 0; row < 3; row++) {
          int64_t place = (2 * y + row) * pitch + 2 * x * stride;
          for (int64_t word = 0; word < row_words; word++) {
            for (int pixel = 0; pixel < 4; pixel++) {
              const vector activations = spread(pixels[pixel] + place);
              for (int part = 0; part < VECTORS; part++) {
                sums[pixel][part] =
                  dot(sums[pixel][part], activations, load(weight + part * SUMS * LANES));
              }
            }
            place += LANES;
            weight += BLOCK * LANES;
          }
        }
        for (int part = 0; part < VECTORS; part++) {
          const vector largest = __builtin_elementwise_max(
            __builtin_elementwise_max(sums[0][part], sums[1][part]),
            __builtin_elementwise_max(sums[2][part], sums[3][part]));
          const int64_t first = block + part * SUMS;
          store_requantised(
            largest + load(stage->bias + first), stage->multipliers + first, out + part * SUMS);
        }
      }
    }
  }
}

static void dense(
  int32_t inputs, int32_t outputs, const void *weights, const int32_t *bias, const void *input,
  int32_t *sums) {
  const WEIGHT *weight = weights;
  for (int64_t block = 0; block < outputs; block += BLOCK) {
    // Four sums in turn, so that none waits for the one before.
    vector part_sums[4][VECTORS] = {0};
    const LANE *lane = input;
    for (int64_t step = 0; step < inputs / (4 * LANES); step++) {
      for (int turn = 0; turn < 4; turn++) {
        const vector activations = spread(lane);
        for (int part = 0; part < VECTORS; part++) {
          part_sums[turn][part] =
            dot(part_sums[turn][part], activations, load(weight + part * SUMS * LANES));
        }
        lane += LANES;
        weight += BLOCK * LANES;
      }
    }
    for (int part = 0; part < VECTORS; part++) {
      const int64_t first = block + part * SUMS;
      const vector sum = part_sums[0][part] + part_sums[1][part] + part_sums[2][part]
                         + part_sums[3][part] + load(bias + first);
      __builtin_memcpy(sums + first, &sum, sizeof sum);
    }
  }
}

#define INFER_SET                                                                                \
  {.lane_size = sizeof(LANE), .lanes_per_word = LANES, .block = BLOCK, .convolve = convolve,     \
   .dense = dense}
