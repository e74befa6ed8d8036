// The three standard descriptors are there, whatever started the process.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Opens what is closed of descriptors 0, 1 and 2, before anything else is opened: otherwise the first
/// file or pipe of our own would be taken for standard input or output. Reading then gives nothing and
/// writing fails, as it should.
package func openMissingDescriptors() {
  for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) < 0 {
    // The lowest free descriptor is the one that is missing.
    _ = open("/dev/null", O_RDONLY)
  }
}
