// What an experiment needs of whoever runs it, a session or a worker: threads, kernels, memory, a way to be
// stopped and one to be heard. It holds no state: a run is given one and returns one.
import Events
import NeuralNetwork

package struct ExperimentContext {
  package let kernels: KernelSet
  /// How many threads may share the work.
  package let threads: Int
  package let settings: SettingCatalog
  /// Whether anyone sees progress; counting it costs time where nobody does.
  package let showsProgress: Bool
  /// In bytes.
  package let availableMemory: @Sendable () -> Int
  package let shouldStop: @Sendable () -> Bool
  /// Asked after each epoch of a training: whether it is to end there, as `stop=` ends it.
  package var shouldPause: @Sendable () -> Bool = { false }
  /// Who sees states on the way; nil where nobody does.
  package var onlooker: StateOnlooker?
  /// Makes pictures of states on the way for whoever watches; nil where nobody asked for any.
  package var picture: LivePicture?
  package let emit: (LearningEvent) -> Void
  package let show: (ProgressReport) -> Void
  /// Who watches a run of training.
  package let watcher: (RunBeginning) -> any RunWatcher
  /// Who explains a search.
  package let commentary: any SearchCommentary
  /// Who keeps long work under way; nil where nobody would go on with it.
  package var keeper: WorkKeeper?

  package init(
    kernels: KernelSet, threads: Int, settings: SettingCatalog, showsProgress: Bool,
    availableMemory: @escaping @Sendable () -> Int, shouldStop: @escaping @Sendable () -> Bool,
    emit: @escaping (LearningEvent) -> Void, show: @escaping (ProgressReport) -> Void,
    watcher: @escaping (RunBeginning) -> any RunWatcher, commentary: any SearchCommentary,
    keeper: WorkKeeper? = nil
  ) {
    self.kernels = kernels
    self.threads = threads
    self.settings = settings
    self.showsProgress = showsProgress
    self.availableMemory = availableMemory
    self.shouldStop = shouldStop
    self.emit = emit
    self.show = show
    self.watcher = watcher
    self.commentary = commentary
    self.keeper = keeper
  }

  package var checkStop: StopCheck { stopCheck(shouldStop) }
  /// The memory that is free now; asking costs a system call or two.
  package var memory: MemoryBudget { MemoryBudget(free: availableMemory()) }
}
