#include "infer_set.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)

#define SUMS 8
#define VECTORS 2
#define LANE uint8_t
#define WEIGHT int8_t
typedef int32_t vector __attribute__((vector_size(32)));

static inline vector dot(vector sums, vector activations, vector weights) {
  // Saturates at 16 bits, but two products of 7 and 8 bits fit: 2 * 127 * 127 < 32,768.
  const __m256i pairs = _mm256_maddubs_epi16((__m256i)activations, (__m256i)weights);
  return sums + (vector)_mm256_madd_epi16(pairs, _mm256_set1_epi16(1));
}

#include "infer_kernel.h"

#pragma clang attribute pop

const infer_set infer_avx2 = INFER_SET;

#endif
