// descent-fingerprints: the twenty sample trainings on every kernel set of this CPU. Its sense is to be
// built without optimization, beside the tests of the optimized build.

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
      for sample in SampleTraining.all {
        let found = sample.run(kernels: kernels)?.description ?? "none"
        if found == sample.fingerprint { continue }
        differing += 1
        print("\(kernels), training \(sample.number): \(found) instead of \(sample.fingerprint)")
      }
    }
    let sets = KernelSet.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
    let runs = "\(SampleTraining.all.count) trainings in \(build) with \(sets)"
    print(
      "\(runs): \(differing == 0 ? "every fingerprint is the committed one" : "\(differing) differ")"
    )
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
