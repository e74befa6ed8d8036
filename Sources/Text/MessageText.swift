// Names and counts as they stand in messages: what a file holds is shown short, on one line, with nothing that a
// terminal would obey.

/// Text as it may stand in a message: between backquotes, its own written out, since they would end it.
package func inBackquotes(_ text: String) -> String {
  "`" + text.split(separator: "`", omittingEmptySubsequences: false).joined(separator: "\\u{60}")
    + "`"
}

/// Text from a file as it may stand in a message: short, on one line, between backquotes.
package func quotedForMessage(_ text: String, limit: Int = 40) -> String {
  var shown = ""
  var count = 0
  for scalar in text.unicodeScalars {
    if count == limit { return inBackquotes(shown + "…") }
    if let escaped = scalar == "\t" ? "\\t" : displayEscape(of: scalar) {
      shown += escaped
    } else {
      shown.unicodeScalars.append(scalar)
    }
    count += 1
  }
  return inBackquotes(shown)
}

/// A path as it may stand in a message: whole, unless it is absurdly long.
package func quotedPath(_ path: String) -> String { quotedForMessage(path, limit: 1024) }

/// "1 row", "2 rows"; a plural that is not the noun and an s is given.
package func counted(_ count: Int, _ noun: String, plural: String? = nil) -> String {
  "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
}

/// The names joined for a message, at most `limit` of them.
package func listedForMessage(_ names: [String], limit: Int = 12) -> String {
  let shown = names.prefix(limit).map { quotedForMessage($0) }.joined(separator: ", ")
  return names.count > limit ? shown + " and \(names.count - limit) more" : shown
}
