// What the fields of a column look like as numbers: in which ways of writing how many of them can be
// read, and what is no number at all. From that it is decided whether text in a column is text or a
// mistake among numbers.

struct ColumnSurvey {
  /// How often something was seen, and in which row first.
  struct Sighting: Equatable {
    var count = 0
    var firstRow = 0

    mutating func note(row: Int, times: Int) {
      if count == 0 { firstRow = row }
      count += times
    }
  }

  /// Fields that are neither missing nor infinite.
  private(set) var fields = 0
  /// Words for a missing number.
  private(set) var missing = Sighting()
  private(set) var infinite = Sighting()
  /// Fields that are a number in no way of writing.
  private(set) var texts = Sighting()
  /// For each of `NumberFormat.all` the fields that can be read in it, and those that cannot.
  private var fits = [Sighting](repeating: Sighting(), count: NumberFormat.all.count)
  private var misfits = [Sighting](repeating: Sighting(), count: NumberFormat.all.count)
  /// Of the fields that can be read in it those that show it best: best what programs could not read,
  /// else more than digits.
  private var examples = [(row: Int, rank: Int)?](repeating: nil, count: NumberFormat.all.count)
  /// Fields with a comma, and those of them whose commas all stand where thousands are divided.
  private var withComma = 0
  private var withThousandsComma = 0
  private var withPoint = 0
  private var currency: UInt32 = 0

  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>, row: Int, times: Int = 1) {
    if isMissingNumber(bytes) { return missing.note(row: row, times: times) }
    if isInfinite(bytes) { return infinite.note(row: row, times: times) }
    fields += times
    let written = WrittenNumber(bytes)
    var formats = written?.formats ?? 0
    // Longer than anybody writes numbers otherwise.
    if written == nil, case .number = DecimalNumber.parse(bytes) { formats = 1 }
    if let written, written.currency != 0, formats != 0 {
      if currency == 0 { currency = written.currency }
      // A column in several currencies is no column of numbers.
      if currency != written.currency { formats = 0 }
    }
    if formats == 0 { texts.note(row: row, times: times) }
    for place in fits.indices {
      if formats >> UInt32(place) & 1 == 1 {
        fits[place].note(row: row, times: times)
        let rank = formats & 1 == 0 ? 2 : written?.isBare == false ? 1 : 0
        if rank > examples[place]?.rank ?? -1 { examples[place] = (row, rank) }
      } else {
        misfits[place].note(row: row, times: times)
      }
    }
    guard let written, formats != 0 else { return }
    if written.hasPoint { withPoint += times }
    guard written.hasComma else { return }
    withComma += times
    let thousands = NumberFormat(decimal: .point, grouping: .mark, unit: written.unit)
    if written.isNumber(in: thousands) { withThousandsComma += times }
  }

  mutating func take(_ text: String, row: Int, times: Int) {
    var text = text
    text.withUTF8 { take($0, row: row, times: times) }
  }

  // MARK: What it shows

  /// The format that reads most fields, the simplest of several.
  var format: NumberFormat {
    var best = 0
    for place in fits.indices where fits[place].count > fits[best].count { best = place }
    return NumberFormat.all[best]
  }

  func count(in format: NumberFormat) -> Int { fits[format.place].count }
  /// A row whose field shows how numbers of the format look; nil where none is one.
  func example(of format: NumberFormat) -> Int? { examples[format.place]?.row }
  func misfits(of format: NumberFormat) -> Sighting { misfits[format.place] }

  /// Whether it is a column of numbers: all fields are numbers in some way, or all but a fifth in one.
  var isNumeric: Bool {
    texts.count == 0 || misfits(of: format).count * 4 <= count(in: format)
  }

  /// What a comma means in a column that is best read with a decimal comma.
  enum Comma { case decimal, either, doubtful }

  /// Whether its commas could divide thousands as well: each has three digits behind it. Where thousands
  /// without a comma stand beside them neither way of reading is likely.
  var comma: Comma {
    guard withComma > 0, withThousandsComma == withComma else { return .decimal }
    var thousands = format
    (thousands.decimal, thousands.grouping) = (.point, .mark)
    return count(in: thousands) == count(in: format) ? .either : .doubtful
  }

  /// Whether it has numbers with a decimal point.
  var hasDecimalPoint: Bool { format.decimal == .point && withPoint > 0 }

  /// Whether every point in it stands where thousands are divided, as they are beside a decimal comma.
  var hasOnlyThousandsPoints: Bool {
    withPoint > 0
      && count(in: NumberFormat(decimal: .comma, grouping: .mark, unit: .none)) == fields
  }
}
