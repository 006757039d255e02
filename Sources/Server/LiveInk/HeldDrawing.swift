import Transport

/// A drawing at a loop: with the session that draws it, or waiting for its ink to be durable.
final class HeldDrawing {
  let drawing: LiveDrawing
  weak var session: InkSession?
  /// The newest operation that is durable.
  var saved: UInt32
  /// The log's row from which on it is needed, and when that was set (ms).
  var base: Int64?
  var baseSet: UInt64 = 0
  /// A record that may become the base is on its way to the disk.
  var basePending = false
  /// It has records in the loop's buffer.
  var isInBuffer = false
  /// Buffers with its records that are not durable yet.
  var buffersUnderWay = 0
  /// Called once it is durable and back in the table.
  var waiting: [@Sendable () -> Void] = []
  var isLeaving = false

  init(_ drawing: LiveDrawing, saved: UInt32, base: Int64?) {
    self.drawing = drawing
    self.saved = saved
    self.base = base
    baseSet = monotonicMilliseconds()
  }

  var isDurable: Bool { !isInBuffer && buffersUnderWay == 0 }
}
