// `descent grade`: what a class handed in, run again and counted.
import ArgumentParser
import Terminal

struct GradeCommandLine: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "grade", abstract: "Grade what a class handed in.",
    discussion: """
      Runs the commands of each file that `lesson hand-in` wrote, in FOLDER and the folders in it, one a \
      student, and counts what they come to; what a file says of itself counts nothing. A file that \
      cannot be graded is a row of the table with the reason. With --out it writes grades.csv, \
      questions.csv, answers.csv, and canvas.csv and moodle.csv to be imported there.
      """)

  @OptionGroup var options: CommonOptions
  @Option(
    parsing: .unconditional,
    help: "The course.yaml that says which lessons there are and how they count.")
  var course: String
  @Option(parsing: .unconditional, help: "A folder for the tables as CSV.") var out: String?
  @Option(
    parsing: .unconditional, help: "How many files are run at a time.",
    transform: { try wholeNumber($0, in: 1...1024) })
  var jobs: Int?
  @Argument(help: "The folder with the files.") var folder: String

  func validate() throws {
    guard options.format == .text else {
      throw ValidationError("`grade` writes text, and with --out CSV")
    }
  }

  mutating func run() throws {
    let console = Console(options)
    console.finish(
      ClassGrader(console, courseFile: course, jobs: jobs).grade(folder, writingTo: out))
  }
}
