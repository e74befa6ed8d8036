// A preparation outside of any session, for whoever only looks at a state: what it assumes is dropped with it.
import Experiments

extension Preparation {
  package init(
    lookingAt state: SessionState, catalog: CommandCatalog, in environment: SessionEnvironment
  ) {
    self.init(
      state: state, settings: SettingCatalog(), catalog: catalog, undoStack: UndoStack(),
      history: [], environment: environment, showProgress: { _ in })
  }
}
