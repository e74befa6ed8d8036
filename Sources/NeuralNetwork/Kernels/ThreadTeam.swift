// The threads of one training or evaluation. Work is shared out by rows or by weights, never within
// a sum, so their number shows in the time alone.

import CKernels

/// Threads that run one function together. They wait while there is nothing to do and end with
/// their owner.
package final class ThreadTeam {
  /// How many work, the caller's own among them. Where the system refuses threads it is fewer than
  /// were asked for.
  package let members: Int
  private let team: OpaquePointer?

  package init(members: Int) {
    team = members > 1 ? descent_team_start(members) : nil
    self.members = team.map { descent_team_members($0) } ?? 1
  }

  deinit {
    if let team { descent_team_end(team) }
  }

  /// Each member runs the work once, with its number; returns when all have. The work must not
  /// capture anything, so that no step of a training allocates.
  ///
  /// - Parameter context: handed to every member as it is.
  func run<Context: AnyObject>(
    _ context: Context, _ work: @convention(c) (UnsafeMutableRawPointer?, Int) -> Void
  ) {
    let opaque = Unmanaged.passUnretained(context).toOpaque()
    guard let team else { return work(opaque, 0) }
    descent_team_run(team, work, opaque)
  }

  /// This member's part of `count` things: consecutive, and but for the end in whole groups.
  func share(of count: Int, member: Int, inGroupsOf group: Int) -> Range<Int> {
    let groups = (count + group - 1) / group
    let start = min(count, groups * member / members * group)
    return start..<min(count, groups * (member + 1) / members * group)
  }
}
