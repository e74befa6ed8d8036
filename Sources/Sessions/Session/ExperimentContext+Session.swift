// What experiments need, as a session gives it: while a command is prepared nobody hears them.
import Course
import Experiments

extension Preparation {
  var context: ExperimentContext {
    ExperimentContext(
      kernels: kernels, threads: threads, settings: settings,
      showsProgress: environment.showsProgress, availableMemory: environment.availableMemory,
      shouldStop: shouldStop, emit: { _ in }, show: show, watcher: RunCoach.init,
      commentary: SearchComments(level: state.settings.explain))
  }
}

extension Performance {
  var context: ExperimentContext {
    var context = ExperimentContext(
      kernels: kernels, threads: threads, settings: settings,
      showsProgress: environment.showsProgress, availableMemory: environment.availableMemory,
      shouldStop: shouldStop, emit: emit, show: show, watcher: RunCoach.init,
      commentary: SearchComments(level: state.settings.explain))
    context.shouldPause = environment.shouldPause
    context.onlooker = environment.onlooker
    return context
  }
}
