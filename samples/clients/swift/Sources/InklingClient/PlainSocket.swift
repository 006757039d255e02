import Foundation

/// A WebSocket (RFC 6455) over a TCP connection of its own, without TLS.
final class PlainSocket: InkSocket, @unchecked Sendable {
  // Safe to share: after `init` the connection is only read by the reading thread and only written
  // on the serial queue; shutting it down is allowed from anywhere.
  let messages: AsyncThrowingStream<String, any Error>
  private let connection: Connection
  private let writing = DispatchQueue(label: "inkling.socket.writing")

  private enum Opcode {
    static let text: UInt8 = 1, binary: UInt8 = 2
    static let close: UInt8 = 8, ping: UInt8 = 9, pong: UInt8 = 10
  }

  /// - Throws: `InklingError`, with the status of a handshake that was refused.
  static func open(_ url: URL, key: String?) async throws -> PlainSocket {
    try await withCheckedThrowingContinuation { continuation in
      // Connecting blocks, and so does waiting for the answer.
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            let connection = try Connection(
              host: url.host ?? "127.0.0.1", port: url.port ?? 80, timeoutSeconds: 10)
            let early = try Handshake(url: url, key: key).perform(on: connection)
            return PlainSocket(connection, early)
          })
      }
    }
  }

  /// - Parameter early: what came with the handshake.
  private init(_ connection: Connection, _ early: Data) {
    self.connection = connection
    let (stream, continuation) = AsyncThrowingStream<String, any Error>.makeStream()
    messages = stream
    continuation.onTermination = { _ in connection.shutDown() }
    Thread.detachNewThread { [self] in
      do {
        var bytes = early
        while try take(&bytes, continuation), let piece = connection.read() { bytes += piece }
      } catch {}
      continuation.finish()
    }
  }

  func send(_ operation: Sheet.Operation) {
    switch operation {
    case .text(let text): write(Opcode.text, Data(text.utf8))
    case .binary(let data): write(Opcode.binary, data)
    }
  }

  func close() {
    write(Opcode.close, Data([3, 232]))
    writing.async { [connection] in connection.shutDown() }
  }

  func drop() { connection.shutDown() }

  private func write(_ opcode: UInt8, _ payload: Data) {
    var bytes = Data([0x80 | opcode])
    if payload.count < 126 {
      bytes.append(0x80 | UInt8(payload.count))
    } else {
      bytes.append(contentsOf: [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)])
    }
    let mask = (0..<4).map { _ in UInt8.random(in: 0...255) }
    bytes.append(contentsOf: mask)
    bytes.append(contentsOf: payload.enumerated().map { $1 ^ mask[$0 & 3] })
    writing.async { [connection, bytes] in connection.write(bytes) }
  }

  /// Bytes of a message.
  private static let longest = 1 << 20

  /// Takes all whole frames; the server sends every message in one.
  /// - Returns: false when the server has closed.
  private func take(
    _ bytes: inout Data, _ continuation: AsyncThrowingStream<String, any Error>.Continuation
  ) throws -> Bool {
    while bytes.count >= 2 {
      let base = bytes.startIndex
      var (head, length) = (2, Int(bytes[base + 1] & 127))
      if length > 125 {
        head += length == 126 ? 2 : 8
        guard bytes.count >= head else { return true }
        length = bytes[base + 2..<base + head].reduce(0) { $0 << 8 | Int($1) }
      }
      // The server says nothing of that length: what follows cannot be trusted.
      guard 0...Self.longest ~= length else { return false }
      guard bytes.count >= head + length else { return true }
      let payload = Data(bytes[(base + head)..<(base + head + length)])
      let opcode = bytes[base] & 15
      bytes = Data(bytes[(base + head + length)...])
      switch opcode {
      case Opcode.text: continuation.yield(String(decoding: payload, as: UTF8.self))
      case Opcode.ping: write(Opcode.pong, payload)
      case Opcode.close:
        write(Opcode.close, payload.prefix(2))
        return false
      default: break
      }
    }
    return true
  }
}
