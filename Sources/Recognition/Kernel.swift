import CKernels

/// What the forward pass is made of. All kernels give the same numbers; they differ in speed.
public enum Kernel: String, Sendable, CaseIterable {
  /// Plain loops: the reference, and the way on machines that have none of the others.
  case naive
  /// What every machine of its kind has: SSE2, NEON or WebAssembly's 128 bits.
  case portable
  case avx2
  /// AVX-512 with its instructions for neural networks.
  case vnni

  /// Whether this machine can run it.
  public var isSupported: Bool { infer_is_supported(code) != 0 }

  /// The fastest one of this machine.
  public static var best: Kernel {
    switch infer_best() {
    case INFER_VNNI: .vnni
    case INFER_AVX2: .avx2
    case INFER_PORTABLE: .portable
    default: .naive
    }
  }

  var code: infer_kernel {
    switch self {
    case .naive: INFER_NAIVE
    case .portable: INFER_PORTABLE
    case .avx2: INFER_AVX2
    case .vnni: INFER_VNNI
    }
  }

  /// Bytes of an activation in memory.
  var laneSize: Int { Int(infer_lane_size(code)) }
}

/// Channels of a plane in memory: rounded up, so that every kernel finds whole vectors.
func paddedChannels(_ channels: Int) -> Int {
  let step = Int(INFER_CHANNEL_STEP)
  return (channels + step - 1) / step * step
}
