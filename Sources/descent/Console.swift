// Where events go: the renderer the user chose, standard output for results, standard error for
// errors, a progress line where someone watches.
import CommandLanguage
import LearningSession
import Rendering
import Terminal

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

final class Console {
  let options: CommonOptions
  let capabilities: Capabilities
  let output: OutputWriter
  let errors: OutputWriter
  private let progress: ProgressLine
  private let text: TextRenderer
  private let json = JSONRenderer()
  /// Columns before a line typed at the prompt, for carets; nil when nothing was typed.
  var promptWidth: Int?

  init(_ options: CommonOptions) {
    self.options = options
    OutputWriter.ignoreBrokenPipes()
    InterruptWatch.install()
    capabilities = Capabilities.detect(color: options.color)
    output = OutputWriter(descriptor: 1, color: capabilities.color)
    errors = OutputWriter(descriptor: 2, color: capabilities.errorColor)
    progress = ProgressLine(on: output, alsoBefore: [errors], capabilities: capabilities)
    text = TextRenderer(width: capabilities.stdoutIsTerminal ? min(capabilities.columns, 80) : 80)
  }

  var showsProgress: Bool {
    capabilities.stdoutIsTerminal && capabilities.escapes && options.format == .text
  }

  func receive(_ event: LearningEvent) {
    if case .progress(let report) = event { return show(report) }
    progress.finish()
    if options.format == .jsonl {
      if let object = json.object(for: event) { output.writeLine(json: object.text) }
      // A program at the other end of a pipe wants each object when it is made.
      output.flush()
      return
    }
    if case .error(let report) = event {
      output.flush()
      let indent = promptWidth ?? 2
      write(DiagnosticText(report: report, indent: indent).lines(), to: errors)
      errors.flush()
      return
    }
    write(text.lines(for: event), to: output)
    if capabilities.stdoutIsTerminal { output.flush() }
  }

  private func write(_ lines: [RenderedLine], to writer: OutputWriter) {
    for line in lines { writer.writeLine(styled: StyledText(line.text, line.role.style)) }
  }

  private func show(_ report: ProgressReport) {
    guard report.total > 0 else { return }
    let latest = report.latest.map { "  loss \(NumberText.loss($0))" } ?? ""
    let label =
      switch report.activity {
      case .reading: "reading"
      case .training: "epoch \(Int(report.done)) of \(Int(report.total))\(latest)"
      case .searching: "trial \(Int(report.done)) of \(Int(report.total))\(latest)"
      }
    progress.update(
      fraction: report.done / report.total, label: label, rate: nil)
  }

  /// A session that reports here.
  func makeSession() -> Session {
    var settings = SessionSettings()
    settings.training.seed = options.seed
    settings.explain = options.explain
    return Session(settings: settings, environment: environment(typed: true)) {
      [unowned self] event in
      receive(event)
    }
  }

  /// - Parameter typed: whether the user typed the commands to come, or a file says them.
  func environment(typed: Bool) -> SessionEnvironment {
    let watch = InterruptWatch()
    let token = watch.token
    return SessionEnvironment(
      lessonFolders: LessonFolders.find(), threads: options.threads ?? Self.processorCount,
      kernels: (try? CommonOptions.kernels()) ?? .best,
      showsProgress: showsProgress, mayWrite: typed || options.allowWrites,
      shouldStop: { token.isRaised() },
      isAbandoned: { watch.request >= .abandon })
  }

  static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Ends the process: what was written goes out first, and a write that failed counts.
  func finish(_ ending: Ending) -> Never {
    progress.finish()
    output.flush()
    errors.flush()
    for writer in [output, errors] {
      switch writer.failure {
      case .brokenPipe: OutputWriter.endByBrokenPipe()
      case .failed: endProcess(status: 1)
      case nil: break
      }
    }
    switch ending {
    case .status(let status): endProcess(status: status)
    case .signal(let signal): endProcess(bySignal: signal)
    }
  }
}

/// How the process ends.
enum Ending: Equatable {
  case status(Int32)
  case signal(Int32)

  init(_ outcome: ExecutionOutcome) {
    switch outcome {
    case .done, .quit: self = .status(0)
    case .failed: self = .status(1)
    case .interrupted: self = .status(130)
    }
  }
}

extension RenderedLine.Role {
  var style: Style {
    switch self {
    case .plain: .plain
    case .heading: .bold
    case .coach: .color(.cyan)
    case .hint: .color(.green)
    case .error: .color(.red)
    }
  }
}
