using System.Buffers.Binary;
using EdgeAI.Device.Time;
using EdgeAI.Device.Wire;
using EdgeAI.Runtime.Samples;

namespace EdgeAI.Runtime.Outlets;

/// <summary>One item as a reader holds it: a copy, refilled with each read (OUTLET.md, "Item").</summary>
public sealed class OutletItem
{
    internal byte[] Bytes { get; } = new byte[OutletLayout.MaxItem];

    /// <summary>The item's number since the robot's start; a hole is a loss.</summary>
    public long Sequence => ReadInt64(OutletLayout.SequenceAt);

    /// <summary>When the newest reading behind it was true, on the robot's timeline; an unknown uncertainty is <see cref="long.MaxValue"/>.</summary>
    public Stamp Stamp => new(ReadInt64(OutletLayout.StampAt), ReadInt64(OutletLayout.UncertaintyAt));

    /// <summary>When the oldest reading behind it was true, on the robot's timeline, nanoseconds; as uncertain as the stamp.</summary>
    public long OldestInput => ReadInt64(OutletLayout.OldestAt);

    /// <summary>When it was published, on the robot's timeline, nanoseconds.</summary>
    public long PublishedAt => ReadInt64(OutletLayout.PublishedAt);

    /// <summary>The stream that it belongs to.</summary>
    public StreamId Source => new(BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(OutletLayout.BoardAt)), Bytes[OutletLayout.StreamAt]);

    /// <summary>Its number in that stream.</summary>
    public long SourceSequence => ReadInt64(OutletLayout.SourceSequenceAt);

    /// <summary>What it tells.</summary>
    public OutletKind Kind => (OutletKind)Bytes[OutletLayout.KindAt];

    /// <summary>Whether the world behind it is simulated or replayed.</summary>
    public FrameFlags Flags => (FrameFlags)BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(OutletLayout.FlagsAt));

    /// <summary>What it holds, by kind (OUTLET.md, "Payloads").</summary>
    public ReadOnlySpan<byte> Payload =>
        Bytes.AsSpan(OutletLayout.PayloadAt, Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(Bytes.AsSpan(OutletLayout.LengthAt)), OutletLayout.MaxPayload));

    private long ReadInt64(int offset) => BinaryPrimitives.ReadInt64LittleEndian(Bytes.AsSpan(offset));
}
