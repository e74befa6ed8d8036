// descent-fingerprints: the sample trainings on every kernel set of this CPU, with several
// numbers of threads. Its sense is to be built without optimization, beside the tests of the optimized
// build.

import NeuralNetwork
import SampleNetworks

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@main
enum Fingerprints {
  static func main() {
    var differing = 0
    for kernels in KernelSet.allCases where kernels.isSupported {
      for threads in SampleTraining.threadCounts {
        for sample in SampleTraining.all {
          let found = sample.run(kernels: kernels, threads: threads)?.description ?? "none"
          if found == sample.fingerprint { continue }
          differing += 1
          print(
            "\(kernels), \(threads) threads, training \(sample.number): \(found) instead of",
            sample.fingerprint)
        }
      }
    }
    let sets = KernelSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
    let threads = SampleTraining.threadCounts.map(String.init).joined(separator: ", ")
    print("\(SampleTraining.all.count) trainings in \(build) with \(sets) on \(threads) threads:")
    print(differing == 0 ? "every fingerprint is the committed one" : "\(differing) differ")
    exit(differing == 0 ? 0 : 1)
  }

  private static var build: String {
    #if DEBUG
      "a debug build"
    #else
      "an optimized build"
    #endif
  }
}
