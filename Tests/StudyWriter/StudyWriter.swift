// descent-study-writer FOLDER COUNT: begins a study in the archive of a folder and appends trials one by one,
// saying `ack N` after each. It is there to be killed, starved of room and run beside another.

import HyperparameterSearch
import SampleStudies
import StudyStorage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

@main
enum StudyWriter {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let count = Int(arguments[2]) else { exit(64) }
    // A file that may not grow is an error to be told of.
    signal(SIGXFSZ, SIG_IGN)
    let archive = StudyArchive(folder: arguments[1])
    let record = try SampleStudy.record()
    do throws(StorageError) {
      let id = try archive.create(record)
      say("study \(id.number)")
      for number in 0..<count {
        try archive.append(SampleStudy.trial(number, in: record.study), to: id)
        say("ack \(number)")
      }
      try archive.markFinished(id)
      say("end")
    } catch {
      say("error \(error.id)")
      say("failure \(archive.failure?.id ?? "none")")
    }
  }

  /// One write a line: what a reader sees was said before whatever comes next.
  private static func say(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    guard write(1, bytes, bytes.count) == bytes.count else { exit(1) }
  }
}
