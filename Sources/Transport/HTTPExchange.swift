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
    let hasBody = request.method != .head && response.status != 304 && response.status != 204
    return loop.withHeaderBuffer { buffer, capacity in
      var position: UnsafeMutablePointer<UInt8>? = buffer
      let end = buffer + capacity
      var failed = lws_add_http_header_status(wsi, UInt32(response.status), &position, end) != 0
      func add(_ name: String, _ value: String) {
        // A line break would end the header: values come from this program, but one is echoed.
        let clean = value.utf8.filter { $0 >= 32 && $0 != 127 }
        let named = name + ":"
        failed =
          failed
          || named.withCString { namePointer in
            clean.withUnsafeBufferPointer { bytes in
              lws_add_http_header_by_name(
                wsi, UnsafeRawPointer(namePointer).assumingMemoryBound(to: UInt8.self),
                bytes.baseAddress, Int32(bytes.count), &position, end)
            }
          } != 0
      }
      for header in response.headers { add(header.name, header.value) }
      if closing { add("connection", "close") }
      if response.status != 304 && response.status != 204 {
        failed =
          failed
          || lws_add_http_header_content_length(
            wsi, UInt64(response.body.count), &position, end) != 0
      }
      failed = failed || lws_finalize_http_header(wsi, &position, end) != 0
      guard !failed, let position else { return -1 }
      let count = position - buffer
      guard lws_write(wsi, buffer, count, LWS_WRITE_HTTP_HEADERS) >= 0 else { return -1 }
      if hasBody && !response.body.isEmpty {
        let written = loop.withScratch(response.body) {
          lws_write(wsi, $0, response.body.count, LWS_WRITE_HTTP_FINAL)
        }
        guard written >= 0 else { return -1 }
      }
      if closing { return -1 }
      return lws_http_transaction_completed(wsi) != 0 ? -1 : 0
    }
  }
}
