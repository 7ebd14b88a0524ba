using System.Buffers.Binary;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Graph;
using EdgeAI.Runtime.Health;
using EdgeAI.Runtime.Samples;
using EdgeAI.Runtime.Scheduling;

namespace EdgeAI.Runtime.Outlets;

/// <summary>
/// The way out to control: numbers what the robot perceives and sends it, in SI units, to controllers on the same machine. Any of the
/// robot's threads may publish; none ever waits for a reader. Nothing is allocated after construction.
/// </summary>
/// <param name="clock">The robot's timeline.</param>
/// <param name="ways">The ways that each item takes.</param>
/// <param name="world">What is true of the robot's world, for what it says of itself.</param>
public sealed class Outlet(IClock clock, IReadOnlyList<IOutletWay> ways, FrameFlags world = FrameFlags.None) : IStageObserver, IHealthObserver, IDisposable
{
    // Graph threads of any priority meet here.
    private readonly PriorityLock _gate = new();
    private readonly IOutletWay[] _ways = [.. ways];
    private readonly byte[] _item = new byte[OutletLayout.MaxItem];
    private readonly long _beatEvery = ways.Select(static way => way.BeatEvery).DefaultIfEmpty(long.MaxValue).Min();
    private long _nextBeat = long.MinValue;
    private long _published;
    private long _notCarried;
    private long _healthSaid;

    /// <summary>The ways that each item takes.</summary>
    public IReadOnlyList<IOutletWay> Ways => _ways;

    /// <summary>Items published; the next one's sequence.</summary>
    public long Published => Volatile.Read(ref _published);

    /// <summary>Messages of a kind that the outlet does not carry.</summary>
    public long NotCarried => Volatile.Read(ref _notCarried);

    /// <summary>Publishes a message.</summary>
    /// <param name="source">The stream that it belongs to.</param>
    /// <param name="sourceSequence">Its number in that stream.</param>
    /// <param name="message">The message, its stamp on the robot's timeline. Borrowed for the length of the call.</param>
    /// <param name="flags">What is true of the readings that it rests on.</param>
    /// <param name="oldestInput">The instant (robot timeline, nanoseconds) of the oldest reading that it rests on.</param>
    /// <returns>Whether it was published; false for a kind that the outlet does not carry, which is counted.</returns>
    public bool Publish(StreamId source, long sourceSequence, Message message, FrameFlags flags, long oldestInput)
    {
        ArgumentNullException.ThrowIfNull(message);
        using (_gate.Enter())
        {
            int length = OutletEncoder.Encode(message, _item.AsSpan(OutletLayout.PayloadAt), out OutletKind kind);
            if (length == 0)
            {
                _notCarried++;
                return false;
            }

            Send(source, sourceSequence, message.Stamp, oldestInput, kind, flags, length);
            return true;
        }
    }

    /// <inheritdoc/>
    public void Observe(in Sample<Message> output) =>
        Publish(output.Source, output.Sequence, output.Value, output.Flags, output.Stamp.Nanoseconds - output.SpanNanoseconds);

    /// <inheritdoc/>
    public void Observe(HealthCode code, bool isActive, LogRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        using (_gate.Enter())
        {
            int length = OutletEncoder.Encode(code, isActive, record, _item.AsSpan(OutletLayout.PayloadAt));
            Send(HealthLog.Stream, _healthSaid++, record.Stamp, record.Stamp.Nanoseconds, OutletKind.Health, world, length);
        }
    }

    /// <summary>Says that the graph ran at an instant; to be called at least four times in a heartbeat's period.</summary>
    /// <param name="nanoseconds">The instant on the robot's timeline.</param>
    public void Beat(long nanoseconds)
    {
        // Every thread beats with every step: none meets another here unless a beat is due.
        if (nanoseconds < Volatile.Read(ref _nextBeat))
        {
            return;
        }

        using (_gate.Enter())
        {
            Volatile.Write(ref _nextBeat, _beatEvery == long.MaxValue ? long.MaxValue : nanoseconds + _beatEvery);
            foreach (IOutletWay way in _ways)
            {
                way.Beat(nanoseconds);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (_gate.Enter())
        {
            foreach (IOutletWay way in _ways)
            {
                way.Dispose();
            }
        }
    }

    private void Send(StreamId source, long sourceSequence, in Stamp stamp, long oldestInput, OutletKind kind, FrameFlags flags, int length)
    {
        Span<byte> item = _item;
        bool known = stamp.UncertaintyNanoseconds < FrameTime.UnknownNanoseconds;
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.SequenceAt..], _published);
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.StampAt..], stamp.Nanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.UncertaintyAt..], known ? stamp.UncertaintyNanoseconds : long.MaxValue);
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.OldestAt..], Math.Min(oldestInput, stamp.Nanoseconds));
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.SourceSequenceAt..], sourceSequence);
        BinaryPrimitives.WriteUInt16LittleEndian(item[OutletLayout.BoardAt..], source.Board);
        item[OutletLayout.StreamAt] = source.Stream;
        item[OutletLayout.KindAt] = (byte)kind;
        BinaryPrimitives.WriteUInt16LittleEndian(item[OutletLayout.FlagsAt..], (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(item[OutletLayout.LengthAt..], (ushort)length);
        BinaryPrimitives.WriteInt64LittleEndian(item[OutletLayout.PublishedAt..], clock.Nanoseconds);
        foreach (IOutletWay way in _ways)
        {
            way.Send(item[..(OutletLayout.PayloadAt + length)]);
        }

        Volatile.Write(ref _published, _published + 1);
    }
}
