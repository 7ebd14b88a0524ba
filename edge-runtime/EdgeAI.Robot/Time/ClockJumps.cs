using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Robot.Wiring;
using EdgeAI.Runtime.Health;

namespace EdgeAI.Robot.Time;

/// <summary>Looks for clocks that jump: the operating system's UTC, and the clock of each board.</summary>
/// <param name="parts">The robot.</param>
/// <param name="log">Where jumps are said.</param>
internal sealed class ClockJumps(RobotParts parts, HealthLog log)
{
    // A clock discipline slews half a second away by itself and steps what is more (adjtime(3), ntpd's panic aside).
    private const long UtcTolerance = 500_000_000;

    private readonly ClockWatch _utc = new("UTC", UtcTolerance, log);
    private readonly long[] _contradictions = new long[parts.Graph.Intakes.Count];
    private long _boards;

    /// <summary>How often a clock jumped.</summary>
    public long Count => _utc.Jumps + Volatile.Read(ref _boards);

    /// <summary>Looks once.</summary>
    /// <param name="now">The robot's timeline, nanoseconds.</param>
    public void Look(long now)
    {
        _utc.Look(parts.Utc.ToUtc(new Stamp(now, 0), out _), now);
        for (int index = 0; index < _contradictions.Length; index++)
        {
            if (parts.Graph.Intakes[index].Conversation is not { } conversation || conversation.Timeline.Contradictions == _contradictions[index])
            {
                continue;
            }

            _contradictions[index] = conversation.Timeline.Contradictions;
            Volatile.Write(ref _boards, _boards + 1);
            string board = parts.Profile.Boards.First(candidate => candidate.Id == conversation.Board).Name;
            log.Say(HealthCode.ClockJumped, LogLevel.Warning, isActive: true, "board", board, "has a clock that jumped: it is learned anew");
        }
    }
}
