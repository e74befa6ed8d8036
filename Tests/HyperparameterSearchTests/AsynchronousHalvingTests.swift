// Which trials asynchronous successive halving ends, held against Optuna's pruner of the same rule.

import HyperparameterSearch
import Testing

@Suite struct AsynchronousHalvingTests {
  /// Reports as TRIAL:STEP:VALUE in their order, and what Optuna 5.0.0 said to each, `x` for prune:
  ///
  ///     r = random.Random(seed)
  ///     study = optuna.create_study(direction=direction, pruner=optuna.pruners.SuccessiveHalvingPruner(
  ///         min_resource=least, reduction_factor=reduction))
  ///     trials, steps = [study.ask() for _ in range(12)], [0] * 12
  ///     for _ in range(60):
  ///         t = r.randrange(12)
  ///         steps[t] += r.randrange(1, 5)
  ///         trials[t].report(r.randrange(100) / 4, steps[t])
  ///         print(trials[t].should_prune())
  static let studies: [(SearchDirection, Int, Int, String, String)] = [
    (
      .minimize, 3, 1,
      "2:1:8 1:4:24.25 7:4:20.75 6:2:3 7:5:12.25 6:3:22.25 7:8:23 3:1:10 0:1:0.75 10:1:12 10:3:13.5 "
        + "11:1:16.75 3:5:15.75 8:2:11 3:7:24.25 7:11:0.5 6:4:5.75 10:6:3.75 11:4:23 11:8:16 10:8:9.5 "
        + "4:4:16 6:5:15.25 3:11:13.25 10:10:11.5 8:5:2.75 7:12:24.75 2:5:11.75 7:13:15 0:4:22.5 "
        + "9:4:20.5 2:7:16 3:12:24.5 3:14:12.75 8:8:18.25 5:4:8.5 10:11:12.25 11:10:16.5 8:10:13.5 "
        + "0:8:11.5 9:6:16 6:9:11.25 6:12:0 8:13:14.5 9:7:7.25 10:13:17.5 9:9:2.75 8:16:1 10:14:2.5 "
        + "0:12:0.25 4:6:8.5 1:6:11 4:7:5.25 2:10:16.75 2:13:20.5 11:13:14.5 11:16:15.75 7:14:0.75 "
        + "4:11:10.75 6:14:8.25",
      ".xx..x.x.xxxxx....x..x.xx....xx......xx.x............x....x."
    ),
    (
      .maximize, 2, 3,
      "0:1:2.5 5:2:23.5 10:3:8 9:2:19.25 0:3:13.75 10:7:23 8:3:17.25 7:3:1 0:6:14.75 5:6:13.5 "
        + "8:5:17.75 2:2:7.25 0:8:10.25 2:4:16.25 8:8:16.25 10:9:14.25 6:3:18.75 5:9:14.25 2:8:22.75 "
        + "11:4:20.75 8:10:15.5 4:4:16 8:13:21 7:7:11 9:6:15.5 10:11:10.25 11:6:19.5 4:8:9.75 "
        + "4:12:9.75 11:8:15.5 8:16:21.75 9:7:10.75 11:9:6 11:10:1.75 9:8:8.5 9:10:21.75 1:2:8.5 "
        + "3:2:1.75 6:4:1.75 5:12:5.5 3:3:2.5 1:3:0.75 0:9:11.75 4:14:5 11:12:16.5 11:13:12.25 "
        + "9:11:7.75 2:9:0 5:13:9 5:17:0.75 4:18:17.5 9:12:8.25 6:6:15 3:4:21 10:14:3.25 0:13:4 "
        + "8:20:15.5 8:23:4.5 5:20:8.25 9:16:20.75",
      ".......xxx....x..x...x.xx..xx..x.......xxx.........x..xx...."
    ),
    (
      .minimize, 4, 2,
      "3:2:11.75 9:4:20 9:5:19.25 0:4:8.25 8:2:6 11:4:17.25 8:6:12.5 10:2:7.25 10:4:16.5 6:1:21.25 "
        + "1:2:24.25 9:6:9.5 0:7:15 9:10:22.75 6:5:23.25 9:14:4.25 5:1:1 2:4:6.75 4:4:24.75 "
        + "10:7:13.25 8:10:18.25 5:5:18.5 3:5:21.75 0:10:19.25 10:9:22.25 5:6:22.75 10:11:20.25 "
        + "9:17:9 1:3:15.25 10:15:2.75 5:7:13 2:5:9.25 6:9:3.75 0:11:12 11:7:17.5 4:6:1 4:7:2.25 "
        + "1:4:6.25 6:12:19.5 4:9:22 0:14:10 5:9:12 6:16:16.5 6:17:19.75 8:13:13.75 10:17:9.5 "
        + "6:20:16.5 4:12:0.25 6:23:0.5 6:25:1.75 10:20:14.75 5:12:19.25 11:10:23.5 7:1:18.75 "
        + "0:15:11.75 4:16:9.5 9:20:5.5 5:14:10 5:17:9.5 6:26:24.5",
      ".x...x.x..x...x...x..x.xx..............x.x..........x......."
    ),
  ]

  @Test(arguments: studies) func prunesAsOptunaDoes(
    _ direction: SearchDirection, _ reduction: Int, _ minStep: Int, _ reports: String,
    _ answers: String
  ) throws {
    var halving = AsynchronousHalving(reduction: reduction, minStep: minStep)
    var said = ""
    for report in reports.split(separator: " ") {
      let parts = report.split(separator: ":")
      let value = try #require(Double(parts[2]))
      let (trial, step) = (try #require(Int(parts[0])), try #require(Int(parts[1])))
      said += halving.goesOn(trial, step: step, value: value, direction: direction) ? "." : "x"
    }
    #expect(said == answers)
  }

  @Test func stepsWithoutEndHaveRungsWithoutOverflow() {
    var halving = AsynchronousHalving(reduction: 1_000_000, minStep: 1_000_000_000)
    let said = [1.0, 2, 0].enumerated().map { trial, value in
      halving.goesOn(trial, step: .max, value: value, direction: .minimize)
    }
    #expect(said == [true, false, true])
  }
}
