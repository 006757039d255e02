/* The same kernels for each instruction set; the best that runs here is chosen once. */
#include "CKernels.h"

/* Pooled places of the largest later stage: an image of 128 pixels, halved twice. */
#define CK_POOLED_MOST (32 * 32)

#include <stddef.h>
#include <string.h>

#if defined(__x86_64__)
#define CK_LANES 16
#define CK_ROWS 8
#define CK_NAME(x) x##_avx512
#define CK_TEXT "avx512"
#define CK_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,avx2,fma")))
#include "train_kernels.inc"

#define CK_LANES 8
#define CK_ROWS 4
#define CK_NAME(x) x##_avx2
#define CK_TEXT "avx2"
#define CK_TARGET __attribute__((target("avx2,fma")))
#include "train_kernels.inc"
#endif

/* Without fused multiplication and with four lanes everywhere: the same result on any machine. */
#pragma clang fp contract(off)
#define CK_LANES 4
#define CK_ROWS 4
#define CK_NAME(x) x##_baseline
#define CK_TEXT "baseline"
#define CK_TARGET
#include "train_kernels.inc"

const ck_training_kernels *ck_training(const char *name) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
  if (avx512 && (!name || !strcmp(name, "avx512"))) return &kernels_avx512;
  if (avx2 && (!name || !strcmp(name, "avx2"))) return &kernels_avx2;
#endif
  if (!name || !strcmp(name, "baseline")) return &kernels_baseline;
  return NULL;
}

/* A block of 16 tiles: 16 components of input and of output. */
long ck_conv_scratch(int cin, int cout) { return 16L * 16 * (cin + cout); }
