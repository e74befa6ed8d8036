// The pictures of docs/pictures.md are those that the commands above them make, to the byte.
import TestSupport
import Testing

@Suite struct PicturesPageTests {
  @Test func everyPictureIsMadeByItsCommand() throws {
    let (page, shown) = (checkout + "/docs/pictures.md", checkout + "/docs/pictures")
    let home = TemporaryFolder()
    try makeFolder(home.path + "/pictures")
    try write(fileText(page), to: home.path + "/pictures.md")
    let result = try Process.run(
      Descent.path, ["replay", "--allow-writes", home.path + "/pictures.md"],
      environment: Descent.pipeEnvironment(home), timeout: 120)
    #expect(result.status == .exited(0), "\(result.outputText)")
    let names = directoryEntries(shown)
    #expect(names.count == 10 && names == directoryEntries(home.path + "/pictures"))
    for name in names {
      #expect(
        bytes(of: "\(shown)/\(name)") == bytes(of: "\(home.path)/pictures/\(name)"), "\(name)")
      #expect(fileText(page).contains("](pictures/\(name))"))
    }
  }
}
