using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Boards;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Health;

/// <summary>
/// What a robot says of its own health: log records of board 0 on stream 255, the same vocabulary in which boards speak of themselves. They go
/// the way of every frame, so they are recorded and reach the city. Safe for any thread; allocates nothing.
/// </summary>
/// <param name="boot">The robot's boot number.</param>
/// <param name="flags">What is true of the robot's world.</param>
/// <param name="sink">Where frames go.</param>
/// <param name="clock">The robot's timeline.</param>
public sealed class HealthLog(ushort boot, FrameFlags flags, IFrameSink sink, IClock clock)
{
    // Graph threads of any priority meet here, and those that watch over them.
    private readonly PriorityLock _gate = new();
    private readonly FrameHeader _header = new() { Board = 0, Stream = BoardAddress.HousekeepingStream, Boot = boot, Type = MessageType.LogRecord, Flags = flags };
    private readonly LogRecord _record = new();
    private readonly byte[] _frame = new byte[FrameLayout.MaxFrameLength];
    private IHealthObserver[] _observers = [];

    /// <summary>The stream of the records.</summary>
    public static StreamId Stream { get; } = new(0, BoardAddress.HousekeepingStream);

    /// <summary>The records for whoever shows them. May be read on any thread.</summary>
    public BoardLog Log { get; } = new();

    /// <summary>Records that were said.</summary>
    public long Said => Volatile.Read(ref _header.Sequence);

    /// <summary>Adds someone who watches, before anything is said.</summary>
    public void Add(IHealthObserver observer) => _observers = [.. _observers, observer];

    /// <summary>Says something: "what 'who': text number unit".</summary>
    /// <param name="code">What is said.</param>
    /// <param name="level">How much it matters.</param>
    /// <param name="isActive">Whether it begins or is over.</param>
    /// <param name="what">What it is about, such as "thread".</param>
    /// <param name="who">Its name.</param>
    /// <param name="text">What is so.</param>
    /// <param name="number">How much.</param>
    /// <param name="unit">Of what; empty for no number.</param>
    public void Say(HealthCode code, LogLevel level, bool isActive, string what, string who, string text, long number = 0, string unit = "")
    {
        using (_gate.Enter())
        {
            _record.Level = level;
            _record.Code = (ushort)code;
            _record.Stamp = new Stamp(Math.Max(0, clock.Nanoseconds), 0);
            _record.Text.Count = 0;
            _record.Text.Append(what).Append(" '").Append(who).Append("' ").Append(text);
            if (unit.Length > 0)
            {
                _record.Text.Append(" ").Append(number).Append(" ").Append(unit);
            }

            int length = FrameEncoder.Encode(_header, _record, _frame, 0, _frame.Length);
            _header.Sequence++;
            Log.Add(_record, _record.Stamp, boot);
            sink.Accept(Stream, _record.Stamp, _frame.AsSpan(0, length));
            foreach (IHealthObserver observer in _observers)
            {
                observer.Observe(code, isActive, _record);
            }
        }
    }
}
