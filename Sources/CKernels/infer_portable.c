#include "infer_set.h"

#ifdef INFER_HAS_PORTABLE

typedef int32_t vector __attribute__((vector_size(16)));
#define SUMS 4

#if defined(__ARM_NEON)
#include <arm_neon.h>

// The 32 registers hold four vectors of sums for each of four pixels.
#define VECTORS 4
#define LANE uint8_t
#define WEIGHT int8_t

static inline vector dot(vector sums, vector activations, vector weights) {
  const int8x16_t x = (int8x16_t)activations, w = (int8x16_t)weights;
#if defined(__ARM_FEATURE_DOTPROD)
  return (vector)vdotq_s32((int32x4_t)sums, x, w);
#else
  // Two products of 7 and 8 bits fit into 16 bits: 2 * 127 * 127 < 32,768.
  const int16x8_t low = vmull_s8(vget_low_s8(x), vget_low_s8(w));
  const int16x8_t high = vmull_s8(vget_high_s8(x), vget_high_s8(w));
  return (vector)vpadalq_s16((int32x4_t)sums, vpaddq_s16(low, high));
#endif
}

#else
#define VECTORS 2
#define LANE int16_t
#define WEIGHT int16_t

#if defined(__wasm_simd128__)
#include <wasm_simd128.h>

static inline vector dot(vector sums, vector activations, vector weights) {
  return sums + (vector)wasm_i32x4_dot_i16x8((v128_t)activations, (v128_t)weights);
}
#else
#include <emmintrin.h>

static inline vector dot(vector sums, vector activations, vector weights) {
  return sums + (vector)_mm_madd_epi16((__m128i)activations, (__m128i)weights);
}
#endif
#endif

#include "infer_kernel.h"

const infer_set infer_portable = INFER_SET;

#endif
