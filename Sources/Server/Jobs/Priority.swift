import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// Gives way to everything else that runs.
enum Priority {
  /// Lowers the calling thread and those that it will start; it cannot be raised again.
  ///
  /// Only the thread that learns is lowered, never one that writes to the store: while it waited
  /// for a core it would hold the lock that the server needs.
  static func lowerThisThread() {
    #if os(Linux)
      // On Linux 0 stands for the calling thread, and a nice value belongs to a thread.
      _ = setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
      var parameters = sched_param()
      let idle: Int32 = 5  // SCHED_IDLE, which glibc's headers hide
      _ = sched_setscheduler(0, idle, &parameters)
    #else
      Thread.current.qualityOfService = .background
      pthread_set_qos_class_self_np(QOS_CLASS_BACKGROUND, 0)
    #endif
  }
}
