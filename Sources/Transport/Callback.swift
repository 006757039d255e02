import CLibwebsockets
import Foundation

/// libwebsockets' one callback: finds the exchange or the connection and calls its method.
nonisolated func transportCallback(
  wsi: OpaquePointer?, reason: lws_callback_reasons, session: UnsafeMutableRawPointer?,
  data: UnsafeMutableRawPointer?, count: Int
) -> Int32 {
  guard let wsi else { return 0 }
  if reason == LWS_CALLBACK_HTTP_CONFIRM_UPGRADE { return confirmUpgrade(wsi, data) }
  // A connection that ends before its first request is whole never had a block.
  if let session {
    return serverCallback(
      wsi, reason, session.assumingMemoryBound(to: inkling_session.self), data, count)
  }
  return clientCallback(wsi, reason, data, count)
}

private func serverCallback(
  _ wsi: OpaquePointer, _ reason: lws_callback_reasons,
  _ block: UnsafeMutablePointer<inkling_session>, _ data: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  switch reason {
  case LWS_CALLBACK_HTTP: return startExchange(wsi, block)
  case LWS_CALLBACK_HTTP_BODY: return readBody(block, data, count)
  case LWS_CALLBACK_HTTP_BODY_COMPLETION: return completeBody(block)
  case LWS_CALLBACK_HTTP_WRITEABLE: return finishExchange(block)
  case LWS_CALLBACK_CLOSED_HTTP, LWS_CALLBACK_HTTP_DROP_PROTOCOL:
    dropExchange(block)
    return 0
  case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return upgrade(wsi, block)
  case LWS_CALLBACK_ESTABLISHED:
    guard let connection = socket(block) else { return -1 }
    return opened(connection, wsi)
  case LWS_CALLBACK_RECEIVE:
    guard let connection = socket(block) else { return -1 }
    return received(connection, wsi, data, count)
  case LWS_CALLBACK_RECEIVE_PONG:
    socket(block).map { $0.heardAt = $0.loop.now }
    return 0
  case LWS_CALLBACK_SERVER_WRITEABLE:
    guard let connection = socket(block) else { return -1 }
    return writable(connection)
  case LWS_CALLBACK_CLOSED, LWS_CALLBACK_WSI_DESTROY:
    if let pointer = block.pointee.socket {
      block.pointee.socket = nil
      gone(Unmanaged<WebSocketConnection>.fromOpaque(pointer))
    }
    return 0
  default: return clientCallback(wsi, reason, data, count)
  }
}

private func clientCallback(
  _ wsi: OpaquePointer, _ reason: lws_callback_reasons, _ data: UnsafeMutableRawPointer?,
  _ count: Int
) -> Int32 {
  switch reason {
  case LWS_CALLBACK_CLIENT_ESTABLISHED:
    guard let connection = clientSocket(wsi) else { return -1 }
    return opened(connection, wsi)
  case LWS_CALLBACK_CLIENT_RECEIVE:
    guard let connection = clientSocket(wsi) else { return -1 }
    return received(connection, wsi, data, count)
  case LWS_CALLBACK_CLIENT_RECEIVE_PONG:
    clientSocket(wsi).map { $0.heardAt = $0.loop.now }
    return 0
  case LWS_CALLBACK_CLIENT_WRITEABLE:
    guard let connection = clientSocket(wsi) else { return -1 }
    return writable(connection)
  case LWS_CALLBACK_CLIENT_CLOSED, LWS_CALLBACK_CLIENT_CONNECTION_ERROR:
    if let pointer = lws_get_opaque_user_data(wsi) {
      lws_set_opaque_user_data(wsi, nil)
      gone(Unmanaged<WebSocketConnection>.fromOpaque(pointer))
    }
    return 0
  default: return 0
  }
}

// MARK: - HTTP

private func startExchange(
  _ wsi: OpaquePointer, _ block: UnsafeMutablePointer<inkling_session>
) -> Int32 {
  // Debian's libwebsockets may take up a request behind one that is still to be answered.
  if let earlier = exchange(block), !earlier.isAnswered || earlier.isStreaming, earlier.wsi != nil {
    return -1
  }
  dropExchange(block)
  let loop = EventLoop.of(wsi)
  guard let request = readRequest(wsi) else {
    let response = loop.application.refusal(status: 400, of: .unreadable)
    _ = response.write(to: wsi, loop, headOnly: false, closing: true)
    return -1
  }
  let limit = loop.application.bodyLimit(for: request)
  let exchange = HTTPExchange(loop: loop, wsi: wsi, request: request, bodyLimit: limit)
  block.pointee.exchange = Unmanaged.passRetained(exchange).toOpaque()

  exchange.insideCallback = true
  defer { exchange.insideCallback = false }
  let length = request.header("content-length").map { Int($0) ?? -1 }
  var refusal = 0
  // Debian's libwebsockets hangs on chunked bodies and on bodies of unknown length.
  if request.method.hasBody && length == nil { refusal = 411 }
  if request.header("transfer-encoding") != nil { refusal = 411 }
  if let length {
    if length < 0 { refusal = 400 }
    if length > limit { refusal = 413 }
    if loop.bodyBytes + length > EventLoop.bodyBytesAtMost { refusal = 503 }
  }
  // It loops for ever on a body that it has read ahead.
  if (request.method.hasBody || (length ?? 0) > 0) && isPipelined(wsi) { refusal = 400 }
  if refusal != 0 {
    exchange.send(loop.application.refusal(status: refusal, of: request))
    return exchange.finish(closing: true)
  }
  // The end of a body, of POST also of an empty one, is told by a callback of its own; an answer
  // before that would never be written.
  if (length ?? 0) > 0 || request.method == .post {
    return 0
  }
  loop.application.respond(to: request, with: exchange)
  return finish(exchange)
}

/// Whether this request was sent before the last one was answered: it is complete, although
/// nothing was read from the socket since.
private func isPipelined(_ wsi: OpaquePointer) -> Bool {
  let before = Int(bitPattern: lws_get_opaque_user_data(wsi))
  return before > 0 && Int(inkling_bytes_read(lws_get_socket_fd(wsi))) == before
}

private func finish(_ exchange: HTTPExchange) -> Int32 {
  guard exchange.isAnswered, let wsi = exchange.wsi else { return 0 }
  // A connection of HTTP carries as its own data how much had been read when it was answered
  // last; its block does not outlive a request.
  lws_set_opaque_user_data(
    wsi, UnsafeMutableRawPointer(bitPattern: Int(inkling_bytes_read(lws_get_socket_fd(wsi)))))
  return exchange.finish()
}

private func exchange(_ block: UnsafeMutablePointer<inkling_session>) -> HTTPExchange? {
  block.pointee.exchange.map {
    Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue()
  }
}

private func readBody(
  _ block: UnsafeMutablePointer<inkling_session>, _ data: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  // An empty body is announced with a call that brings nothing.
  guard let data, count > 0 else { return 0 }
  guard let exchange = exchange(block) else { return -1 }
  guard exchange.request.body.count + count <= exchange.bodyLimit else { return -1 }
  // What was only announced takes no room: whoever sends nothing keeps nobody out.
  guard exchange.loop.bodyBytes + count <= EventLoop.bodyBytesAtMost else {
    exchange.request.body = []
    exchange.reserved = 0
    exchange.insideCallback = true
    exchange.send(exchange.loop.application.refusal(status: 503, of: exchange.request))
    return exchange.finish(closing: true)
  }
  exchange.reserved += count
  exchange.request.body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count))
  return 0
}

private func completeBody(_ block: UnsafeMutablePointer<inkling_session>) -> Int32 {
  guard let exchange = exchange(block), !exchange.isAnswered, exchange.wsi != nil else { return 0 }
  exchange.insideCallback = true
  defer { exchange.insideCallback = false }
  exchange.loop.application.respond(to: exchange.request, with: exchange)
  return finish(exchange)
}

private func finishExchange(_ block: UnsafeMutablePointer<inkling_session>) -> Int32 {
  exchange(block).map(finish) ?? 0
}

private func dropExchange(_ block: UnsafeMutablePointer<inkling_session>) {
  guard let pointer = block.pointee.exchange else { return }
  block.pointee.exchange = nil
  let exchange = Unmanaged<HTTPExchange>.fromOpaque(pointer).takeRetainedValue()
  exchange.leave()
}

// MARK: - WebSocket

private func socket(_ block: UnsafeMutablePointer<inkling_session>) -> WebSocketConnection? {
  block.pointee.socket.map {
    Unmanaged<WebSocketConnection>.fromOpaque($0).takeUnretainedValue()
  }
}

private func clientSocket(_ wsi: OpaquePointer) -> WebSocketConnection? {
  lws_get_opaque_user_data(wsi).map {
    Unmanaged<WebSocketConnection>.fromOpaque($0).takeUnretainedValue()
  }
}

/// Decides about a handshake while it can still be answered as HTTP.
/// - Returns: 0 to go on, 1 when an answer was written, -1 to hang up.
private func confirmUpgrade(_ wsi: OpaquePointer, _ data: UnsafeMutableRawPointer?) -> Int32 {
  guard let data, let request = readRequest(wsi) else { return -1 }
  let loop = EventLoop.of(wsi)
  guard strcasecmp(data.assumingMemoryBound(to: CChar.self), "websocket") == 0 else {
    let response = loop.application.refusal(status: 501, of: request)
    return response.write(to: wsi, loop, headOnly: false, closing: false) ? 1 : -1
  }
  switch loop.application.upgrade(request) {
  case .accept(let handler):
    loop.upgrading = (wsi, handler)
    return 0
  case .refuse(let response):
    return response.write(to: wsi, loop, headOnly: false, closing: false) ? 1 : -1
  }
}

private func upgrade(
  _ wsi: OpaquePointer, _ block: UnsafeMutablePointer<inkling_session>
) -> Int32 {
  let loop = EventLoop.of(wsi)
  guard let accepted = loop.upgrading, accepted.wsi == wsi else { return -1 }
  loop.upgrading = nil
  let connection = WebSocketConnection(loop: loop, handler: accepted.handler)
  block.pointee.socket = Unmanaged.passRetained(connection).toOpaque()
  return 0
}

private func opened(_ connection: WebSocketConnection, _ wsi: OpaquePointer) -> Int32 {
  connection.wsi = wsi
  connection.loop.liveness.add(connection, now: connection.loop.now)
  connection.handler.opened(connection)
  return 0
}

private func received(
  _ connection: WebSocketConnection, _ wsi: OpaquePointer, _ data: UnsafeMutableRawPointer?,
  _ count: Int
) -> Int32 {
  // What comes after the decision to close is dropped. The close itself is left to the writable
  // callback: ending here would lose the close code where more frames follow in the same read.
  guard connection.isOpen else { return 0 }
  connection.heardAt = connection.loop.now
  let limit = 65_536
  let isWhole =
    lws_is_final_fragment(wsi) != 0 && lws_remaining_packet_payload(wsi) == 0
  let total = connection.partial.count + count
  if total > limit || total + Int(lws_remaining_packet_payload(wsi)) > limit {
    connection.close(.tooLarge)
    return 0
  }
  let bytes = UnsafeRawBufferPointer(start: data, count: data == nil ? 0 : count)
  let isText = lws_frame_is_binary(wsi) == 0
  if !isWhole {
    connection.partial.append(contentsOf: bytes)
    return 0
  }
  if connection.partial.isEmpty {
    connection.handler.received(bytes, isText: isText)
  } else {
    connection.partial.append(contentsOf: bytes)
    connection.partial.withUnsafeBytes { connection.handler.received($0, isText: isText) }
    connection.partial = []
  }
  return 0
}

private func writable(_ connection: WebSocketConnection) -> Int32 {
  if connection.becameWritable() { return 0 }
  connection.prepareClose()
  return -1
}

private func gone(_ pointer: Unmanaged<WebSocketConnection>) {
  let connection = pointer.takeRetainedValue()
  connection.wsi = nil
  connection.loop.liveness.remove(connection)
  connection.handler.closed()
}
