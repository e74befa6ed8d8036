// Trials on several threads: results in order on the calling thread, whatever the threads do.

import HyperparameterSearch
import Synchronization
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@Suite struct TrialRunnerTests {
  @Test(arguments: [1, 2, 3, 7, 64]) func resultsArriveInOrder(_ threads: Int) {
    let caller = pthread_self()
    var numbers: [Int] = []
    let count = runTrials(10..<90, threads: threads) { number in
      // Later trials are often ready first.
      usleep(UInt32(number % 7 * 200))
      return number * number
    } deliver: { number, result in
      #expect(result == number * number)
      #expect(pthread_equal(caller, pthread_self()) != 0)
      numbers.append(number)
    } shouldStop: {
      false
    }
    #expect(numbers == Array(10..<90))
    #expect(count == 80)
  }

  @Test(arguments: [1, 2, 5]) func noMoreThreadsThanAsked(_ threads: Int) {
    let running = Atomic<Int>(0)
    let most = Atomic<Int>(0)
    runTrials(0..<40, threads: threads) { _ in
      let now = running.wrappingAdd(1, ordering: .sequentiallyConsistent).newValue
      most.max(now, ordering: .sequentiallyConsistent)
      usleep(500)
      running.wrappingSubtract(1, ordering: .sequentiallyConsistent)
    } deliver: { _, _ in
    } shouldStop: {
      false
    }
    #expect((1...threads).contains(most.load(ordering: .sequentiallyConsistent)))
  }

  /// Every trial that has begun is delivered, and none begins after the stop was seen.
  @Test(arguments: [1, 4]) func stoppingAtTheEndOfATrial(_ threads: Int) {
    let begun = Atomic<Int>(0)
    var delivered: [Int] = []
    let count = runTrials(0..<10_000, threads: threads) { number in
      begun.wrappingAdd(1, ordering: .sequentiallyConsistent)
      usleep(300)
      return number
    } deliver: { number, _ in
      delivered.append(number)
    } shouldStop: {
      delivered.count >= 5
    }
    #expect(delivered == Array(0..<count))
    #expect(count == begun.load(ordering: .sequentiallyConsistent))
    #expect(count >= 5 && count < 10_000)
  }

  /// Whoever stops where results are slow to be taken does not wait for all that could be trained meanwhile.
  @Test(arguments: [2, 7]) func noTrialBeginsFarAheadOfResults(_ threads: Int) {
    let begun = Atomic<Int>(0)
    var (delivered, ahead) = (0, 0)
    runTrials(5..<5000, threads: threads) { _ in
      begun.wrappingAdd(1, ordering: .sequentiallyConsistent)
    } deliver: { _, _ in
      usleep(200)
      delivered += 1
      ahead = max(ahead, begun.load(ordering: .sequentiallyConsistent) - delivered)
    } shouldStop: {
      delivered >= 500
    }
    #expect(delivered >= 500 && delivered <= 600 && ahead <= 64 + threads)
  }

  /// A stop is noticed while the trials run, not only when one ends.
  @Test func stoppingWhileTrialsRun() {
    let mayEnd = Atomic<Bool>(false)
    var asked = 0
    var delivered = 0
    runTrials(0..<1000, threads: 2) { _ in
      while !mayEnd.load(ordering: .sequentiallyConsistent) { usleep(1000) }
    } deliver: { _, _ in
      delivered += 1
    } shouldStop: {
      asked += 1
      if asked == 4 { mayEnd.store(true, ordering: .sequentiallyConsistent) }
      return asked >= 4
    }
    #expect(delivered == 2)
  }

  @Test(arguments: [1, 4]) func nothingToDo(_ threads: Int) {
    for (numbers, stop) in [(0..<0, false), (0..<100, true)] {
      let count = runTrials(numbers, threads: threads) {
        $0
      } deliver: { _, _ in
        Issue.record("nothing should be delivered")
      } shouldStop: {
        stop
      }
      #expect(count == 0)
    }
  }
}
