#ifndef CKERNELS_INFERENCE_H
#define CKERNELS_INFERENCE_H

#include <stdint.h>

// The forward pass in integers: activations of 7 bits (0...127), weights of 8 (-127...127), sums of
// 32. Nothing is rounded but where `infer_convolve` says so, and nothing can overflow, so every
// kernel gives the same numbers on every machine.
//
// A *lane* is one activation in memory: one byte, or two where the processor multiplies 16 bits at
// a time (`infer_lane_size`). A *plane* is `[y][x][channel]`. The channels of all planes but the
// input are rounded up to `INFER_CHANNEL_STEP`; the ones too many have weights, biases and
// multipliers of zero and stay zero.

#define INFER_CHANNEL_STEP 16
/// Lanes of zeros behind a plane that a kernel may read, though never use.
#define INFER_SLACK 16

/// The kernels, by what they are made of.
typedef enum : int32_t {
  /// Loops in C, the reference.
  INFER_NAIVE = 0,
  /// What the target always has: SSE2, NEON or wasm simd128.
  INFER_PORTABLE = 1,
  INFER_AVX2 = 2,
  INFER_VNNI = 3,
} infer_kernel;

/// Whether this machine can run a kernel.
int32_t infer_is_supported(infer_kernel kernel);

/// The fastest kernel of this machine.
infer_kernel infer_best(void);

/// Bytes of an activation.
int32_t infer_lane_size(infer_kernel kernel);

/// Bytes of a layer's weights in the kernel's order.
///
/// A layer sees `rows` rows of `taps` neighbouring pixels: 3 of 3 in a convolution, 1 of as many
/// as there are in a dense layer.
/// - stride: lanes from a pixel to the next in the plane that the layer reads.
int64_t infer_packed_size(
  infer_kernel kernel, int32_t rows, int32_t taps, int32_t stride, int32_t outputs);

/// Puts weights `[row][tap][input][output]` into the kernel's order.
/// - packed: `infer_packed_size` bytes of zeros.
void infer_pack(
  infer_kernel kernel, int32_t rows, int32_t taps, int32_t stride, int32_t inputs, int32_t outputs,
  const int8_t *weights, void *packed);

/// Makes the input plane of two channels with a border of one pixel: the ink, and 127 everywhere
/// when the pen is up.
/// - pixels: `[size][size]`, 0...127.
/// - plane: `[size + 2][size + 2][2]` lanes; the border is left as it is and must be zero.
void infer_input(
  infer_kernel kernel, int32_t size, const uint8_t *pixels, int32_t is_pen_up, void *plane);

/// A 3x3 convolution with zero padding, bias, 2x2 maximum, and back to 7 bits.
typedef struct {
  /// The side of the input in pixels; even.
  int32_t size;
  /// Lanes from a pixel of the input to the next.
  int32_t stride;
  /// Channels of the output, a multiple of `INFER_CHANNEL_STEP`.
  int32_t outputs;
  /// Pixels around the output that stay zero: 1 before another convolution, else 0.
  int32_t border;
  /// As `infer_pack` made them.
  const void *weights;
  const int32_t *bias;
  /// In 1 / 2^28, not negative.
  const int32_t *multipliers;
} infer_stage;

/// Each output is `min(127, (max(0, sum + bias) * multiplier + 2^27) >> 28)`, where `sum` is the
/// largest of four neighbours.
/// - input: `[size + 2][size + 2][stride]` with a border of zeros, and `INFER_SLACK` more.
/// - output: `[size / 2 + 2 * border][size / 2 + 2 * border][outputs]`
void infer_convolve(
  infer_kernel kernel, const infer_stage *stage, const void *input, void *output);

/// A dense layer: `sums[output] = bias[output] + sum of weight * input`.
/// - inputs, outputs: multiples of `INFER_CHANNEL_STEP`.
void infer_dense(
  infer_kernel kernel, int32_t inputs, int32_t outputs, const void *weights, const int32_t *bias,
  const void *input, int32_t *sums);

/// Back to 7 bits, as in `infer_convolve`.
/// - output: `count` lanes.
void infer_requantise(
  infer_kernel kernel, int32_t count, const int32_t *sums, const int32_t *multipliers,
  void *output);

#endif
