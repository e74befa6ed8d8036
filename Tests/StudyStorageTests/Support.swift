// Shell commands and Python, for the tests of what is on the disk.

import HyperparameterSearch
import StudyStorage
import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension TemporaryFolder {
  var archive: String { path + "/studies.sqlite" }
}

/// The lines a shell command prints.
func shell(_ command: String) -> [String] {
  guard let pipe = popen(command, "r") else { return [] }
  defer { pclose(pipe) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&buffer, 1, buffer.count, pipe)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
}

/// The program that writes sample studies, built beside the tests.
let writer: String = {
  let path = shell("readlink -f /proc/\(getpid())/exe").first ?? CommandLine.arguments[0]
  let folders = [path, CommandLine.arguments.first ?? ""] + CommandLine.arguments
  for candidate in folders {
    // On macOS the tests' bundle is a folder three levels deep.
    var folder = candidate[...]
    while let slash = folder.lastIndex(of: "/") {
      folder = folder[..<slash]
      let program = folder + "/descent-study-writer"
      if access(String(program), X_OK) == 0 { return String(program) }
    }
  }
  return "descent-study-writer"
}()

/// Every figure of a trial, to the bit.
func bits(_ trial: Trial) -> String {
  func bits(_ value: Double?) -> String { value.map { String($0.bitPattern, radix: 16) } ?? "-" }
  var parts = ["\(trial.number) \(trial.state) \(trial.origin) \(bits(trial.value))"]
  parts += trial.params.map { param in
    if case .number(let number) = param.value { return param.name + "=" + bits(number) }
    return "\(param)"
  }
  parts += trial.metrics.map { $0.name + ":" + bits($0.value) }
  parts += trial.curve.map { "\($0.epoch) " + bits($0.value) } + [bits(trial.standardError)]
  if let prediction = trial.prediction {
    let figures: [Double?] =
      [
        prediction.mean, prediction.sd, prediction.incumbent, prediction.logEI, prediction.exploit,
        prediction.explore, prediction.nearestDistance, prediction.model.outputScale,
        prediction.model.noise,
      ] + prediction.model.lengthscales
    parts += figures.map(bits) + ["\(prediction.nearestTrial ?? -1)"]
  }
  return parts.joined(separator: " ")
}
