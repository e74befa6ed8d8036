// Elements of HTML and SVG: what comes from outside is escaped here and nowhere else.
import Text

package enum Markup {
  /// What has a meaning in HTML as characters, and control characters written out.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for character in escapedForDisplay(text).unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  package static func element(_ name: String, _ content: String, _ classes: String = "") -> String {
    let classes = classes.split(separator: " ").joined(separator: " ")
    return "<\(name)\(classes.isEmpty ? "" : " class=\"\(classes)\"")>\(content)</\(name)>"
  }
}
