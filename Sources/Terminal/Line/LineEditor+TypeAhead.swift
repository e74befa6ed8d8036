// What was typed before there was a prompt to type at.

extension LineEditor {
  /// Keys for the next line that is read, and those after it, before any from the keyboard.
  package func takeTypedAhead(_ bytes: [UInt8]) { decoder.feed(bytes) }
}
