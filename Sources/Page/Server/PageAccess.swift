// Who may look at the page and type into the session. Any web page that its user visits can make the browser
// send requests to this machine, by its address or, with a name server of its own, by a name; so a request must
// carry the token, come to an address that is the server's own, and from a page of its own.

package struct PageAccess: Sendable {
  /// 32 hexadecimal digits that nobody can guess.
  package let token: String
  /// As it is listened at: "127.0.0.1", or what `listen` names.
  package let address: String
  package let port: Int
  /// Where it is listened at every address of this computer: those by which others reach it.
  package let others: [String]
  /// Whether commands may be typed.
  package let isReadOnly: Bool

  package init(
    token: String = Self.makeToken(), address: String, port: Int, others: [String] = [],
    isReadOnly: Bool
  ) {
    (self.token, self.address, self.port) = (token, address, port)
    (self.others, self.isReadOnly) = (others, isReadOnly)
  }

  /// Of the system's random numbers.
  package static func makeToken() -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<4).map { _ in
      let digits = String(UInt32.random(in: .min ... .max, using: &generator), radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// What is to be opened in a browser on this machine, or where it is listened for others on theirs.
  package var link: String { link(at: isAnywhere ? others.first ?? Self.here : address) }

  /// The same at its other addresses.
  package var otherLinks: [String] { others.dropFirst().map { link(at: $0) } }

  private func link(at address: String) -> String {
    "http://\(Self.host(address, port))/?token=\(token)"
  }

  /// The addresses at which every computer listens to itself.
  private static let here = "127.0.0.1"

  /// Whether it is listened at every address of this computer.
  package var isAnywhere: Bool { Self.families(of: address) != nil }

  /// Of the addresses that are meant by one that means all; whether they are of version 6.
  static func families(of address: String) -> [Bool]? {
    switch address {
    case "0.0.0.0": [false]
    case "::": [false, true]
    default: nil
    }
  }

  private static func host(_ address: String, _ port: Int) -> String {
    let name = address.contains(":") ? "[\(address)]" : address
    return port == 80 ? name : "\(name):\(port)"
  }

  /// Compared in a time that does not tell how much of it is right.
  package func accepts(token: String?) -> Bool {
    let (given, own) = (Array((token ?? "").utf8), Array(self.token.utf8))
    guard given.count == own.count else { return false }
    return zip(given, own).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// Whether that is how this server is called: by its address and not by a name, which could be anybody's.
  package func accepts(host: String?) -> Bool {
    guard let host = host?.lowercased() else { return false }
    let own = [address, Self.here, "localhost", "::1"].map { Self.host($0.lowercased(), port) }
    if own.contains(host) { return true }
    guard isAnywhere, let colon = host.lastIndex(of: ":"), host[colon...].dropFirst() == "\(port)"
    else { return false }
    let name = host[..<colon]
    let isFour =
      name.split(separator: ".").count == 4 && name.allSatisfy { $0.isNumber || $0 == "." }
    let isSix = name.hasPrefix("[") && name.hasSuffix("]")
    return isFour || isSix
  }

  /// Browsers say of which page a request comes, other programs say nothing.
  package func accepts(origin: String?) -> Bool {
    guard let origin else { return true }
    let scheme = "http://"
    return origin.hasPrefix(scheme) && accepts(host: String(origin.dropFirst(scheme.count)))
  }
}
