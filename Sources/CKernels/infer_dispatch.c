#include "infer_set.h"

static const infer_set *find(infer_kernel kernel) {
  switch (kernel) {
#ifdef INFER_HAS_PORTABLE
    case INFER_PORTABLE: return &infer_portable;
#endif
#if defined(__x86_64__)
    case INFER_AVX2: return &infer_avx2;
    case INFER_VNNI: return &infer_vnni;
#endif
    default: return &infer_naive;
  }
}

int32_t infer_is_supported(infer_kernel kernel) {
  switch (kernel) {
    case INFER_NAIVE: return 1;
#ifdef INFER_HAS_PORTABLE
    case INFER_PORTABLE: return 1;
#endif
#if defined(__x86_64__)
    case INFER_AVX2: return __builtin_cpu_supports("avx2") != 0;
    case INFER_VNNI:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
             && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")
             && __builtin_cpu_supports("avx512vnni");
#endif
    default: return 0;
  }
}

infer_kernel infer_best(void) {
  for (int32_t kernel = INFER_VNNI; kernel > INFER_NAIVE; kernel--) {
    if (infer_is_supported((infer_kernel)kernel)) return (infer_kernel)kernel;
  }
  return INFER_NAIVE;
}

int32_t infer_lane_size(infer_kernel kernel) { return find(kernel)->lane_size; }

void infer_convolve(
  infer_kernel kernel, const infer_stage *stage, const void *input, void *output) {
  find(kernel)->convolve(stage, input, output);
}

void infer_dense(
  infer_kernel kernel, int32_t inputs, int32_t outputs, const void *weights, const int32_t *bias,
  const void *input, int32_t *sums) {
  find(kernel)->dense(inputs, outputs, weights, bias, input, sums);
}

static int64_t rounded_up(int64_t value, int64_t step) { return (value + step - 1) / step * step; }

int64_t infer_packed_size(
  infer_kernel kernel, int32_t rows, int32_t taps, int32_t stride, int32_t outputs) {
  const infer_set *set = find(kernel);
  return rows * rounded_up((int64_t)taps * stride, set->lanes_per_word)
         * rounded_up(outputs, INFER_CHANNEL_STEP) * set->lane_size;
}

void infer_pack(
  infer_kernel kernel, int32_t rows, int32_t taps, int32_t stride, int32_t inputs, int32_t outputs,
  const int8_t *weights, void *packed) {
  const infer_set *set = find(kernel);
  const int64_t lanes = set->lanes_per_word;
  const int64_t words = rounded_up((int64_t)taps * stride, lanes) / lanes;
  const int64_t block = set->block ? set->block : rounded_up(outputs, INFER_CHANNEL_STEP);
  for (int64_t row = 0; row < rows; row++) {
    for (int64_t tap = 0; tap < taps; tap++) {
      for (int64_t input = 0; input < inputs; input++) {
        const int64_t lane = tap * stride + input;
        for (int64_t output = 0; output < outputs; output++) {
          // [block][row][word][output in the block][lane in the word]
          const int64_t word = (output / block * rows + row) * words + lane / lanes;
          const int64_t place = (word * block + output % block) * lanes + lane % lanes;
          const int8_t weight = *weights++;
          if (set->lane_size == 1) {
            ((int8_t *)packed)[place] = weight;
          } else {
            ((int16_t *)packed)[place] = weight;
          }
        }
      }
    }
  }
}

void infer_input(
  infer_kernel kernel, int32_t size, const uint8_t *pixels, int32_t is_pen_up, void *plane) {
  const uint8_t pen = is_pen_up ? 127 : 0;
  const int is_wide = infer_lane_size(kernel) == 2;
  for (int32_t y = 0; y < size; y++) {
    const int64_t start = ((int64_t)(y + 1) * (size + 2) + 1) * 2;
    const uint8_t *row = pixels + (int64_t)y * size;
    if (is_wide) {
      int16_t *out = (int16_t *)plane + start;
      for (int32_t x = 0; x < size; x++) {
        out[2 * x] = row[x];
        out[2 * x + 1] = pen;
      }
    } else {
      uint8_t *out = (uint8_t *)plane + start;
      for (int32_t x = 0; x < size; x++) {
        out[2 * x] = row[x];
        out[2 * x + 1] = pen;
      }
    }
  }
}

void infer_requantise(
  infer_kernel kernel, int32_t count, const int32_t *sums, const int32_t *multipliers,
  void *output) {
  const int is_wide = infer_lane_size(kernel) == 2;
  for (int32_t index = 0; index < count; index++) {
    const int32_t value = infer_requantised(sums[index], multipliers[index]);
    if (is_wide) {
      ((int16_t *)output)[index] = (int16_t)value;
    } else {
      ((uint8_t *)output)[index] = (uint8_t)value;
    }
  }
}
