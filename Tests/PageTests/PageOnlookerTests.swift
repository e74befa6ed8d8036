// What somebody sees who begins to look: lines that wait, and which pictures come first.
import Dispatch
import JSON
import Page
import TestSupport
import Testing

@Suite struct PageOnlookerTests {
  @Test func whoeverComesLaterSeesLinesThatWait() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    for line in ["eval", "step"] { #expect(try session.client.type(line).status == 202) }
    let stream = try EventStream(session.client)
    let waiting = try members(stream.next("waiting"))
    #expect(waiting["lines"] == .array([.string("eval"), .string("step")]))
    #expect(session.page.nextLine() == "eval")
    #expect(stream.next("waiting", holding: "{\"lines\":[\"step\"]}") != nil)
    #expect(session.runTyped() == ["step"])
    #expect(stream.next("waiting", holding: "{\"lines\":[]}") != nil)
  }

  @Test func dataHaveAPictureBeforeThereIsANetwork() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    for data in ["iris", "diabetes", "moons n=60"] {
      #expect(session.run("data \(data)") == .done)
      let picture = try members(stream.next("picture", holding: "\"id\":\"data\",\"title\""))
      guard case .string(let svg) = picture["svg"] else { return #expect(Bool(false), "\(data)") }
      #expect(svg.hasPrefix("<svg"))
    }
    session.run("layers 4 tanh")
    #expect(stream.next("picture", holding: "\"id\":\"data\",\"svg\":null") != nil)
  }

  @Test func examplesOfPixelsComeFirst() throws {
    let session = try PagedSession()
    let stream = try EventStream(session.client)
    #expect(session.run("data digits") == .done)
    #expect(stream.next("picture", holding: "\"id\":\"examples\",\"title\"") != nil)
    #expect(stream.next("frame", holding: "\"order\":[\"examples\",") != nil)
  }

  /// A search that came before it is no news while a network is trained.
  @Test func aTrainingUnderWayIsNewerThanASearch() throws {
    let session = try PagedSession()
    // So many epochs of so many rows last until they are stopped.
    session.run("data moons n=4000; layers 32 32 tanh")
    session.run("search random trials=3 epochs=1 lr=0.01..0.1")
    nonisolated(unsafe) let stream = try EventStream(session.client)
    #expect(stream.next("frame", holding: "\"order\":[\"search\",\"space\",") != nil)
    let client = session.client
    nonisolated(unsafe) var onTheWay: EventStream.Event?
    let end = DispatchSemaphore(value: 0)
    // A thread of its own: a task would wait until others than those that train are free.
    DispatchQueue(label: "onlooker").async {
      onTheWay = stream.next("frame", holding: "\"training\":true")
      _ = try? client.post("/stop")
      end.signal()
    }
    #expect(session.run("train 1000000") == .interrupted)
    end.wait()
    let frame = try #require(onTheWay)
    #expect(frame.data.contains("\"order\":[\"boundary\","))
  }

  @Test func aTrainingThatIsWatchedIsWatchedToItsEnd() throws {
    let session = try PagedSession()
    session.run("data moons n=60; layers 4 tanh")
    session.type("set l2 0.01", afterEpoch: 3)
    session.run("train live 10; eval")
    #expect(session.runTyped() == ["set l2 0.01", "train live; eval"])
    #expect(session.notebook.session.state.training?.epoch == 10)
  }
}
