// The members of data, help, lesson and error objects.
import CommandLanguage
import Events
import JSON
import Presentation

extension JSONRenderer {
  func dataMembers(_ report: DataReport) -> Members {
    let columns = report.columns.map { column in
      JSONValue.object([
        ("name", .string(column.name)),
        ("categories", column.categories.map(JSONValue.strings) ?? .null),
        ("mean", JSONValue.optional(column.mean)), ("sd", JSONValue.optional(column.deviation)),
      ])
    }
    let classes = report.classes.map { count in
      JSONValue.object([
        ("name", .string(count.name)), ("training", .integer(count.training)),
        ("test", .integer(count.test)),
      ])
    }
    let presenter = Presenter()
    return [
      ("name", .string(report.name)), ("title", .string(report.title)),
      ("source", .string(report.source)), ("training_rows", .integer(report.trainingRows)),
      ("test_rows", .integer(report.testRows)), ("inputs", .integer(report.inputCount)),
      ("features", report.features.map(JSONValue.strings) ?? .null),
      ("columns", .array(columns)), ("target", .string(report.targetName)),
      ("classes", .array(classes)), ("standardized", .bool(report.standardized)),
      ("target_mean", JSONValue.optional(report.targetMean)),
      ("target_sd", JSONValue.optional(report.targetDeviation)),
      ("notes", .strings(report.notes.map { presenter.words(for: $0).text })),
    ]
  }

  func predictionMembers(_ report: PredictionReport) -> Members {
    [
      ("inputs", .strings(report.inputs)),
      ("outputs", .object(report.outputs.map { ($0.name, .number($0.value)) })),
      ("class", report.predictedClass.map(JSONValue.string) ?? .null),
    ] + placeMembers(report.place)
  }

  func row(_ name: String, _ summary: String) -> JSONValue {
    .object([("name", .string(name)), ("summary", .string(summary))])
  }

  func helpMembers(_ page: HelpPage) -> Members {
    let sections = page.sections.map { section in
      JSONValue.object([
        ("title", .string(section.title)), ("paragraphs", .strings(section.paragraphs)),
        ("rows", .array(section.rows.map { row($0.name, $0.summary) })),
      ])
    }
    return [
      ("topic", .string(page.topic)), ("title", .string(page.title)),
      ("usage", .strings(page.usage)), ("sections", .array(sections)),
    ]
  }

  func lesson(_ summary: LessonSummary) -> JSONValue {
    .object([
      ("name", .string(summary.name)), ("title", .string(summary.title)),
      ("steps", .integer(summary.steps)),
    ])
  }

  func lessonMembers(_ report: LessonStepReport) -> Members {
    [
      ("lesson", .string(report.lesson)), ("title", .string(report.title)),
      ("step", .integer(report.step)), ("steps", .integer(report.steps)),
      ("heading", .string(report.heading)), ("prose", .strings(report.prose)),
      ("commands", .strings(report.commands)),
    ]
  }

  func documentMembers(_ report: DocumentReport) -> Members {
    let differences = report.differences.map { difference in
      JSONValue.object([
        ("line", .integer(difference.line)), ("command", .string(difference.command)),
        ("expected", .strings(difference.expected)), ("actual", .strings(difference.actual)),
        ("problem", difference.problem.map(JSONValue.string) ?? .null),
      ])
    }
    return [
      ("file", .string(report.file)), ("commands", .integer(report.commandCount)),
      ("differences", .array(differences)), ("updated", .bool(report.isUpdated)),
    ]
  }

  func errorMembers(_ report: ErrorReport) -> Members {
    let diagnostic = report.diagnostic
    var members: Members = [
      ("id", .string(diagnostic.id)), ("message", .string(diagnostic.message)),
      ("suggestion", diagnostic.suggestion.map(JSONValue.string) ?? .null),
      ("notes", .strings(diagnostic.notes)),
    ]
    // Where it stands: in the script or line of commands, and in a data file when that is at fault.
    let start = report.source.position(of: diagnostic.range?.start ?? 0)
    let end = report.source.position(of: diagnostic.range?.end ?? 0)
    members += [
      ("file", report.file.map(JSONValue.string) ?? .null), ("line", .integer(start.line)),
      ("column", .integer(start.column)), ("end_line", .integer(end.line)),
      ("end_column", .integer(end.column)),
    ]
    if let file = diagnostic.file {
      members.append(
        (
          "in_file",
          .object([
            ("file", .string(file.file)), ("line", .integer(file.line)),
            ("column", file.column.map(JSONValue.integer) ?? .null),
          ])
        ))
    }
    return members
  }
}
