#include "infer_set.h"

// The reference: what the other kernels must equal, bit for bit.

static void convolve(const infer_stage *stage, const void *input, void *output) {
  const uint8_t *in = input;
  uint8_t *out = output;
  const int8_t *weights = stage->weights;
  const int64_t pitch = (int64_t)(stage->size + 2) * stage->stride;
  const int64_t lanes = 3 * (int64_t)stage->stride;
  const int64_t side = stage->size / 2;
  const int64_t outputs = stage->outputs;
  for (int64_t y = 0; y < side; y++) {
    for (int64_t x = 0; x < side; x++) {
      for (int64_t channel = 0; channel < outputs; channel++) {
        int32_t largest = INT32_MIN;
        for (int64_t pixel = 0; pixel < 4; pixel++) {
          const uint8_t *corner =
            in + (2 * y + pixel / 2) * pitch + (2 * x + pixel % 2) * stage->stride;
          int32_t sum = 0;
          for (int64_t row = 0; row < 3; row++) {
            for (int64_t lane = 0; lane < lanes; lane++) {
              sum += corner[row * pitch + lane] * weights[(row * lanes + lane) * outputs + channel];
            }
          }
          if (sum > largest) largest = sum;
        }
        const int64_t place = (y + stage->border) * (side + 2 * stage->border) + x + stage->border;
        out[place * outputs + channel] = (uint8_t)infer_requantised(
          largest + stage->bias[channel], stage->multipliers[channel]);
      }
    }
  }
}

static void dense(
  int32_t inputs, int32_t outputs, const void *weights, const int32_t *bias, const void *input,
  int32_t *sums) {
  for (int32_t output = 0; output < outputs; output++) {
    int32_t sum = bias[output];
    for (int32_t lane = 0; lane < inputs; lane++) {
      sum += ((const uint8_t *)input)[lane]
             * ((const int8_t *)weights)[(int64_t)lane * outputs + output];
    }
    sums[output] = sum;
  }
}

const infer_set infer_naive = {
  .lane_size = 1, .lanes_per_word = 1, .block = 0, .convolve = convolve, .dense = dense};
