// The folders of the sources, and which takes which from which: found by the names of what each declares,
// types, free functions and members of extensions. Within a module the compiler lets everything know
// everything; here no folder may use another that uses it, in however many steps.
import TestSupport
import Testing

@Suite struct RoomsTests {
  /// A module, or a folder inside one.
  private struct Room {
    var declared: Set<String> = []
    /// Names that mean something of its own somewhere in it, also for one function alone.
    var introduced: Set<String> = []
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
    #expect(names.declared == ["Ant", "s"] && names.imports == ["B"])
    #expect(names.all.isSuperset(of: ["Ant", "Bee", "B"]))
    #expect(names.all.isDisjoint(with: ["Cat", "Dog"]))
  }

  @Test func functionsAndMembersOfExtensionsCount() {
    let text = """
      func crawl() { let (a, step) = pair(); if case .some(let b) = a { return } }
      private func wait() {}
      extension Ant {
        var legs: Int { let count = 6; return count }
        private func rest() {}
        static func == (left: Ant, right: Ant) -> Bool { true }
      }
      struct Bee {
        var wings: Int
      }
      """
    let names = SwiftNames(text)
    #expect(names.declared == ["crawl", "legs", "Bee"])
    #expect(names.introduced == ["crawl", "b", "wait", "legs", "count", "rest", "wings"])
    let rooms = [
      "A/One": Room(declared: ["legs", "crawl"], introduced: ["legs", "crawl"]),
      "A/Two": Room(introduced: ["crawl"], used: [(["legs", "crawl"], ["A"])]),
      "B": Room(used: [(["crawl"], ["A"])]),
    ]
    #expect(Self.arrows(between: rooms) == ["A/Two": ["A/One"]])
  }

  private static func rooms(under folder: String) -> [String: Room] {
    var rooms: [String: Room] = [:]
    for module in directoryEntries(folder) {
      for path in swiftFiles(under: folder + "/" + module) {
        let parts = path.dropFirst(folder.count + 1).split(separator: "/")
        let room = parts.count > 2 ? parts[..<2].joined(separator: "/") : module
        let names = SwiftNames(fileText(path))
        rooms[room, default: Room()].declared.formUnion(names.declared)
        rooms[room, default: Room()].introduced.formUnion(names.introduced)
        rooms[room, default: Room()].used.append((names.all, names.imports.union([module])))
      }
    }
    return rooms
  }

  /// Names that several rooms declare are nobody's, and so are those that have a meaning of their own in
  /// another room: what they stand for there cannot be seen.
  private static func arrows(between rooms: [String: Room]) -> [String: Set<String>] {
    var owners: [String: [String]] = [:]
    for (name, room) in rooms {
      for declared in room.declared { owners[declared, default: []].append(name) }
    }
    for (name, room) in rooms {
      for own in room.introduced where owners[own].map({ $0 != [name] }) ?? false {
        owners[own] = nil
      }
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

/// The names in a Swift file, comments and texts left out.
private struct SwiftNames {
  private(set) var all: Set<String> = []
  /// Of what stands at the file's top, and of members of extensions, where others can see them.
  private(set) var declared: Set<String> = []
  /// Of every function, value and case.
  private(set) var introduced: Set<String> = []
  private(set) var imports: Set<String> = []
  private var isInExtension = false

  private static let types: Set = ["struct", "class", "enum", "protocol", "actor", "typealias"]
  private static let values: Set = ["func", "var", "let", "case"]

  init(_ text: String) {
    let lines = Self.withoutTextsAndComments(Array(text.utf8)).split(separator: UInt8(ascii: "\n"))
    for line in lines { read(line) }
  }

  private mutating func read(_ line: ArraySlice<UInt8>) {
    let words = line.split { !Self.belongsToName($0) }.map { String(decoding: $0, as: UTF8.self) }
    all.formUnion(words)
    if let imported = Self.word(after: ["import"], in: words) { imports.insert(imported) }
    let isAtTop = line.first.map { Self.belongsToName($0) || $0 == UInt8(ascii: "@") } ?? false
    let isSeen = words.first.map { !$0.hasSuffix("private") } ?? false
    if isAtTop { isInExtension = isSeen && words.contains("extension") }
    let names = Self.values.isDisjoint(with: words) ? [] : Self.introduced(in: line)
    introduced.formUnion(names)
    let depth = line.prefix { $0 == UInt8(ascii: " ") }.count
    guard isSeen, isAtTop || depth == 2 && isInExtension else { return }
    // Behind a type or function in the same line stands what belongs to it.
    let type = isAtTop ? Self.word(after: Self.types, in: words) : nil
    if let name = type ?? names.first { declared.insert(name) }
  }

  private static func word(after keywords: Set<String>, in words: [String]) -> String? {
    words.firstIndex(where: keywords.contains).flatMap { words.dropFirst($0 + 1).first }
  }

  /// The words behind those that introduce something, with nothing but blanks between: operators have no
  /// name.
  private static func introduced(in line: ArraySlice<UInt8>) -> [String] {
    let blank = UInt8(ascii: " ")
    // The cases of an enumeration, all in a line; one of a switch ends in a colon.
    let words = line.split { !belongsToName($0) }.map { String(decoding: $0, as: UTF8.self) }
    if words.first == "case", !line.contains(UInt8(ascii: ":")) { return Array(words.dropFirst()) }
    return line.split { !belongsToName($0) && $0 != blank }.flatMap { part in
      let words = part.split(separator: blank).map { String(decoding: $0, as: UTF8.self) }
      return zip(words, words.dropFirst()).compactMap { keyword, name in
        values.contains(keyword) ? name : nil
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
