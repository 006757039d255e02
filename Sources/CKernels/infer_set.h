#ifndef INFER_SET_H
#define INFER_SET_H

#include "CKernelsInference.h"

/// A kernel: how it orders weights, and its two functions.
typedef struct {
  /// Bytes of an activation, and of a weight.
  int32_t lane_size;
  /// Activations that are multiplied and added in one step.
  int32_t lanes_per_word;
  /// Outputs that are worked on together; 0 for all of the layer.
  int32_t block;
  void (*convolve)(const infer_stage *stage, const void *input, void *output);
  void (*dense)(
    int32_t inputs, int32_t outputs, const void *weights, const int32_t *bias, const void *input,
    int32_t *sums);
} infer_set;

extern const infer_set infer_naive;

#if defined(__SSE2__) || defined(__ARM_NEON) || defined(__wasm_simd128__)
#define INFER_HAS_PORTABLE 1
extern const infer_set infer_portable;
#endif

#if defined(__x86_64__)
extern const infer_set infer_avx2;
extern const infer_set infer_vnni;
#endif

/// A sum as an activation.
static inline int32_t infer_requantised(int32_t sum, int32_t multiplier) {
  if (sum <= 0) return 0;
  int64_t value = ((int64_t)sum * multiplier + (1 << 27)) >> 28;
  return value < 127 ? (int32_t)value : 127;
}

#endif
