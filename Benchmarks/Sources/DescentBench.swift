// descent-bench: times the engine on the workloads that peers are timed on too. Needs nothing but
// the checkout; `make bench` builds and runs it together with the peers that are installed.
import NeuralNetwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@main
struct DescentBench {
  static let usage = """
    descent-bench [--json] [--repetitions N] [--threads N] [--data FOLDER] [WORKLOAD …]
    workloads: \(Workload.allCases.map(\.rawValue).joined(separator: " ")) (all if none is named)
    --threads is for the trainings; a search is timed with one and with all.
    DESCENT_KERNELS=baseline|avx2|avx512|neon chooses the kernels.
    """

  enum Workload: String, CaseIterable {
    case tiny, digits, pixels, product, search, searchers, coach, notebook
  }

  private var asJSON = false
  private var repetitions: Int?
  private var threads = 1
  private var folder = "lessons/data"
  private var workloads: [Workload] = []
  private var kernels = KernelSet.best

  static func main() {
    do {
      guard let bench = try DescentBench(Array(CommandLine.arguments.dropFirst())) else {
        print(usage)
        return
      }
      let report = try bench.run()
      print(bench.asJSON ? report.json : report.table)
    } catch {
      let message = Array("descent-bench: \(error)\n".utf8)
      _ = write(STDERR_FILENO, message, message.count)
      exit(1)
    }
  }

  /// Nil when help was asked for.
  private init?(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      switch argument {
      case "--help", "-h": return nil
      case "--json": asJSON = true
      case "--repetitions":
        guard let number = rest.popFirst().flatMap({ Int($0) }), (1...1000).contains(number) else {
          throw BenchmarkError("--repetitions takes a number from 1 to 1000")
        }
        repetitions = number
      case "--threads":
        guard let number = rest.popFirst().flatMap({ Int($0) }), (1...256).contains(number) else {
          throw BenchmarkError("--threads takes a number from 1 to 256")
        }
        threads = number
      case "--data":
        guard let path = rest.popFirst() else { throw BenchmarkError("--data takes a folder") }
        folder = path
      default:
        guard let workload = Workload(rawValue: argument) else {
          throw BenchmarkError("no workload \(argument)\n\(Self.usage)")
        }
        workloads.append(workload)
      }
    }
    if workloads.isEmpty { workloads = Workload.allCases }
    if let name = getenv("DESCENT_KERNELS").map({ String(cString: $0) }) {
      guard let set = KernelSet(rawValue: name), set.isSupported else {
        throw BenchmarkError("DESCENT_KERNELS: this CPU has no kernels \(name)")
      }
      kernels = set
    }
  }

  private func run() throws -> Report {
    Report(
      machine: Machine(kernels: kernels), measurements: try workloads.flatMap { try measure($0) })
  }

  private func measure(_ workload: Workload) throws -> [Measurement] {
    let few = repetitions ?? 5
    let many = repetitions ?? 15
    switch workload {
    case .tiny:
      return [
        try TrainingWorkload.tiny.measure(
          repetitions: many, threads: threads, kernels: kernels)
      ]
    case .digits:
      let digits = try TrainingWorkload.digits(folder: folder)
      return [try digits.measure(repetitions: many, threads: threads, kernels: kernels)]
    case .pixels:
      return [
        try TrainingWorkload.pixels.measure(
          repetitions: few, threads: threads, kernels: kernels)
      ]
    case .product:
      // The peak before and after, since a CPU's clock may change meanwhile.
      let rates = try [
        PeakWorkload.measure(repetitions: few, kernels: kernels),
        MatrixProductWorkload.forward.measure(repetitions: many, kernels: kernels),
        MatrixProductWorkload.byWeight.measure(repetitions: many, kernels: kernels),
        PeakWorkload.measure(repetitions: few, kernels: kernels),
      ]
      let sets = KernelSet.allCases.filter(\.isSupported)
      let parts = try sets.flatMap { set in
        try [MatrixProductWorkload.forward, .byWeight].map {
          try $0.measureOfPeak(repetitions: many, kernels: set)
        }
      }
      return (rates + parts).compactMap(\.self)
    case .searchers: return try SearcherWorkload.all(seeds: few)
    case .coach:
      return try CoachWorkload.all(folder: folder).flatMap {
        try $0.measure(repetitions: many, kernels: kernels)
      }
    case .notebook:
      return try NotebookWorkload(folder: folder, kernels: kernels)
        .measureAll(repetitions: many)
    case .search:
      let search = try SearchWorkload(folder: folder)
      let cores = Machine.coreCount
      let one = try search.measure(repetitions: few, threads: 1, kernels: kernels)
      guard cores > 1 else { return [one] }
      let all = try search.measure(repetitions: few, threads: cores, kernels: kernels)
      guard one.check.value == all.check.value else {
        throw BenchmarkError("the search's result depends on the number of threads")
      }
      return [one, all]
    }
  }
}
