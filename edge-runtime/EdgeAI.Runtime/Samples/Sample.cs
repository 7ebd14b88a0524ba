using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;

namespace EdgeAI.Runtime.Samples;

/// <summary>
/// A value with where it came from, which one it is, and when it was true on the robot's timeline.
/// The value is borrowed: it stays the same until the receiver returns.
/// </summary>
/// <typeparam name="T">The payload.</typeparam>
/// <param name="value">The payload, borrowed.</param>
/// <param name="stamp">When the payload was true (robot timeline, nanoseconds), with its uncertainty.</param>
/// <param name="source">The stream that it came from.</param>
/// <param name="sequence">Its number in that stream, counted at the source.</param>
/// <param name="flags">What is true of the frame that it came in: a simulated or replayed world never passes as the live one.</param>
/// <param name="spanNanoseconds">How much older than the stamp the oldest reading is that the payload rests on; 0 for what was sensed.</param>
public readonly struct Sample<T>(T value, Stamp stamp, StreamId source, long sequence, FrameFlags flags, long spanNanoseconds = 0)
{
    /// <summary>The payload, borrowed until the receiver returns.</summary>
    public T Value { get; } = value;

    /// <summary>When the payload was true, on the robot's timeline. Never restamped.</summary>
    public Stamp Stamp { get; } = stamp;

    /// <summary>The stream that the payload came from.</summary>
    public StreamId Source { get; } = source;

    /// <summary>The payload's number in its stream, counted at the source.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>What is true of the frame that the payload came in; handed on to everything derived from it.</summary>
    public FrameFlags Flags { get; } = flags;

    /// <summary>How much older than the stamp the oldest reading is that the payload rests on, nanoseconds; 0 for what was sensed. The age contract counts it.</summary>
    public long SpanNanoseconds { get; } = spanNanoseconds;
}
