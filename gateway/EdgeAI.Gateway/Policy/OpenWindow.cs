using EdgeAI.Profiles.Policies;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// The readings of one stream that were folded together and have not left yet. Sums are exact integers, so that the same readings give
/// the same frame whatever was interrupted on the way.
/// </summary>
internal sealed class OpenWindow
{
    private readonly byte[] _frame = new byte[Device.Wire.FrameLayout.MaxFrameLength];
    private int _frameLength;
    private long[] _values = [];
    private long _first;
    private long _last;
    private long _uncertainty;

    /// <summary>Readings in it; 0 while it is not open.</summary>
    public uint Count { get; private set; }

    /// <summary>Which tumbling window it is.</summary>
    public long Index { get; private set; }

    /// <summary>When the gateway took the first reading, UTC nanoseconds.</summary>
    public long OpenedUtc { get; private set; }

    /// <summary>When the gateway took the last one.</summary>
    public long ReceivedUtc { get; private set; }

    /// <summary>The stamp of the reading that was folded in last.</summary>
    public long LatestStamp { get; private set; }

    /// <summary>The last reading's frame; what a closed window leaves has its board, boot, stream, sequence and time.</summary>
    public ReadOnlySpan<byte> Frame => _frame.AsSpan(0, _frameLength);

    /// <summary>Whether a reading belongs to it.</summary>
    public bool Takes(long index, ReadOnlySpan<byte> frame, ReadOnlySpan<PayloadField> fields) => Count > 0 && index == Index && PayloadFields.SameShape(frame, Frame, fields);

    /// <summary>Folds a reading in; the first one opens it.</summary>
    public void Fold(in OfferedRecord offered, long index, WindowStatistic keeps, ReadOnlySpan<PayloadField> fields)
    {
        if (Count == 0)
        {
            Index = index;
            OpenedUtc = offered.ReceivedUtcNanoseconds;
            _first = long.MaxValue;
            _last = long.MinValue;
            _uncertainty = 0;
        }

        int values = keeps == WindowStatistic.Last ? 0 : CountOf(fields);
        if (_values.Length != values)
        {
            _values = new long[values];
        }

        FoldValues(offered.Frame, keeps, fields);
        Count++;
        LatestStamp = offered.StampUtcNanoseconds;
        ReceivedUtc = offered.ReceivedUtcNanoseconds;
        _first = Math.Min(_first, offered.StampUtcNanoseconds);
        _last = Math.Max(_last, offered.StampUtcNanoseconds);
        _uncertainty = _uncertainty < 0 || offered.UncertaintyNanoseconds < 0 ? -1 : Math.Max(_uncertainty, offered.UncertaintyNanoseconds);
        offered.Frame.CopyTo(_frame);
        _frameLength = offered.Frame.Length;
    }

    /// <summary>Ends it: gives the frame that leaves, and the interval over which it holds.</summary>
    public ReadOnlySpan<byte> Close(WindowStatistic keeps, out long stamp, out long uncertainty)
    {
        Span<byte> frame = _frame.AsSpan(0, _frameLength);
        if (keeps == WindowStatistic.Last || Count == 1)
        {
            stamp = _last;
            uncertainty = _uncertainty;
        }
        else
        {
            // The instant of a summary is any of its readings': the middle, and half of the whole on either side.
            long half = (_last - _first + 1) / 2;
            stamp = _last - half;
            uncertainty = _uncertainty < 0 ? -1 : half + _uncertainty;
            Span<PayloadField> fields = stackalloc PayloadField[PayloadFields.Maximum];
            WriteValues(frame, keeps, fields[..PayloadFields.Read(frame, fields)]);
            FrameBytes.Seal(frame);
        }

        Count = 0;
        return frame;
    }

    /// <summary>Forgets what it holds.</summary>
    public void Clear()
    {
        Count = 0;
        _frameLength = 0;
    }

    public void Write(ref StateWriter writer)
    {
        writer.Put(Count);
        if (Count == 0)
        {
            return;
        }

        writer.Put(Index);
        writer.Put(OpenedUtc);
        writer.Put(ReceivedUtc);
        writer.Put(LatestStamp);
        writer.Put(_first);
        writer.Put(_last);
        writer.Put(_uncertainty);
        writer.Put(Frame);
        writer.Put((uint)_values.Length);
        foreach (long value in _values)
        {
            writer.Put(value);
        }
    }

    public void Read(ref StateReader reader)
    {
        Clear();
        uint count = reader.UInt32();
        if (count == 0)
        {
            return;
        }

        Index = reader.Int64();
        OpenedUtc = reader.Int64();
        ReceivedUtc = reader.Int64();
        LatestStamp = reader.Int64();
        _first = reader.Int64();
        _last = reader.Int64();
        _uncertainty = reader.Int64();
        ReadOnlySpan<byte> frame = reader.Bytes();
        frame = frame[..Math.Min(frame.Length, _frame.Length)];
        frame.CopyTo(_frame);
        _frameLength = frame.Length;
        uint values = Math.Min(reader.UInt32(), (uint)_frame.Length);
        _values = new long[values];
        for (int index = 0; index < values; index++)
        {
            _values[index] = reader.Int64();
        }

        Count = count;
    }

    private static int CountOf(ReadOnlySpan<PayloadField> fields)
    {
        int count = 0;
        foreach (ref readonly PayloadField field in fields)
        {
            count += field.Folds ? field.Count : 0;
        }

        return count;
    }

    private void FoldValues(ReadOnlySpan<byte> frame, WindowStatistic keeps, ReadOnlySpan<PayloadField> fields)
    {
        if (_values.Length == 0)
        {
            return;
        }

        int at = 0;
        foreach (ref readonly PayloadField field in fields)
        {
            for (int index = 0; field.Folds && index < field.Count; index++, at++)
            {
                long value = PayloadFields.ValueAt(frame, field, index);
                _values[at] = Count == 0 ? value : keeps switch
                {
                    WindowStatistic.Minimum => Math.Min(_values[at], value),
                    WindowStatistic.Maximum => Math.Max(_values[at], value),
                    _ => _values[at] + value,
                };
            }
        }
    }

    private void WriteValues(Span<byte> frame, WindowStatistic keeps, ReadOnlySpan<PayloadField> fields)
    {
        int at = 0;
        foreach (ref readonly PayloadField field in fields)
        {
            for (int index = 0; field.Folds && index < field.Count && at < _values.Length; index++, at++)
            {
                PayloadFields.Put(frame, field, index, (int)(keeps == WindowStatistic.Mean ? Rounded(_values[at], Count) : _values[at]));
            }
        }
    }

    // Half away from zero: a mean must not lean to one side.
    private static long Rounded(long sum, long count) => (sum + (Math.Sign(sum) * (count / 2))) / count;
}
