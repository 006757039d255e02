import CLibwebsockets

/// libwebsockets' one callback: finds the exchange or the connection and calls its method.
nonisolated func transportCallback(
  wsi: OpaquePointer?, reason: lws_callback_reasons, session: UnsafeMutableRawPointer?,
  data: UnsafeMutableRawPointer?, count: Int
) -> Int32 {
  guard let wsi else { return 0 }
  switch reason {
  case LWS_CALLBACK_HTTP: return startExchange(wsi, block(session), data, count)
  case LWS_CALLBACK_HTTP_BODY: return readBody(block(session), data, count)
  case LWS_CALLBACK_HTTP_BODY_COMPLETION: return completeBody(block(session))
  case LWS_CALLBACK_HTTP_WRITEABLE: return finishExchange(block(session))
  case LWS_CALLBACK_CLOSED_HTTP, LWS_CALLBACK_HTTP_DROP_PROTOCOL:
    dropExchange(block(session))
    return 0
  case LWS_CALLBACK_FILTER_PROTOCOL_CONNECTION: return upgrade(wsi, block(session))
  case LWS_CALLBACK_ESTABLISHED:
    guard let connection = socket(session) else { return -1 }
    return opened(connection, wsi)
  case LWS_CALLBACK_RECEIVE:
    guard let connection = socket(session) else { return -1 }
    return received(connection, wsi, data, count)
  case LWS_CALLBACK_SERVER_WRITEABLE:
    guard let connection = socket(session) else { return -1 }
    return writable(connection)
  case LWS_CALLBACK_CLOSED, LWS_CALLBACK_WSI_DESTROY:
    if let session, let pointer = block(session).pointee.socket {
      block(session).pointee.socket = nil
      gone(Unmanaged<WebSocketConnection>.fromOpaque(pointer))
    }
    return 0
  case LWS_CALLBACK_CLIENT_ESTABLISHED:
    guard let connection = clientSocket(wsi) else { return -1 }
    return opened(connection, wsi)
  case LWS_CALLBACK_CLIENT_RECEIVE:
    guard let connection = clientSocket(wsi) else { return -1 }
    return received(connection, wsi, data, count)
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

private func block(_ session: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<inkling_session> {
  session!.assumingMemoryBound(to: inkling_session.self)
}

// MARK: - HTTP

private func startExchange(
  _ wsi: OpaquePointer, _ block: UnsafeMutablePointer<inkling_session>,
  _ data: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  dropExchange(block)
  let loop = EventLoop.of(wsi)
  guard let request = readRequest(wsi) else {
    return lws_return_http_status(wsi, 400, nil) == 0 ? 0 : -1
  }
  let limit = loop.application.bodyLimit(for: request)
  let exchange = HTTPExchange(loop: loop, wsi: wsi, request: request, bodyLimit: limit)
  block.pointee.exchange = Unmanaged.passRetained(exchange).toOpaque()

  exchange.insideCallback = true
  defer { exchange.insideCallback = false }
  let length = request.header("content-length").map { Int($0) ?? -1 }
  var refusal = 0
  switch request.method {
  case .post, .put, .patch:
    // Debian's libwebsockets hangs on chunked bodies and on bodies of unknown length.
    if length == nil || request.header("transfer-encoding") != nil { refusal = 411 }
  default:
    if request.header("transfer-encoding") != nil { refusal = 411 }
  }
  if let length {
    if length < 0 { refusal = 400 }
    if length > limit { refusal = 413 }
  }
  if refusal != 0 {
    exchange.send(loop.application.refusal(status: refusal, of: request))
    return exchange.finish(closing: true)
  }
  if let length, length > 0 {
    exchange.request.body.reserveCapacity(length)
    return 0
  }
  loop.application.respond(to: request, with: exchange)
  return exchange.isAnswered ? exchange.finish() : 0
}

private func exchange(_ block: UnsafeMutablePointer<inkling_session>) -> HTTPExchange? {
  block.pointee.exchange.map {
    Unmanaged<HTTPExchange>.fromOpaque($0).takeUnretainedValue()
  }
}

private func readBody(
  _ block: UnsafeMutablePointer<inkling_session>, _ data: UnsafeMutableRawPointer?, _ count: Int
) -> Int32 {
  guard let exchange = exchange(block), let data else { return -1 }
  guard exchange.request.body.count + count <= exchange.bodyLimit else { return -1 }
  exchange.request.body.append(contentsOf: UnsafeRawBufferPointer(start: data, count: count))
  return 0
}

private func completeBody(_ block: UnsafeMutablePointer<inkling_session>) -> Int32 {
  // A request without a body was answered when its headers came.
  guard let exchange = exchange(block), !exchange.isAnswered, exchange.wsi != nil else { return 0 }
  if exchange.request.header("content-length") == "0" { return 0 }
  exchange.insideCallback = true
  defer { exchange.insideCallback = false }
  exchange.loop.application.respond(to: exchange.request, with: exchange)
  return exchange.isAnswered ? exchange.finish() : 0
}

private func finishExchange(_ block: UnsafeMutablePointer<inkling_session>) -> Int32 {
  guard let exchange = exchange(block), exchange.isAnswered else { return 0 }
  return exchange.finish()
}

private func dropExchange(_ block: UnsafeMutablePointer<inkling_session>) {
  guard let pointer = block.pointee.exchange else { return }
  block.pointee.exchange = nil
  let exchange = Unmanaged<HTTPExchange>.fromOpaque(pointer).takeRetainedValue()
  exchange.wsi = nil
}

// MARK: - WebSocket

private func socket(_ session: UnsafeMutableRawPointer?) -> WebSocketConnection? {
  session.flatMap { block($0).pointee.socket }.map {
    Unmanaged<WebSocketConnection>.fromOpaque($0).takeUnretainedValue()
  }
}

private func clientSocket(_ wsi: OpaquePointer) -> WebSocketConnection? {
  lws_get_opaque_user_data(wsi).map {
    Unmanaged<WebSocketConnection>.fromOpaque($0).takeUnretainedValue()
  }
}

private func upgrade(
  _ wsi: OpaquePointer, _ block: UnsafeMutablePointer<inkling_session>
) -> Int32 {
  let loop = EventLoop.of(wsi)
  guard let request = readRequest(wsi) else { return -1 }
  switch loop.application.upgrade(request) {
  case .accept(let handler):
    let connection = WebSocketConnection(loop: loop, handler: handler)
    block.pointee.socket = Unmanaged.passRetained(connection).toOpaque()
    return 0
  case .refuse(let status):
    _ = lws_return_http_status(wsi, UInt32(status), nil)
    return -1
  }
}

private func opened(_ connection: WebSocketConnection, _ wsi: OpaquePointer) -> Int32 {
  connection.wsi = wsi
  connection.handler.opened(connection)
  return endIfClosing(connection)
}

private func received(
  _ connection: WebSocketConnection, _ wsi: OpaquePointer, _ data: UnsafeMutableRawPointer?,
  _ count: Int
) -> Int32 {
  guard connection.isOpen else { return endIfClosing(connection) }
  let limit = 65_536
  let isWhole =
    lws_is_final_fragment(wsi) != 0 && lws_remaining_packet_payload(wsi) == 0
  let total = connection.partial.count + count
  if total > limit || total + Int(lws_remaining_packet_payload(wsi)) > limit {
    connection.close(.tooLarge)
    return endIfClosing(connection)
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
  return endIfClosing(connection)
}

private func writable(_ connection: WebSocketConnection) -> Int32 {
  if connection.becameWritable() { return 0 }
  connection.prepareClose()
  return -1
}

private func endIfClosing(_ connection: WebSocketConnection) -> Int32 {
  guard connection.shouldCloseNow else { return 0 }
  connection.prepareClose()
  return -1
}

private func gone(_ pointer: Unmanaged<WebSocketConnection>) {
  let connection = pointer.takeRetainedValue()
  connection.wsi = nil
  connection.handler.closed()
}
