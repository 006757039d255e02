import CZlib

/// Bytes as a gzip file (RFC 1952), at the highest level; as they are where that fails.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
  var stream = z_stream()
  guard !bytes.isEmpty, inkling_gzip_init(&stream, 9) == Z_OK else { return bytes }
  defer { deflateEnd(&stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(bytes.count))) + 32)
  let status = input.withUnsafeMutableBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = source.baseAddress
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      return deflate(&stream, Z_FINISH)
    }
  }
  guard status == Z_STREAM_END else { return bytes }
  return Array(output.prefix(Int(stream.total_out)))
}

extension Request {
  /// Whether the client takes packed answers.
  var acceptsGzip: Bool {
    (header("accept-encoding") ?? "").split(separator: ",").contains { part in
      let pieces = part.split(separator: ";").map { $0.filter { $0 != " " } }
      return pieces.first == "gzip" && !pieces.dropFirst().contains { $0 == "q=0" || $0 == "q=0.0" }
    }
  }
}

extension Response {
  /// Packs the body, where the client takes that and it saves a tenth. Its `ETag` is another then.
  public mutating func pack(for request: Request) {
    set("vary", "accept-encoding")
    guard request.acceptsGzip else { return }
    let packed = gzipped(body)
    guard packed.count * 10 <= body.count * 9 else { return }
    if let etag = headers.first(where: { $0.name == "etag" })?.value {
      set("etag", "\(etag.dropLast())-gz\"")
    }
    set("content-encoding", "gzip")
    body = packed
  }
}
