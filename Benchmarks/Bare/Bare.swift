// A program that takes `-c COMMANDS` and does nothing: what it weighs and how long it takes is what
// swift-argument-parser and the Swift library ask of every program.
import ArgumentParser

@main
struct Bare: ParsableCommand {
  @Option(name: .customShort("c")) var commands: [String] = []

  mutating func run() {}
}
