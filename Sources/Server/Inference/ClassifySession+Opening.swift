import Ink
import Transport

/// What has to be read from the store before a stream can go on: who it is, and which model is
/// asked for.
extension ClassifySession {
  /// Finds out whether what was shown is good for anything.
  func letIn() {
    if shown.isPlace { return admit(.local(peer)) }
    connection?.setReading(false)
    let (access, shown, peer) = (loop.access, shown, peer)
    let find = { @Sendable in try access.find(shown, peer: peer, for: .classify) }
    wait(for: find) { session, result in
      switch result {
      case .success(let asker): session.admit(asker)
      case .failure(let error as Problem) where error.status == 429:
        session.end(Refusal(code: "rate_limited", message: error.detail))
      case .failure(let error as Problem) where error.status == 403:
        session.end(Refusal(code: "key_scope", message: error.detail))
      case .failure(let error as Problem):
        session.end(Refusal(code: "key_unknown", message: error.detail))
      case .failure: session.end(.unavailable)
      }
    }
  }

  /// Reads a model, and then begins.
  func load(_ version: String, for message: JSON) {
    isLoading = true
    connection?.setReading(false)
    let models = loop.models
    let find = { @Sendable in try models.find(version) }
    wait(for: find) { session, result in
      session.isLoading = false
      do {
        switch result {
        case .success(let served):
          session.chosen = ChosenModel(served)
          try session.begin(message)
        case .failure(let problem as Problem) where problem.status == 422:
          throw Refusal(code: "unknown_model", message: problem.detail)
        case .failure(let problem as Problem):
          throw Refusal(code: "model_damaged", message: problem.detail)
        case .failure: throw Refusal.unavailable
        }
      } catch let refusal as Refusal {
        session.refuse(refusal)
      } catch {
        session.refuse(.unavailable)
      }
      session.readOn()
    }
  }

  /// Reads the store beside the loop, and comes back with what was found if the client is still
  /// there.
  private func wait<T: Sendable>(
    for work: @escaping @Sendable () throws -> T,
    then done: @escaping @Sendable (ClassifySession, Result<T, any Error>) -> Void
  ) {
    let eventLoop = ink.loop
    let box = Weak(self)
    let isQueued = ink.shared.pool.run {
      let result = Result { try work() }
      eventLoop.post {
        guard let session = box.object, session.connection != nil else { return }
        done(session, result)
      }
    }
    if !isQueued { end(.unavailable) }
  }

  private func admit(_ asker: Asker) {
    self.asker = asker
    ink.inference.refresh()
    toldModel = ink.inference.served?.version
    send(ink.messages.welcome(model: toldModel, interval: ink.pace.interval))
    readOn()
  }

  /// Takes what has come meanwhile, and what comes.
  private func readOn() {
    connection?.setReading(true)
    while !isLoading, !waiting.isEmpty, connection?.isOpen == true {
      let message = waiting.removeFirst()
      message.bytes.withUnsafeBytes { take($0, isText: message.isText) }
    }
  }

  /// The one that its key stands for has been taken out of use.
  func keyWasRevoked() {
    end(Refusal(code: "key_revoked", message: "This API key was revoked; ask for another one."))
  }
}
