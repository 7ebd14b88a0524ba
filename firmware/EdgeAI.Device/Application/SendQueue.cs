using System;
using System.Threading;
using EdgeAI.Device.Board;
using EdgeAI.Device.Configuration;
using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Device.Application;

/// <summary>
/// Frames that wait for a link slower than the sensors. Bounded in bytes; what a full queue drops is its named policy, and every frame is counted:
/// accepted = taken + dropped while waiting + waiting. The board's thread puts in, the link's thread takes out.
/// </summary>
/// <remarks>Each entry stands in the ring as a u16 length and the frame's link form.</remarks>
public sealed class SendQueue
{
    private const int LengthBytes = 2;

    // As much of a link form as shows the header's stream.
    private const int HeadBytes = 8;

    private readonly object _gate = new object();
    private readonly AutoResetEvent _filled = new AutoResetEvent(false);
    private readonly byte[] _ring;
    private readonly byte[] _head = new byte[HeadBytes];
    private readonly QueuePolicyCode _policy;
    private int _first;
    private int _used;
    private bool _closed;

    /// <summary>Makes an empty queue.</summary>
    /// <param name="capacity">Bytes that wait at most, two a frame included.</param>
    /// <param name="policy">What gives way when it is full.</param>
    public SendQueue(int capacity, QueuePolicyCode policy)
    {
        _ring = new byte[capacity];
        _policy = policy;
    }

    /// <summary>Frames that were put in.</summary>
    public long Accepted { get; private set; }

    /// <summary>Frames that the link took.</summary>
    public long Taken { get; private set; }

    /// <summary>Frames that were put in and gave way to newer ones; only with <see cref="QueuePolicyCode.DropOldest"/>.</summary>
    public long DroppedOldest { get; private set; }

    /// <summary>Those of <see cref="DroppedOldest"/> that a sensor's stream produced: readings, decisions and faults, not what the board says of itself.</summary>
    public long DroppedReadings { get; private set; }

    /// <summary>Frames that were taken and are known not to have arrived: the connection broke while they were on their way. At most <see cref="Taken"/>.</summary>
    public long Lost { get; private set; }

    /// <summary>Frames that wait.</summary>
    public int Waiting { get; private set; }

    /// <summary>Says whether the other end of the link is there; while it is not, nothing is put in, and what waits stays.</summary>
    public void SetClosed(bool closed)
    {
        lock (_gate)
        {
            _closed = closed;
        }
    }

    /// <summary>Puts a frame in, whole.</summary>
    public LinkStatus Put(byte[] buffer, int offset, int count)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return LinkStatus.Closed;
            }

            if (count + LengthBytes > _ring.Length)
            {
                return LinkStatus.Full;
            }

            while (count + LengthBytes > _ring.Length - _used)
            {
                if (_policy != QueuePolicyCode.DropOldest)
                {
                    return LinkStatus.Full;
                }

                DropOldest();
            }

            Append((byte)count);
            Append((byte)(count >> 8));
            int start = Wrap(_first + _used);
            int head = _ring.Length - start;
            head = count < head ? count : head;
            Array.Copy(buffer, offset, _ring, start, head);
            Array.Copy(buffer, offset + head, _ring, 0, count - head);
            _used += count;
            Waiting++;
            Accepted++;
        }

        _filled.Set();
        return LinkStatus.Ok;
    }

    /// <summary>Takes the frame that has waited longest.</summary>
    /// <param name="buffer">Takes it; at least as long as the longest link form.</param>
    /// <returns>Its length; 0 when none waits.</returns>
    public int Take(byte[] buffer)
    {
        lock (_gate)
        {
            if (Waiting == 0)
            {
                return 0;
            }

            int count = PeekLength();
            Skip(LengthBytes);
            int head = _ring.Length - _first;
            head = count < head ? count : head;
            Array.Copy(_ring, _first, buffer, 0, head);
            Array.Copy(_ring, 0, buffer, head, count - head);
            Skip(count);
            Waiting--;
            Taken++;
            return count;
        }
    }

    /// <summary>Counts frames that were taken and did not arrive; for the link's thread.</summary>
    public void CountLost(int frames)
    {
        lock (_gate)
        {
            Lost += frames;
        }
    }

    /// <summary>Waits until a frame was put in, or the time is over; for the link's thread.</summary>
    public void Wait(int milliseconds)
    {
        _filled.WaitOne(milliseconds, false);
    }

    /// <summary>Whether every frame that was put in is accounted for.</summary>
    public bool IsConserved()
    {
        lock (_gate)
        {
            return Accepted == Taken + DroppedOldest + Waiting && Lost <= Taken;
        }
    }

    /// <summary>Whether a link form is a frame of a sensor's stream.</summary>
    /// <param name="form">The form, or its beginning.</param>
    /// <param name="count">How many bytes of it there are.</param>
    public static bool IsReading(byte[] form, int count)
    {
        int stream = FrameDecoder.StreamOfLinkForm(form, count);
        return stream >= 0 && stream != BoardAddress.HousekeepingStream;
    }

    private void DropOldest()
    {
        int length = PeekLength();
        int head = length < HeadBytes ? length : HeadBytes;
        for (int index = 0; index < head; index++)
        {
            _head[index] = _ring[Wrap(_first + LengthBytes + index)];
        }

        if (IsReading(_head, head))
        {
            DroppedReadings++;
        }

        Skip(LengthBytes + length);
        Waiting--;
        DroppedOldest++;
    }

    private int PeekLength()
    {
        return _ring[_first] | (_ring[Wrap(_first + 1)] << 8);
    }

    private void Append(byte value)
    {
        _ring[Wrap(_first + _used)] = value;
        _used++;
    }

    private void Skip(int count)
    {
        _first = Wrap(_first + count);
        _used -= count;
    }

    private int Wrap(int position)
    {
        return position >= _ring.Length ? position - _ring.Length : position;
    }
}
