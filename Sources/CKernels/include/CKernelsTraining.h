#ifndef INKLING_CKERNELS_TRAINING_H
#define INKLING_CKERNELS_TRAINING_H

#include <stdint.h>

/* The numeric kernels of training, in float. All arrays are the caller's; none is allocated here.
 *
 * Images lie channels last, `[y][x][channel]`, with a border of one zero pixel around them where
 * "padded" is said. Convolution weights lie `[cout][ky][kx][cin]`. Channel counts are multiples of
 * 16, sides multiples of 2.
 */

/* Where the largest of four pooled sums stood: 0...3 row by row; its gradient is nothing when the
 * sum was not above zero or beyond the quantised range. */
enum { ck_pool_dead = 4 };

typedef struct {
  /* "avx512", "avx2", "baseline". */
  const char *name;

  /* C[m][n] (+)= sum over k of A[m][k] * B[k][n]; A's element is a[m * a_row + k * a_column].
   * n is a multiple of 16; rows of b and c are b_row and c_row floats apart. */
  void (*gemm)(int m, int n, int k, const float *a, long a_row, long a_column, const float *b,
               long b_row, float *c, long c_row, int accumulate);

  /* First stage: 3x3 convolution of a padded image of one channel, ReLU, 2x2 max-pool.
   * image [side + 2][side + 2]; weights [16][3][3]; out padded [side / 2 + 2][side / 2 + 2][16];
   * place [side / 2][side / 2][16]. scale > 0 rounds the outputs to 127 steps of that size. */
  void (*first_forward)(int side, const float *image, const float *weights, const float *bias,
                        float scale, float *out, uint8_t *place);
  /* gradient padded like out; adds to weight_gradient [16][3][3] and bias_gradient [16]. */
  void (*first_backward)(int side, const float *image, const float *gradient, const uint8_t *place,
                         float *weight_gradient, float *bias_gradient);

  /* weights [cout][3][3][cin] to the transformed [16][cin][cout] that conv_forward takes. */
  void (*transform_weights)(int cin, int cout, const float *weights, float *transformed);
  /* A later stage: in padded [side + 2][side + 2][cin]; out [..][..][cout], padded when out_border
   * is 1; scratch of ck_conv_scratch(cin, cout) floats. */
  void (*conv_forward)(int side, int cin, int cout, const float *in, const float *transformed,
                       const float *bias, float scale, float *out, int out_border, uint8_t *place,
                       float *scratch);
  /* gradient like out. Adds to weight_gradient and bias_gradient; adds to in_gradient (padded, its
   * border is spoilt). */
  void (*conv_backward)(int side, int cin, int cout, const float *in, const float *weights,
                        const float *gradient, int out_border, const uint8_t *place,
                        float *weight_gradient, float *bias_gradient, float *in_gradient);

  /* One step of Adam (Kingma and Ba 2015) with decoupled weight decay (Loshchilov and Hutter
   * 2019), count a multiple of 16. rate and correction hold the step's bias corrections. */
  void (*adam)(long count, float *weights, float *mean, float *variance, const float *gradient,
               float rate, float correction, float decay);
} ck_training_kernels;

/* The best for this machine, or the named one; NULL when the machine cannot run it. */
const ck_training_kernels *ck_training(const char *name);

/* Floats of scratch that conv_forward needs. */
long ck_conv_scratch(int cin, int cout);

#endif
