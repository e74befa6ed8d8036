// A small PNG (ISO/IEC 15948): one byte a pixel, which is a place in a list of colors, packed by zlib. Fields and
// pictures of pixels stand in SVG so.
import CZlib
import Events
import Presentation

package struct PNG {
  /// The file's bytes; nil where there is no pixel, or zlib refuses.
  ///
  /// - Parameter pixels: row after row from the top, places in `colors`.
  package static func bytes(width: Int, height: Int, pixels: [UInt8], colors: [RGB]) -> [UInt8]? {
    guard width > 0, height > 0, pixels.count == width * height, (1...256).contains(colors.count),
      let data = packed(rows(pixels, width))
    else { return nil }
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    // Eight bits, colors by their place, the only packing and filtering there is, not interlaced.
    append("IHDR", bigEndian(width) + bigEndian(height) + [8, 3, 0, 0, 0], to: &file)
    append("PLTE", colors.flatMap { [$0.red, $0.green, $0.blue] }, to: &file)
    append("IDAT", data, to: &file)
    append("IEND", [], to: &file)
    return file
  }

  /// Each row behind the number of its filter, none.
  private static func rows(_ pixels: [UInt8], _ width: Int) -> [UInt8] {
    var rows: [UInt8] = []
    rows.reserveCapacity(pixels.count + pixels.count / width)
    for start in stride(from: 0, to: pixels.count, by: width) {
      rows.append(0)
      rows += pixels[start..<(start + width)]
    }
    return rows
  }

  private static func packed(_ bytes: [UInt8]) -> [UInt8]? {
    var length = compressBound(uLong(bytes.count))
    var packed = [UInt8](repeating: 0, count: Int(length))
    guard compress2(&packed, &length, bytes, uLong(bytes.count), 9) == Z_OK else { return nil }
    return Array(packed.prefix(Int(length)))
  }

  private static func append(_ name: String, _ data: [UInt8], to file: inout [UInt8]) {
    let content = Array(name.utf8) + data
    file += bigEndian(data.count) + content
    file += bigEndian(Int(crc32(0, content, UInt32(content.count))))
  }

  private static func bigEndian(_ number: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
  }

  /// As `href` of an image.
  package static func dataAddress(_ bytes: [UInt8]) -> String {
    "data:image/png;base64," + base64(bytes)
  }

  /// RFC 4648.
  package static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 4 / 3 + 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let part = bytes[start..<min(start + 3, bytes.count)]
      let bits = part.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - part.count))
      for place in 0..<4 {
        text.append(
          place <= part.count ? digits[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension Grid {
  /// Its shades as a picture, of every so many rows and columns one.
  func image(every stride: Int = 1) -> String? {
    let range = range
    let (width, height) = ((columns + stride - 1) / stride, (rows + stride - 1) / stride)
    var pixels: [UInt8] = []
    pixels.reserveCapacity(max(0, width * height))
    for row in 0..<height {
      for column in 0..<width {
        let level = level(value(row * stride, column * stride), in: range)
        pixels.append(level.map(shade) ?? UInt8(Self.shades))
      }
    }
    let colors = (0..<Self.shades).map(color(ofShade:))
    return PNG.bytes(
      width: width, height: height, pixels: pixels, colors: colors + [FigureColors.missing]
    ).map(PNG.dataAddress)
  }

  /// As many as a picture's bytes tell apart, beside what is no number.
  private static let shades = 255
  /// Of each class so many, from unsure to sure.
  private static let shadesOfClass = 21

  private func shade(_ level: Double) -> UInt8 {
    guard palette == .classes else { return UInt8((level * Double(Self.shades - 1)).rounded()) }
    let (place, sureness) = Self.classified(level)
    let step = Int((sureness * Double(Self.shadesOfClass - 1)).rounded())
    return UInt8(FigureColors.first(like: place) * Self.shadesOfClass + step)
  }

  private func color(ofShade shade: Int) -> RGB {
    guard palette == .classes else {
      return FigureColors.color(Double(shade) / Double(Self.shades - 1), palette)
    }
    let (place, step) = shade.quotientAndRemainder(dividingBy: Self.shadesOfClass)
    return FigureColors.color(
      ofClass: place, sureness: Double(step) / Double(Self.shadesOfClass - 1))
  }
}
