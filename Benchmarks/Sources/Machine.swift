// What the numbers were measured on: without it they say nothing.
import NeuralNetwork

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

struct Machine {
  /// As the CPU or its system calls itself.
  let cpu: String
  let cores: Int
  let kernels: KernelSet

  init(kernels: KernelSet) {
    cpu = Self.cpuName() ?? "unknown CPU"
    cores = Self.coreCount
    self.kernels = kernels
  }

  static var coreCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  #if canImport(Darwin)
    private static func cpuName() -> String? {
      var text = [UInt8](repeating: 0, count: 256)
      var size = text.count
      guard sysctlbyname("machdep.cpu.brand_string", &text, &size, nil, 0) == 0 else { return nil }
      return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
    }
  #else
    private static func cpuName() -> String? {
      guard let file = fopen("/proc/cpuinfo", "r") else { return nil }
      defer { fclose(file) }
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = fread(&bytes, 1, bytes.count, file)
      let text = String(decoding: bytes.prefix(count), as: UTF8.self)
      let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
      guard let line, let colon = line.firstIndex(of: ":") else { return nil }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
  #endif
}
