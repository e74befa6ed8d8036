// The folders of the sources, and which takes which from which: found by the names of the types that each
// declares. Within a module the compiler lets everything know everything; here no folder may use another
// that uses it, in however many steps.
import TestSupport
import Testing

@Suite struct RoomsTests {
  /// A module, or a folder inside one.
  private struct Room {
    var declared: Set<String> = []
    /// The names used by its files, each with the modules that the file can see.
    var used: [(names: Set<String>, modules: Set<String>)] = []
  }

  @Test func noFoldersUseEachOtherInACircle() {
    let rooms = Self.rooms(under: checkout + "/Sources")
    #expect(rooms.count > 40)
    let arrows = Self.arrows(between: rooms)
    #expect(arrows.values.map(\.count).reduce(0, +) > 100)
    for (room, others) in arrows {
      for other in others {
        let back = Self.reached(from: other, arrows).contains(room)
        #expect(!back, "\(room) uses \(other), which comes back to it")
      }
    }
  }

  /// The test above could not fail if it did not see how folders use each other.
  @Test func circlesAreFound() {
    let rooms = [
      "A": Room(declared: ["Ant"], used: [(["Bee"], ["B"])]),
      "B/One": Room(declared: ["Bee"], used: [(["Cat", "Dog"], ["B"])]),
      "B/Two": Room(declared: ["Cat"], used: [(["Bee"], ["B"])]),
    ]
    let arrows = Self.arrows(between: rooms)
    #expect(arrows == ["A": ["B/One"], "B/One": ["B/Two"], "B/Two": ["B/One"]])
    #expect(Self.reached(from: "B/Two", arrows).contains("B/Two"))
    let names = SwiftNames("package struct Ant { let b: Bee? } // Cat\nimport B\nlet s = \"Dog\"")
    #expect(names.declared == ["Ant"] && names.imports == ["B"])
    #expect(names.all == ["Ant", "Bee", "B"])
  }

  private static func rooms(under folder: String) -> [String: Room] {
    var rooms: [String: Room] = [:]
    for module in directoryEntries(folder) {
      for path in swiftFiles(under: folder + "/" + module) {
        let parts = path.dropFirst(folder.count + 1).split(separator: "/")
        let room = parts.count > 2 ? parts[..<2].joined(separator: "/") : module
        let names = SwiftNames(fileText(path))
        rooms[room, default: Room()].declared.formUnion(names.declared)
        rooms[room, default: Room()].used.append((names.all, names.imports.union([module])))
      }
    }
    return rooms
  }

  /// Names that several rooms declare are nobody's.
  private static func arrows(between rooms: [String: Room]) -> [String: Set<String>] {
    var owners: [String: [String]] = [:]
    for (name, room) in rooms {
      for type in room.declared { owners[type, default: []].append(name) }
    }
    return rooms.mapValues(\.used).reduce(into: [:]) { arrows, room in
      for (names, modules) in room.value {
        for name in names {
          guard let owners = owners[name], owners.count == 1, owners[0] != room.key,
            let module = owners[0].split(separator: "/").first, modules.contains(String(module))
          else { continue }
          arrows[room.key, default: []].insert(owners[0])
        }
      }
    }
  }

  private static func reached(
    from room: String, _ arrows: [String: Set<String>]
  ) -> Set<String> {
    var (reached, left) = (Set<String>(), [room])
    while let next = left.popLast() {
      for other in arrows[next] ?? [] where reached.insert(other).inserted { left.append(other) }
    }
    return reached
  }
}

/// The capitalized names in a Swift file, comments and texts left out.
private struct SwiftNames {
  private(set) var all: Set<String> = []
  /// Of types declared at the file's top that others can see.
  private(set) var declared: Set<String> = []
  private(set) var imports: Set<String> = []

  init(_ text: String) {
    for line in Self.withoutTextsAndComments(Array(text.utf8)).split(separator: UInt8(ascii: "\n"))
    {
      let words = line.split { !Self.belongsToName($0) }.map { String(decoding: $0, as: UTF8.self) }
      if let place = words.firstIndex(of: "import"), place + 1 < words.count {
        imports.insert(words[place + 1])
      }
      all.formUnion(words.filter { $0.first?.isUppercase == true })
      guard line.first != UInt8(ascii: " "), let first = words.first, !first.hasSuffix("private")
      else { continue }
      let kinds: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
      if let place = words.firstIndex(where: kinds.contains), place + 1 < words.count {
        declared.insert(words[place + 1])
      }
    }
  }

  private static func belongsToName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: byte >= 128
    }
  }

  private static func withoutTextsAndComments(_ source: [UInt8]) -> [UInt8] {
    let (quote, slash, newline) = (UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\n"))
    var (kept, place) = ([UInt8](), 0)
    func isQuote(_ offset: Int) -> Bool {
      place + offset < source.count && source[place + offset] == quote
    }
    while place < source.count {
      if source[place] == slash, place + 1 < source.count, source[place + 1] == slash {
        while place < source.count, source[place] != newline { place += 1 }
      } else if source[place] == quote {
        let length = isQuote(1) && isQuote(2) ? 3 : 1
        place += length
        while place < source.count {
          if (0..<length).allSatisfy(isQuote) { break }
          if length == 1 && source[place] == newline { break }
          place += source[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        place += length
        kept.append(UInt8(ascii: " "))
      } else {
        kept.append(source[place])
        place += 1
      }
    }
    return kept
  }
}
