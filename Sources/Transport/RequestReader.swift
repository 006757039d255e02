import CLibwebsockets
import Foundation

/// Reads a request's head from libwebsockets; nil when it is not one this program takes.
func readRequest(_ wsi: OpaquePointer) -> Request? {
  var method: Request.Method?
  var path = ""
  for (token, candidate) in methodTokens {
    if let text = header(wsi, token) {
      method = candidate
      path = text
      break
    }
  }
  // A line end in the address, written as %0A or %0D, ends the line for libwebsockets: what follows is
  // lost, the version with it, and what is left would be another address.
  let version = header(wsi, WSI_TOKEN_HTTP)
  guard let method, path.utf8.first == UInt8(ascii: "/"), version?.hasPrefix("HTTP/1.") == true
  else { return nil }
  var headers: [String: String] = [:]
  for (token, name) in headerTokens {
    if let value = header(wsi, token) { headers[name] = value }
  }
  for name in customHeaders {
    if let value = customHeader(wsi, name + ":") { headers[name] = value }
  }
  var peer = [CChar](repeating: 0, count: 64)
  lws_get_peer_simple(wsi, &peer, peer.count)
  var request = Request(
    method: method, path: path, query: readQuery(wsi), headers: headers,
    peer: peer.withUnsafeBufferPointer { String(cString: $0.baseAddress!) })
  request.isOfHTTP10 = version == "HTTP/1.0"
  return request
}

private let methodTokens: [(lws_token_indexes, Request.Method)] = [
  (WSI_TOKEN_GET_URI, .get), (WSI_TOKEN_POST_URI, .post), (WSI_TOKEN_HEAD_URI, .head),
  (WSI_TOKEN_PUT_URI, .put), (WSI_TOKEN_PATCH_URI, .patch), (WSI_TOKEN_DELETE_URI, .delete),
  (WSI_TOKEN_OPTIONS_URI, .options),
]

private let headerTokens: [(lws_token_indexes, String)] = [
  (WSI_TOKEN_HOST, "host"), (WSI_TOKEN_ORIGIN, "origin"), (WSI_TOKEN_HTTP_COOKIE, "cookie"),
  (WSI_TOKEN_HTTP_AUTHORIZATION, "authorization"),
  (WSI_TOKEN_HTTP_CONTENT_TYPE, "content-type"),
  (WSI_TOKEN_HTTP_CONTENT_LENGTH, "content-length"),
  (WSI_TOKEN_HTTP_TRANSFER_ENCODING, "transfer-encoding"),
  (WSI_TOKEN_HTTP_IF_NONE_MATCH, "if-none-match"), (WSI_TOKEN_HTTP_IF_MATCH, "if-match"),
  (WSI_TOKEN_HTTP_ACCEPT_ENCODING, "accept-encoding"),
  (WSI_TOKEN_HTTP_USER_AGENT, "user-agent"), (WSI_TOKEN_PROTOCOL, "sec-websocket-protocol"),
]

private let customHeaders = ["x-request-id", "x-idempotency-key", "x-api-key"]

private func header(_ wsi: OpaquePointer, _ token: lws_token_indexes) -> String? {
  let length = lws_hdr_total_length(wsi, token)
  guard length > 0 else { return nil }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length) + 1) { buffer in
    // A NUL in the middle would hide what follows it.
    guard lws_hdr_copy(wsi, buffer.baseAddress, length + 1, token) >= 0,
      strlen(buffer.baseAddress!) == Int(length)
    else { return nil }
    return String(validatingCString: buffer.baseAddress!)
  }
}

private func customHeader(_ wsi: OpaquePointer, _ name: String) -> String? {
  let nameLength = Int32(name.utf8.count)
  let length = lws_hdr_custom_length(wsi, name, nameLength)
  guard length > 0 else { return nil }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(length) + 1) { buffer in
    guard lws_hdr_custom_copy(wsi, buffer.baseAddress, length + 1, name, nameLength) >= 0 else {
      return nil
    }
    return String(validatingCString: buffer.baseAddress!)
  }
}

private func readQuery(_ wsi: OpaquePointer) -> [(name: String, value: String)] {
  let length = lws_hdr_total_length(wsi, WSI_TOKEN_HTTP_URI_ARGS)
  guard length > 0 else { return [] }
  var pairs: [(name: String, value: String)] = []
  var buffer = [CChar](repeating: 0, count: Int(length) + 1)
  var index: Int32 = 0
  while index < 64,
    lws_hdr_copy_fragment(wsi, &buffer, Int32(buffer.count), WSI_TOKEN_HTTP_URI_ARGS, index) >= 0
  {
    index += 1
    // Bytes that are no text are no value that anything here has, but there they are.
    let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    let text = String(decoding: bytes, as: UTF8.self)
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    pairs.append((String(parts[0]), parts.count > 1 ? String(parts[1]) : ""))
  }
  return pairs
}
