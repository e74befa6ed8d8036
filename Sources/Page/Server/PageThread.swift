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
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  init(_ run: @escaping @Sendable () -> Void) {
    let work = Unmanaged.passRetained(Work(run))
    isRunning =
      pthread_create(
        &thread, nil,
        { context in
          cmh_block_signals()
          #if canImport(Glibc)
            guard let context else { return nil }
          #endif
          Unmanaged<Work>.fromOpaque(context).takeRetainedValue().run()
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
