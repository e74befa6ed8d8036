// A block in writing: the members of its value, with its `kind` before them.
import Events

extension Block: Codable {
  private enum Kind: String, Codable {
    case heading, paragraph, table, definitions, arithmetic, code, figure, diagnostic, difference
    case group
  }
  private enum Key: String, CodingKey { case kind }

  package init(from decoder: any Decoder) throws {
    self =
      switch try decoder.container(keyedBy: Key.self).decode(Kind.self, forKey: .kind) {
      case .heading: .heading(try Heading(from: decoder))
      case .paragraph: .paragraph(try Paragraph(from: decoder))
      case .table: .table(try Table(from: decoder))
      case .definitions: .definitions(try Definitions(from: decoder))
      case .arithmetic: .arithmetic(try Arithmetic(from: decoder))
      case .code: .code(try Code(from: decoder))
      case .figure: .figure(try Figure(from: decoder))
      case .diagnostic: .diagnostic(try DiagnosticBlock(from: decoder))
      case .difference: .difference(try Difference(from: decoder))
      case .group: .group(try Group(from: decoder))
      }
  }

  package func encode(to encoder: any Encoder) throws {
    let (kind, content) = parts
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(kind, forKey: .kind)
    try content.encode(to: encoder)
  }

  private var parts: (Kind, any Encodable) {
    switch self {
    case .heading(let heading): (.heading, heading)
    case .paragraph(let paragraph): (.paragraph, paragraph)
    case .table(let table): (.table, table)
    case .definitions(let definitions): (.definitions, definitions)
    case .arithmetic(let arithmetic): (.arithmetic, arithmetic)
    case .code(let code): (.code, code)
    case .figure(let figure): (.figure, figure)
    case .diagnostic(let diagnostic): (.diagnostic, diagnostic)
    case .difference(let difference): (.difference, difference)
    case .group(let group): (.group, group)
    }
  }
}
