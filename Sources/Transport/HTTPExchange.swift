import CLibwebsockets

/// One HTTP request and its answer. It belongs to its loop's thread.
public final class HTTPExchange {
  public unowned let loop: EventLoop
  var request: Request
  /// Null once the client has gone away.
  var wsi: OpaquePointer?
  let bodyLimit: Int
  private var response: Response?
  /// True while a libwebsockets callback of this exchange runs, in which it may be answered.
  var insideCallback = false

  init(loop: EventLoop, wsi: OpaquePointer, request: Request, bodyLimit: Int) {
    self.loop = loop
    self.wsi = wsi
    self.request = request
    self.bodyLimit = bodyLimit
  }

  /// Gives the answer. It is written as soon as libwebsockets allows.
  public func send(_ response: Response) {
    guard let wsi, self.response == nil else { return }
    self.response = response
    if !insideCallback {
      // Outside a callback nothing could close the connection after the answer.
      lws_callback_on_writable(wsi)
    }
  }

  var isAnswered: Bool { response != nil }

  /// Writes the answer.
  /// - Returns: what the libwebsockets callback is to return.
  func finish(closing: Bool = false) -> Int32 {
    guard let wsi, let response else { return 0 }
    self.wsi = nil
    guard response.write(to: wsi, loop, headOnly: request.method == .head, closing: closing) else {
      return -1
    }
    return closing || lws_http_transaction_completed(wsi) != 0 ? -1 : 0
  }
}

extension Response {
  /// Writes the answer as libwebsockets wants it: all headers, then the body in one piece.
  /// - Returns: false when the connection cannot go on.
  func write(to wsi: OpaquePointer, _ loop: EventLoop, headOnly: Bool, closing: Bool) -> Bool {
    let isBodyless = status == 304 || status == 204
    let areHeadersOut = loop.withHeaderBuffer { buffer, capacity in
      var position: UnsafeMutablePointer<UInt8>? = buffer
      let end = buffer + capacity
      var isFine = lws_add_http_header_status(wsi, UInt32(status), &position, end) == 0
      for header in headers where isFine {
        isFine = Self.add(header.name, header.value, wsi, &position, end)
      }
      if closing { isFine = isFine && Self.add("connection", "close", wsi, &position, end) }
      if !isBodyless {
        isFine =
          isFine
          && lws_add_http_header_content_length(wsi, UInt64(body.count), &position, end) == 0
      }
      isFine = isFine && lws_finalize_http_header(wsi, &position, end) == 0
      guard isFine, let position else { return false }
      return lws_write(wsi, buffer, position - buffer, LWS_WRITE_HTTP_HEADERS) >= 0
    }
    guard areHeadersOut else { return false }
    if headOnly || isBodyless || body.isEmpty { return true }
    return loop.withScratch(body) { lws_write(wsi, $0, body.count, LWS_WRITE_HTTP_FINAL) } >= 0
  }

  private static func add(
    _ name: String, _ value: String, _ wsi: OpaquePointer,
    _ position: inout UnsafeMutablePointer<UInt8>?, _ end: UnsafeMutablePointer<UInt8>
  ) -> Bool {
    // A line break would end the header: values come from this program, but one is echoed.
    let clean = value.utf8.filter { $0 >= 32 && $0 != 127 }
    return (name + ":").withCString { namePointer in
      clean.withUnsafeBufferPointer { bytes in
        lws_add_http_header_by_name(
          wsi, UnsafeRawPointer(namePointer).assumingMemoryBound(to: UInt8.self),
          bytes.baseAddress, Int32(bytes.count), &position, end)
      }
    } == 0
  }
}
