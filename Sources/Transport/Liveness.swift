import CLibwebsockets

/// Asks silent peers whether they are still there, and gives up those that are not.
///
/// libwebsockets could: with a timer for each connection in one sorted list, so that ten thousand
/// handshakes walk through fifty million entries. Here a few connections are looked at each tick.
///
/// A class: giving a connection up takes it out while it is being looked at.
final class Liveness {
  /// ms of silence after which a peer is asked, and after which it is given up.
  var askAfter: UInt64 = 25_000
  var giveUpAfter: UInt64 = 60_000
  /// All connections are looked at once in so many ticks.
  private static let round = 200

  private var connections: [WebSocketConnection] = []
  private var position = 0

  func add(_ connection: WebSocketConnection, now: UInt64) {
    connection.heardAt = now
    connection.place = connections.count
    connections.append(connection)
  }

  func remove(_ connection: WebSocketConnection) {
    guard let place = connection.place else { return }
    connection.place = nil
    let last = connections.removeLast()
    guard last !== connection else { return }
    connections[place] = last
    last.place = place
  }

  /// Looks at the next few.
  func look(now: UInt64) {
    for _ in 0..<connections.count / Self.round + 1 {
      if position >= connections.count { position = 0 }
      guard !connections.isEmpty else { return }
      check(connections[position], now: now)
      position += 1
    }
  }

  /// A peer that is not read from cannot be heard.
  private func check(_ connection: WebSocketConnection, now: UInt64) {
    guard let wsi = connection.wsi, connection.isReading, now > connection.heardAt else { return }
    let silence = now - connection.heardAt
    if silence > giveUpAfter {
      // At once: a tick is outside of all that libwebsockets does.
      lws_set_timeout(wsi, PENDING_TIMEOUT_USER_OK, LWS_TO_KILL_SYNC)
    } else if silence > askAfter, connection.askedAt <= connection.heardAt {
      // A full socket says that the peer does not read; then there is no need to ask.
      if lws_partial_buffered(wsi) == 0 { connection.ping() }
      connection.askedAt = now
    }
  }
}
