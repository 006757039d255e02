import Foundation

extension InkStream {
  /// Keeps a connection up until the stream ends.
  func run() async {
    while end == nil {
      let reason = await serve()
      (socket, isWelcome, isBegun, owesSince) = (nil, false, false, nil)
      tell(isOnline: false)
      guard end == nil else { return }
      if (ContinuousClock.now - offlineSince) / .seconds(1) > options.patienceSeconds {
        return finish(reason)
      }
      try? await Task.sleep(
        for: backOff(attempt: attempts, atLeast: reason.retryAfterSeconds ?? 0))
      attempts += 1
    }
  }

  /// Serves one connection until it ends.
  /// - Returns: why it did.
  private func serve() async -> InklingError {
    let lost = InklingError("unreachable", "the connection was lost")
    do {
      let socket = try await openSocket(url, key: key)
      guard end == nil else {
        socket.drop()
        return lost
      }
      self.socket = socket
      owesSince = .now
      let guardian = Task { await watch(socket) }
      defer {
        guardian.cancel()
        socket.drop()
      }
      for try await text in socket.messages {
        guard end == nil else { return lost }
        owesSince = nil
        if let fault = receive(text) { return fault }
        if isBegun && sent > answered { owesSince = .now }
      }
    } catch let error as InklingError {
      if error.isHopeless { finish(error) }
      return error
    } catch {
      return InklingError("unreachable", "\(error)")
    }
    return lost
  }

  /// Drops a connection that owes an answer for too long.
  private func watch(_ socket: any InkSocket) async {
    while !Task.isCancelled {
      try? await Task.sleep(for: .milliseconds(200))
      if let owesSince,
        (ContinuousClock.now - owesSince) / .seconds(1) > options.silenceSeconds
      {
        return socket.drop()
      }
    }
  }

  private func tell(isOnline: Bool) {
    guard isOnline != wasOnline else { return }
    wasOnline = isOnline
    offlineSince = .now
    tellConnection.yield(isOnline)
  }

  /// - Returns: what ends the connection.
  private func receive(_ text: String) -> InklingError? {
    struct Message: Decodable {
      struct Pace: Decodable { let intervalMs: Int }
      let type: String
      let drawing: String?
      let seq: Int?
      let pace: Pace?
      let intervalMs: Int?
      let code, message: String?
    }
    let data = Data(text.utf8)
    guard let message = try? decode(Message.self, data) else { return nil }
    switch message.type {
    case "welcome":
      if let pace = message.pace { interval = .milliseconds(pace.intervalMs) }
      isWelcome = true
      begin()
    case "pace":
      if let milliseconds = message.intervalMs { interval = .milliseconds(milliseconds) }
    case "begun", "resumed":
      if message.drawing == sheet.id { goOn(after: message.seq ?? 0) }
    case "guess":
      if isBegun, let guess = try? decode(StreamGuess.self, data) { take(guess) }
    case "error":
      return fault(InklingError(message.code ?? "", message.message ?? ""), message.seq)
    default: break
    }
    return nil
  }

  private func goOn(after seq: Int) {
    isBegun = true
    attempts = 0
    // The newest of them is sent again, for the guess that may have been lost.
    sent = max(0, min(seq, sheet.operations.count) - 1)
    answered = sent
    tell(isOnline: true)
    flush()
  }

  private func fault(_ error: InklingError, _ seq: Int?) -> InklingError? {
    switch error.code {
    case "gap":
      sent = (seq ?? 1) - 1
      answered = sent
      flush()
      return nil
    case "no_drawing":  // Its begin was refused, or another is under way.
      return nil
    case "unavailable", "rate_limited", "flood", "overloaded":
      var error = error
      error.retryAfterSeconds = 1
      return error
    default:
      finish(error)
      return error
    }
  }
}
