using System.Globalization;
using EdgeAI.Device.Messages;
using EdgeAI.Records;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// The frames of one message and class on one stream of a robot: the rule that governs them, what was withheld of them since the last
/// report, and what the rule has to remember. What it holds belongs to the open transaction until <see cref="Accept"/>.
/// </summary>
internal sealed class GovernedStream(byte[] robot, ushort board, byte stream, MessageType type, RecordClass recordClass, CompiledRule rule)
{
    /// <summary>The longest state in bytes: counts, a frame, and the sums of the largest reading.</summary>
    public const int MaximumStateLength = 24 << 10;

    private const byte StateVersion = 1;
    private const int HandlingOffset = 5;
    private const int Rules = (int)WithheldRule.Geofence;

    // 10 to the power of -18 to 18, the exponents of scales (firmware/WIRE.md, "Scale").
    private static readonly double[] Powers = [.. Enumerable.Range(-18, 37).Select(static exponent => Math.Pow(10, exponent))];

    private string? _key;
    private WithheldCount[] _counts = [];
    private byte[] _left = [];
    private int _leftLength;
    private long _leftStamp;
    private uint _position;
    private long _slot = long.MinValue;
    private byte[]? _durable;
    private byte[]? _saved;
    private long _reportedOnDisk;

    public byte[] Robot { get; } = robot;

    public ushort Board { get; } = board;

    public byte Stream { get; } = stream;

    public RecordClass Class { get; } = recordClass;

    public CompiledRule Rule { get; } = rule;

    /// <summary>The robot's boot that the counts and the memory are of.</summary>
    public uint RobotBoot { get; private set; }

    /// <summary>The window of a rule that folds; nothing before its first reading.</summary>
    public OpenWindow? Window { get; private set; }

    /// <summary>Whether it changed in the open transaction.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Whether the policy has it among those with counts to report.</summary>
    public bool IsListedForReport { get; set; }

    /// <summary>Whether the policy has it among those with an open window.</summary>
    public bool IsListedForWindow { get; set; }

    /// <summary>The sequence of the latest report on it in this life of the gateway; 0 before the first.</summary>
    public long ReportedAt { get; set; }

    /// <summary>The bytes that it takes on disk; 0 where it holds nothing.</summary>
    public int DurableLength => _durable?.Length ?? 0;

    /// <summary>Whether there are frames to report.</summary>
    public bool HasCounts => Array.Exists(_counts, static count => count.Count > 0);

    /// <summary>The name of its state: who, which stream, what.</summary>
    public string Key => _key ??= string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{System.Text.Encoding.ASCII.GetString(Robot)}/{Board}/{Stream}/{(byte)type}/{(byte)Class}");

    /// <summary>What the names of all streams' states begin with.</summary>
    public static string KeyPrefix => "stream/";

    /// <summary>Counts a frame that is not stored as it came.</summary>
    public void Withhold(WithheldRule reason, long stamp)
    {
        if (_counts.Length == 0)
        {
            _counts = new WithheldCount[Rules];
        }

        _counts[(int)reason - 1] = _counts[(int)reason - 1].With(stamp);
    }

    /// <summary>Takes the count of one rule, which then is zero.</summary>
    public WithheldCount Take(WithheldRule reason)
    {
        WithheldCount count = _counts.Length == 0 ? default : _counts[(int)reason - 1];
        if (count.Count > 0)
        {
            _counts[(int)reason - 1] = default;
        }

        return count;
    }

    /// <summary>Whether a frame is one of those that down-sampling lets through.</summary>
    public bool IsNextSample(long stamp)
    {
        if (Rule.EveryNth > 0)
        {
            uint position = _position;
            _position = (position + 1) % (uint)Rule.EveryNth;
            return position == 0;
        }

        long slot = FloorDivide(stamp, Rule.SlotNanoseconds);
        bool isNew = slot != _slot;
        _slot = slot;
        return isNew;
    }

    /// <summary>Whether a frame says enough that is new since the last one that left; it then is the last one that left.</summary>
    public bool Moves(ReadOnlySpan<byte> frame, long stamp)
    {
        Span<PayloadField> fields = stackalloc PayloadField[PayloadFields.Maximum];
        int count = FrameBytes.IsSound(frame) ? PayloadFields.Read(frame, fields) : 0;
        if (count == 0)
        {
            return true;
        }

        ReadOnlySpan<byte> left = _left.AsSpan(0, _leftLength);
        bool leaves = left.IsEmpty
            || (Int128)Rule.HeartbeatNanoseconds <= Int128.Abs((Int128)stamp - _leftStamp)
            || !PayloadFields.SameShape(frame, left, fields[..count])
            || MovesBeyond(frame, left, fields[..count]);
        if (leaves)
        {
            if (_left.Length < frame.Length)
            {
                _left = new byte[frame.Length];
            }

            frame.CopyTo(_left);
            _leftLength = frame.Length;
            _leftStamp = stamp;
        }

        return leaves;
    }

    /// <summary>The window that a rule's stream folds into, made at its first use.</summary>
    public OpenWindow WindowOf() => Window ??= new OpenWindow();

    /// <summary>Begins anew with another boot of the robot; counts and window are reported before.</summary>
    public void BeginBoot(uint boot)
    {
        RobotBoot = boot;
        _leftLength = 0;
        _position = 0;
        _slot = long.MinValue;
    }

    /// <summary>Forgets all; counts and window are reported before.</summary>
    public void Forget()
    {
        Window?.Clear();
        BeginBoot(0);
    }

    /// <summary>Gives the state to be stored in place of the one on disk; false where nothing changes there.</summary>
    public bool TrySave(Span<byte> scratch, out byte[]? state)
    {
        state = IsEmpty ? null : Encode(scratch);
        _saved = state;
        return state is not null || _durable is not null;
    }

    /// <summary>What was saved is on disk.</summary>
    public void Accept()
    {
        _durable = _saved;
        _reportedOnDisk = ReportedAt;
        IsDirty = false;
    }

    /// <summary>Goes back to what is on disk.</summary>
    public void Undo()
    {
        IsDirty = false;
        ReportedAt = _reportedOnDisk;
        if (_durable is null || !TryRead(_durable))
        {
            Array.Clear(_counts);
            Forget();
        }
    }

    /// <summary>The classification that a state on disk was written under; 0 where it is none.</summary>
    public static byte HandlingIn(ReadOnlySpan<byte> state) => state.Length > HandlingOffset ? state[HandlingOffset] : (byte)0;

    /// <summary>Takes over a state of the disk; false where it is none.</summary>
    public bool TryLoad(byte[] state)
    {
        _durable = state;
        return TryRead(state);
    }

    // A frame that leaves and a rule that remembers nothing of it leave nothing to store.
    private bool IsEmpty => !HasCounts && _leftLength == 0 && _position == 0 && _slot == long.MinValue && Window is not { Count: > 0 };

    private byte[] Encode(Span<byte> scratch)
    {
        StateWriter writer = new(scratch);
        writer.Put(StateVersion);
        writer.Put(RobotBoot);
        writer.Put(Rule.Handling);
        writer.Put((byte)_counts.Length);
        foreach (WithheldCount count in _counts)
        {
            writer.Put(count.Count);
            writer.Put(count.Earliest);
            writer.Put(count.Latest);
        }

        writer.Put(_position);
        writer.Put(_slot);
        writer.Put(_leftStamp);
        writer.Put(_left.AsSpan(0, _leftLength));
        writer.Put((byte)(Window is null ? 0 : 1));
        Window?.Write(ref writer);
        return scratch[..writer.Length].ToArray();
    }

    private bool TryRead(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        bool known = reader.Byte() == StateVersion;
        RobotBoot = reader.UInt32();
        _ = reader.Byte();
        int counts = reader.Byte();
        _counts = counts == Rules ? new WithheldCount[Rules] : [];
        for (int index = 0; index < _counts.Length; index++)
        {
            _counts[index] = new WithheldCount(reader.Int64(), reader.Int64(), reader.Int64());
        }

        _position = reader.UInt32();
        _slot = reader.Int64();
        _leftStamp = reader.Int64();
        _left = reader.Bytes().ToArray();
        _leftLength = _left.Length;
        Window?.Clear();
        if (reader.Byte() != 0)
        {
            WindowOf().Read(ref reader);
        }

        return known && counts is 0 or Rules && reader.IsComplete;
    }

    private bool MovesBeyond(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> left, ReadOnlySpan<PayloadField> fields)
    {
        foreach (ref readonly PayloadField field in fields)
        {
            foreach (ref readonly WatchedField watched in Rule.Watched.AsSpan())
            {
                if (watched.Number == field.Number && MovesBeyond(frame, left, field, watched))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool MovesBeyond(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> left, in PayloadField field, in WatchedField watched)
    {
        // The scales of both are the same: they are part of the shape.
        double step = 1;
        Unit unit = Unit.Count;
        if (field.ScaleOffset >= 0)
        {
            step = Math.Abs((double)System.Buffers.Binary.BinaryPrimitives.ReadInt32LittleEndian(frame[field.ScaleOffset..])) * Powers[(sbyte)frame[field.ScaleOffset + 4] + 18];
            unit = (Unit)frame[field.ScaleOffset + 5];
        }

        if (unit != watched.Unit)
        {
            return true;
        }

        for (int index = 0; index < field.Count; index++)
        {
            long change = (long)PayloadFields.ValueAt(frame, field, index) - PayloadFields.ValueAt(left, field, index);
            if (Math.Abs(change) * step > watched.By)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Which of the intervals of a length a stamp lies in; they begin at 1970.</summary>
    public static long FloorDivide(long stamp, long length)
    {
        long quotient = stamp / length;
        return stamp % length < 0 ? quotient - 1 : quotient;
    }
}
