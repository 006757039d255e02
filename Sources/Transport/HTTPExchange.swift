import CLibwebsockets

/// One HTTP request and its answer. It belongs to its loop's thread.
public final class HTTPExchange {
  public unowned let loop: EventLoop
  var request: Request
  /// Null once the client has gone away.
  var wsi: OpaquePointer?
  let bodyLimit: Int
  private var response: Response?
  private var streamed: StreamedAnswer?
  /// True while a libwebsockets callback of this exchange runs, in which it may be answered.
  var insideCallback = false

  /// What the body takes of the loop's room, given back when nobody needs it any more.
  var reserved = 0 {
    didSet { loop.bodyBytes += reserved - oldValue }
  }

  init(loop: EventLoop, wsi: OpaquePointer, request: Request, bodyLimit: Int) {
    self.loop = loop
    self.wsi = wsi
    self.request = request
    self.bodyLimit = bodyLimit
  }

  /// Gives the answer. It is written as soon as libwebsockets allows.
  public func send(_ response: Response) {
    guard let wsi, self.response == nil else {
      response.stream?.cancel()
      return
    }
    self.response = response
    if let stream = response.stream {
      streamed = StreamedAnswer(stream, isChunked: !request.isOfHTTP10)
      loop.streaming[ObjectIdentifier(self)] = self
    }
    if !insideCallback {
      // Outside a callback nothing could close the connection after the answer.
      lws_callback_on_writable(wsi)
    }
  }

  deinit {
    // The pool may hold it last: the count is the loop's.
    let (loop, reserved) = (loop, reserved)
    if reserved > 0 { loop.post { loop.bodyBytes -= reserved } }
  }

  var isAnswered: Bool { response != nil }
  var isStreaming: Bool { streamed != nil }

  /// Writes the answer, or the next piece of one that is made while it is sent.
  /// - Returns: what the libwebsockets callback is to return.
  func finish(closing: Bool = false) -> Int32 {
    guard let wsi, let response else { return 0 }
    if let streamed { return go(on: streamed, wsi, response) }
    self.wsi = nil
    guard response.write(to: wsi, loop, headOnly: request.method == .head, closing: closing) else {
      return -1
    }
    return closing || lws_http_transaction_completed(wsi) != 0 ? -1 : 0
  }

  private func go(on streamed: StreamedAnswer, _ wsi: OpaquePointer, _ response: Response) -> Int32
  {
    let place = ExchangePlace(self)
    let turn = streamed.turn(wsi, loop, response, headOnly: request.method == .head) {
      [loop] in loop.post { place.resume() }
    }
    switch turn {
    case .goOn: lws_callback_on_writable(wsi)
    case .wait: break
    case .done:
      leave()
      return lws_http_transaction_completed(wsi) != 0 ? -1 : 0
    case .close:
      leave()
      return -1
    }
    return 0
  }

  /// The connection is gone, or goes on without this exchange.
  func leave() {
    wsi = nil
    guard let streamed else { return }
    streamed.cancel()
    self.streamed = nil
    loop.streaming[ObjectIdentifier(self)] = nil
  }

  /// Ends an answer whose client has read nothing for so long.
  func giveUp(after patience: UInt64, now: UInt64) {
    guard let wsi, let since = streamed?.waitsSince, now > since + patience else { return }
    // To close it libwebsockets would first wait for room for what is left. The end of the socket
    // is an event that it cannot wait through.
    endSocket(lws_get_socket_fd(wsi))
    leave()
  }
}

/// Finds an exchange again from another thread, if its client is still there.
private final class ExchangePlace: @unchecked Sendable {
  // Safe to share: only the exchange's loop looks inside.
  private weak var exchange: HTTPExchange?
  init(_ exchange: HTTPExchange) { self.exchange = exchange }

  func resume() {
    if let wsi = exchange?.wsi { lws_callback_on_writable(wsi) }
  }
}

extension Response {
  /// Writes the answer in one piece.
  ///
  /// The head is made here: libwebsockets' own functions know no reasons for many codes, and call
  /// an answer to a handshake HTTP/1.0.
  /// - Returns: false when the connection cannot go on.
  func write(to wsi: OpaquePointer, _ loop: EventLoop, headOnly: Bool, closing: Bool) -> Bool {
    let isBodyless = status == 304 || status == 204
    let head = self.head(
      (closing ? "connection: close\r\n" : "")
        + (isBodyless ? "" : "content-length: \(body.count)\r\n"))
    var bytes = Array(head.utf8)
    if !headOnly && !isBodyless { bytes += body }
    let count = bytes.count
    return loop.withScratch(bytes) { lws_write(wsi, $0, count, LWS_WRITE_HTTP_FINAL) } >= 0
  }

  /// The status and all headers.
  /// - Parameter framing: header lines that say where the body ends.
  func head(_ framing: String) -> String {
    var head = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Answer")\r\n"
    for header in headers {
      // A line break would end the header: values come from this program, but one is echoed.
      head += "\(header.name): \(header.value.filter { !$0.isNewline && $0 != "\0" })\r\n"
    }
    return head + framing + "\r\n"
  }

  /// RFC 9110, section 15.
  private static let reasons = [
    200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 304: "Not Modified",
    400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 409: "Conflict", 411: "Length Required",
    413: "Content Too Large", 422: "Unprocessable Content", 429: "Too Many Requests",
    500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
  ]
}
