// What grading one file came to.
import Lessons

package struct GradedFile: Sendable {
  package var file: HandInFile
  package enum Outcome: Sendable {
    case graded(GradedHandIn)
    /// Why it cannot be graded.
    case refused(String)
  }
  package var outcome: Outcome

  init(_ file: HandInFile, _ graded: GradedHandIn) {
    (self.file, outcome) = (file, .graded(graded))
  }
  init(_ file: HandInFile, refused reason: String) {
    (self.file, outcome) = (file, .refused(reason))
  }
}

package struct GradedHandIn: Sendable {
  /// What whoever teaches should know before the points count.
  package enum Remark: Sendable, Equatable {
    /// What stands in the file is not what its commands say.
    case altered(line: Int)
    case brokenChain(line: Int)
    case doesNotRun(line: Int)
    case tookTooLong(seconds: Int, line: Int)
    case otherText
    case otherVersion(String)
    /// Not those of the student who handed it in.
    case otherNumbers
    case sameAs(String)

    var isFailure: Bool { if case .doesNotRun = self { true } else { false } }

    var words: String {
      switch self {
      case .altered(let line): "altered, line \(line)"
      case .brokenChain(let line): "record changed, line \(line)"
      case .doesNotRun(let line): "does not run, line \(line)"
      case .tookTooLong(let seconds, let line): "over \(seconds) s, line \(line)"
      case .otherText: "other text of the lesson"
      case .otherVersion(let version): "made with descent \(Plain.text(version, atMost: 20))"
      case .otherNumbers: "not the student's own numbers"
      case .sameAs(let student): "same record as \(Plain.text(student, atMost: 40))"
      }
    }
  }

  package var lesson: String
  /// As the file says.
  package var student: String?
  package var time: RecordTime?
  package var results: [Int: PartResult]
  package var hints: Int
  package var seconds: Int
  package var isFinished: Bool
  /// A digest of the record: two students have no same one.
  package var record: UInt64
  package var remarks: [Remark]
}

/// A student's name, in which neither case nor how many blanks there are counts.
struct StudentName: Hashable, Sendable {
  private let folded: String
  init(_ text: String) {
    // Canvas writes `Lovelace, Ada`.
    let parts = text.split(separator: ",", maxSplits: 1)
    let name = parts.count == 2 ? "\(parts[1]) \(parts[0])" : text
    folded = name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
  }
}

/// Text of others, without what a terminal or a table would obey.
enum Plain {
  static func text(_ text: String, atMost length: Int = 200) -> String {
    let scalars = text.unicodeScalars.prefix(length).map { scalar -> Character in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: " "
      default: Character(scalar)
      }
    }
    return String(scalars)
  }
}
