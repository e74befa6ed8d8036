// A thread of the page's own, which no signal of the program's wakes.
import CMicrohttpd

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Used by the thread that makes it, which waits for its end.
final class PageThread {
  #if canImport(Glibc)
    private var thread = pthread_t()
  #else
    private var thread: pthread_t?
  #endif
  private let isRunning: Bool

  private final class Work {
    let yields: Bool
    let run: @Sendable () -> Void
    init(_ yields: Bool, _ run: @escaping @Sendable () -> Void) {
      (self.yields, self.run) = (yields, run)
    }
  }

  /// - Parameter yields: whether others go first where there are too few processors.
  init(yields: Bool = false, _ run: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(yields, run))
    isRunning =
      pthread_create(
        &thread, nil,
        { context in
          cmh_block_signals()
          #if canImport(Glibc)
            guard let context else { return nil }
          #endif
          let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
          if work.yields { cmh_yield_to_others() }
          work.run()
          return nil
        }, work.toOpaque()) == 0
    if !isRunning { work.release() }
  }

  func join() {
    guard isRunning else { return }
    #if canImport(Glibc)
      pthread_join(thread, nil)
    #else
      if let thread { pthread_join(thread, nil) }
    #endif
  }
}
