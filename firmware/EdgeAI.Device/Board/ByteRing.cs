using System;

namespace EdgeAI.Device.Board;

/// <summary>A bounded queue of bytes from one thread to another. All of a piece goes in or none of it does.</summary>
public sealed class ByteRing
{
    private readonly object _gate = new object();
    private readonly byte[] _bytes;
    private int _first;
    private int _count;
    private bool _closed;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">The most bytes that wait.</param>
    public ByteRing(int capacity)
    {
        _bytes = new byte[capacity];
    }

    /// <summary>Puts a piece in, whole.</summary>
    public LinkStatus Write(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return LinkStatus.Closed;
            }

            if (count > _bytes.Length - _count)
            {
                return LinkStatus.Full;
            }

            int start = _first + _count;
            if (start >= _bytes.Length)
            {
                start -= _bytes.Length;
            }

            int untilEnd = _bytes.Length - start;
            int head = count < untilEnd ? count : untilEnd;
            Array.Copy(buffer, offset, _bytes, start, head);
            Array.Copy(buffer, offset + head, _bytes, 0, count - head);
            _count += count;
            return LinkStatus.Ok;
        }
    }

    /// <summary>Takes up to <paramref name="capacity"/> bytes; 0 when none wait.</summary>
    public int Read(byte[] buffer, int offset, int capacity)
    {
        lock (_gate)
        {
            int count = capacity < _count ? capacity : _count;
            int untilEnd = _bytes.Length - _first;
            int head = count < untilEnd ? count : untilEnd;
            Array.Copy(_bytes, _first, buffer, offset, head);
            Array.Copy(_bytes, 0, buffer, offset + head, count - head);
            _first += count;
            if (_first >= _bytes.Length)
            {
                _first -= _bytes.Length;
            }

            _count -= count;
            return count;
        }
    }

    /// <summary>From now on nothing is put in; what waits can still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
        }
    }
}
