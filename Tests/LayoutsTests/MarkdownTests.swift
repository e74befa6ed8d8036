// Markdown: what has a meaning in it stands for itself.
import Layouts
import Presentation
import Testing

@Suite struct MarkdownTests {
  @Test func charactersStandForThemselves() {
    let text = Markdown().text(of: [
      .paragraph(Paragraph("\(name: "*a_|b`<i>")")), .paragraph(Paragraph("1. no list")),
      .paragraph(Paragraph("- nor here")),
    ])
    #expect(text == "\\*a\\_\\|b\\`\\<i\\>\n\n1\\. no list\n\n\\- nor here")
  }

  @Test func commandsAndFencesOutgrowTheirBackquotes() {
    let text = Markdown().text(of: [
      .paragraph(Paragraph("\(command: "a`b")")), .code(Code(.commands, ["x", "````"])),
    ])
    #expect(text == "``a`b``\n\n`````descent\nx\n````\n`````")
  }

  /// What stands between rows divides a table in two, each with its head.
  @Test func remarksDivideTables() {
    var table = Table(
      [Column("epoch", .left), Column("loss")], rows: [Row([Cell(1), Cell("a|b")])])
    table.entries += [.remark(.paragraph(Paragraph("note"))), .row(Row([Cell(2), "c"]))]
    #expect(
      Markdown().text(of: [.table(table)]) == """
        | epoch | loss |
        | :-- | --: |
        | 1 | a\\|b |

        note

        | epoch | loss |
        | :-- | --: |
        | 2 | c |
        """)
  }
}
