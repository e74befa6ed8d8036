// The kinds of searches and races.

extension JSONLine {
  static let searchKinds: [any EventRecord.Type] = []
}
