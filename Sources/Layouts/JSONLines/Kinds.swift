// All kinds of objects, by which lines are read.

extension JSONLine {
  package static let kinds: [any EventRecord.Type] =
    [CommandRecord.self, EndedRecord.self, EpochRecord.self] + searchKinds
}
