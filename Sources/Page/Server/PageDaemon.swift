// libmicrohttpd and a server of it, loaded when a page is asked for: requests come from a thread of its own.
import CMicrohttpd

package enum PageServerError: Error, Equatable, Sendable {
  /// libmicrohttpd is not there.
  case noLibrary
  /// The system's error; 0 where the library would not.
  case refused(code: Int32)
}

/// What answers requests, on the server's thread. Both return false to end the connection.
protocol PageResponder: AnyObject, Sendable {
  /// The head is there; a refusal given here spares the body.
  func begins(_ connection: PageConnection, method: String, path: String) -> Bool
  func arrives(_ connection: PageConnection, method: String, path: String, body: [UInt8]) -> Bool
}

/// Used by one thread.
final class PageDaemon {
  #if canImport(Darwin)
    private static let names = [
      "libmicrohttpd.12.dylib", "/opt/homebrew/lib/libmicrohttpd.12.dylib",
    ]
  #else
    private static let names = ["libmicrohttpd.so.12"]
  #endif

  /// What C is given of a responder.
  private final class Box {
    let responder: any PageResponder
    init(_ responder: any PageResponder) { self.responder = responder }
  }

  private let library: OpaquePointer
  private let server: OpaquePointer
  private let box: Box

  /// Whether the library is there.
  static var isInstalled: Bool {
    guard let library = load() else { return false }
    cmh_unload(library)
    return true
  }

  /// Those by which others in its networks reach this computer.
  static func ownAddresses(ofSix isSix: Bool) -> [String] {
    (0..<16).lazy.map { place -> String? in
      var text = [CChar](repeating: 0, count: 64)
      guard cmh_own_address(isSix, UInt32(place), &text, text.count) else { return nil }
      return text.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } }
    }.prefix { $0 != nil }.compactMap(\.self)
  }

  private static func load() -> OpaquePointer? { names.lazy.compactMap { cmh_load($0) }.first }

  init(
    address: String, port: UInt16, limits: cmh_limits, _ responder: any PageResponder
  ) throws(PageServerError) {
    guard let library = Self.load() else { throw .noLibrary }
    let box = Box(responder)
    var code: Int32 = 0
    guard
      let server = cmh_start(library, address, port, limits, Self.callbacks(of: box), &code)
    else {
      cmh_unload(library)
      throw .refused(code: code)
    }
    (self.library, self.server, self.box) = (library, server, box)
  }

  var port: Int { Int(cmh_port(server)) }

  /// Ends connections that have not shown for too long that they may ask; from any thread while it runs.
  var endStrangers: @Sendable () -> Void {
    let server = UncheckedServer(pointer: server)
    return { cmh_end_strangers(server.pointer) }
  }

  private struct UncheckedServer: @unchecked Sendable { let pointer: OpaquePointer }

  /// Returns when nothing is called any more. No stream may rest.
  func stop() {
    cmh_stop(server)
    cmh_unload(library)
  }

  private static func callbacks(of box: Box) -> cmh_callbacks {
    cmh_callbacks(
      context: Unmanaged.passUnretained(box).toOpaque(),
      begins: { context, server, connection, method, path in
        guard let context, let server, let connection, let method, let path else { return false }
        return Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().responder.begins(
          PageConnection(server: server, connection: connection),
          method: String(cString: method), path: String(cString: path))
      },
      arrives: { context, server, connection, method, path, body, count in
        guard let context, let server, let connection, let method, let path else { return false }
        return Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().responder.arrives(
          PageConnection(server: server, connection: connection),
          method: String(cString: method), path: String(cString: path),
          body: Array(UnsafeBufferPointer(start: body, count: count)))
      })
  }
}
