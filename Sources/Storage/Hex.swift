extension String {
  /// Two lower-case digits for each byte.
  public init(hexOf bytes: some Sequence<UInt8>) {
    self = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
