#include "infer_set.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(                                                                    \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx512vnni"))), apply_to = function)

#define SUMS 16
#define VECTORS 1
#define LANE uint8_t
#define WEIGHT int8_t
typedef int32_t vector __attribute__((vector_size(64)));

static inline vector dot(vector sums, vector activations, vector weights) {
  return (vector)_mm512_dpbusd_epi32((__m512i)sums, (__m512i)activations, (__m512i)weights);
}

#include "infer_kernel.h"

#pragma clang attribute pop

const infer_set infer_vnni = INFER_SET;

#endif
