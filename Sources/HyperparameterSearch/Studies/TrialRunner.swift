// Running trials on several threads while their results arrive one by one, in the trials' order, on the
// thread that asked. So everything that is done with a result is the same for any number of threads.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs `body` for each number, at most `threads` at a time, and hands each result to `deliver`.
///
/// `deliver` and `shouldStop` are called on the calling thread only, `deliver` in ascending order without
/// gaps. `shouldStop` is asked before the first trial, after each delivery, and about fifty times a
/// second while waiting; once it answers true no further trial begins, and those under way run to their
/// end and are delivered. No trial begins that is `TrialQueue.lead` ahead of what was delivered, so that whoever
/// stops does not wait for thousands of results. With one thread everything runs on the calling thread. Threads the system
/// refuses to give are done without.
/// - Returns: how many results were delivered, from the start of `numbers`.
@discardableResult
package func runTrials<Outcome: Sendable>(
  _ numbers: Range<Int>, threads: Int, body: @escaping @Sendable (Int) -> Outcome,
  deliver: (Int, Outcome) -> Void, shouldStop: () -> Bool
) -> Int {
  let wanted = min(threads, numbers.count)
  guard wanted > 1 else {
    return runOneByOne(numbers, body: body, deliver: deliver, shouldStop: shouldStop)
  }
  if shouldStop() { return 0 }
  let queue = TrialQueue(numbers: numbers, body: body)
  let workers = (0..<wanted).compactMap { _ in WorkerThread { queue.work() } }
  guard !workers.isEmpty else {
    return runOneByOne(numbers, body: body, deliver: deliver, shouldStop: shouldStop)
  }
  var delivered = 0
  while let (number, outcome) = queue.waitForResult(
    numbers.lowerBound + delivered, shouldStop: shouldStop)
  {
    deliver(number, outcome)
    delivered += 1
    if shouldStop() { queue.stop() }
  }
  for worker in workers { worker.join() }
  return delivered
}

private func runOneByOne<Outcome>(
  _ numbers: Range<Int>, body: (Int) -> Outcome, deliver: (Int, Outcome) -> Void,
  shouldStop: () -> Bool
) -> Int {
  var delivered = 0
  for number in numbers {
    if shouldStop() { break }
    deliver(number, body(number))
    delivered += 1
  }
  return delivered
}

/// The trials still to begin and the results not yet fetched. All state is guarded by one lock, which is
/// why the class may be shared.
private final class TrialQueue<Outcome: Sendable>: @unchecked Sendable {
  private let lock = ConditionLock()
  private let body: @Sendable (Int) -> Outcome
  private let end: Int
  private var next: Int
  private var results: [Int: Outcome] = [:]
  /// How many were fetched.
  private var fetched = 0
  private let start: Int

  /// So many trials may be begun and not fetched.
  private static var lead: Int { 64 }

  init(numbers: Range<Int>, body: @escaping @Sendable (Int) -> Outcome) {
    self.body = body
    next = numbers.lowerBound
    start = numbers.lowerBound
    end = numbers.upperBound
  }

  /// A worker's life: takes trials in order until none is left.
  func work() {
    while let number = takeNext() {
      let outcome = body(number)
      lock.lock()
      results[number] = outcome
      lock.wakeAll()
      lock.unlock()
    }
  }

  private func takeNext() -> Int? {
    lock.lock()
    defer { lock.unlock() }
    while next < stopped ?? end, next - start >= fetched + Self.lead {
      lock.wait(milliseconds: 20)
    }
    guard next < stopped ?? end else { return nil }
    defer { next += 1 }
    return next
  }

  private var stopped: Int?

  /// No trial begins any more.
  func stop() {
    lock.lock()
    if stopped == nil { stopped = next }
    lock.wakeAll()
    lock.unlock()
  }

  /// Waits for one result; nil when that trial was not and will not be begun.
  func waitForResult(_ number: Int, shouldStop: () -> Bool) -> (Int, Outcome)? {
    while true {
      lock.lock()
      if results[number] == nil, number < stopped ?? end { lock.wait(milliseconds: 20) }
      let outcome = results.removeValue(forKey: number)
      if outcome != nil {
        fetched += 1
        lock.wakeAll()
      }
      let isOver = number >= stopped ?? end
      lock.unlock()
      if let outcome { return (number, outcome) }
      if isOver { return nil }
      if shouldStop() { stop() }
    }
  }
}

/// A mutex with a condition to wait for.
private final class ConditionLock {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  init() {
    pthread_mutex_init(mutex, nil)
    #if canImport(Darwin)
      pthread_cond_init(condition, nil)
    #else
      // A wait must not grow when somebody sets the clock back.
      var attributes = pthread_condattr_t()
      pthread_condattr_init(&attributes)
      pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
      pthread_cond_init(condition, &attributes)
      pthread_condattr_destroy(&attributes)
    #endif
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func lock() { pthread_mutex_lock(mutex) }
  func unlock() { pthread_mutex_unlock(mutex) }
  func wakeAll() { pthread_cond_broadcast(condition) }

  /// Waits to be woken or for the time to pass; the lock must be held.
  func wait(milliseconds: Int) {
    #if canImport(Darwin)
      var pause = timespec(tv_sec: 0, tv_nsec: milliseconds * 1_000_000)
      pthread_cond_timedwait_relative_np(condition, mutex, &pause)
    #else
      var until = timespec()
      clock_gettime(CLOCK_MONOTONIC, &until)
      until.tv_nsec += milliseconds * 1_000_000
      until.tv_sec += until.tv_nsec / 1_000_000_000
      until.tv_nsec %= 1_000_000_000
      pthread_cond_timedwait(condition, mutex, &until)
    #endif
  }
}

/// A thread that runs one closure. It takes no signals: those are the calling thread's.
private struct WorkerThread {
  private final class Job: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private let thread: pthread_t

  /// Nil when the system has no thread to give.
  init?(_ run: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return nil }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 4 << 20)
    var everySignal = sigset_t()
    var before = sigset_t()
    sigfillset(&everySignal)
    pthread_sigmask(SIG_SETMASK, &everySignal, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let job = Unmanaged.passRetained(Job(run: run))
    #if canImport(Darwin)
      var created: pthread_t?
      let code = pthread_create(
        &created, &attributes,
        { context in
          Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run()
          return nil
        }, job.toOpaque())
      guard code == 0, let created else {
        job.release()
        return nil
      }
      thread = created
    #else
      var created = pthread_t()
      let code = pthread_create(
        &created, &attributes,
        { context in
          if let context { Unmanaged<Job>.fromOpaque(context).takeRetainedValue().run() }
          return nil
        }, job.toOpaque())
      guard code == 0 else {
        job.release()
        return nil
      }
      thread = created
    #endif
  }

  func join() { pthread_join(thread, nil) }
}
