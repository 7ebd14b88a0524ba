using System;
using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>
/// Finds frames in the bytes of a link, however they are cut, and counts what it cannot use (WIRE.md, "After corruption").
/// One buffer of <see cref="FrameLayout.MaxLinkLength"/> bytes, nothing more, whatever arrives. Not thread safe.
/// </summary>
/// <remarks>
/// <code>
/// int position = 0;
/// while (receiver.TryReceive(bytes, ref position, count))
/// {
///     if (receiver.Decode(message) == FrameStatus.Ok) { ... }
/// }
/// </code>
/// </remarks>
public sealed class FrameReceiver
{
    private readonly byte[] _buffer = new byte[FrameLayout.MaxLinkLength - 1];
    private readonly long[] _rejections = new long[FrameLayout.StatusCount];
    private int _pending;
    private long _overlong;

    /// <summary>The header of the frame that was found last.</summary>
    public FrameHeader Header { get; } = new FrameHeader();

    /// <summary>Holds the raw frame that was found last, from index 0 on, until the next call of <see cref="TryReceive"/>.</summary>
    public byte[] Frame
    {
        get { return _buffer; }
    }

    /// <summary>The bytes of the raw frame that was found last; 0 when there is none.</summary>
    public int FrameLength { get; private set; }

    /// <summary>Frames found whose length, checksum, version, flags and type are sound.</summary>
    public long Accepted { get; private set; }

    /// <summary>Pieces between two delimiters that were no such frame, whatever the reason. Payload rejections are not among them.</summary>
    public long Rejected { get; private set; }

    /// <summary>Bytes taken in. Always accepted + discarded + idle + pending.</summary>
    public long BytesReceived { get; private set; }

    /// <summary>Bytes of accepted frames as they stood on the link, delimiters included.</summary>
    public long BytesAccepted { get; private set; }

    /// <summary>Bytes of rejected pieces, delimiters included.</summary>
    public long BytesDiscarded { get; private set; }

    /// <summary>Delimiters with nothing before them: what a sender begins with, or an idle line.</summary>
    public long BytesIdle { get; private set; }

    /// <summary>Bytes of a piece whose delimiter has not come yet.</summary>
    public long BytesPending
    {
        get { return _pending + _overlong; }
    }

    /// <summary>How often a rejection happened, those of <see cref="Decode"/> included.</summary>
    public long RejectionsOf(FrameStatus status)
    {
        return _rejections[(int)status];
    }

    /// <summary>Takes in bytes up to the end of the next sound frame.</summary>
    /// <param name="bytes">What a link delivered.</param>
    /// <param name="position">Where to go on; moved past what was taken in.</param>
    /// <param name="end">Where the delivered bytes end.</param>
    /// <returns>True when a frame stands in <see cref="Frame"/>; false when every byte is taken in and none was completed.</returns>
    /// <exception cref="ArgumentException">Position and end reach outside the array.</exception>
    public bool TryReceive(byte[] bytes, ref int position, int end)
    {
        if (position < 0 || end > bytes.Length || position > end)
        {
            throw new ArgumentException("the bytes lie outside the array: position and end must stay within its length");
        }

        FrameLength = 0;
        while (position < end)
        {
            int delimiter = FindDelimiter(bytes, position, end);
            Store(bytes, position, delimiter - position);
            BytesReceived += delimiter - position;
            position = delimiter;
            if (delimiter == end)
            {
                return false;
            }

            position++;
            BytesReceived++;
            if (Complete())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the payload of the frame that was found last, and counts its rejection.</summary>
    /// <param name="into">Of the header's type and large enough; left alone unless the outcome is Ok.</param>
    public FrameStatus Decode(Message into)
    {
        FrameStatus status = PayloadDecoder.Decode(_buffer, 0, FrameLength, into);
        if (status != FrameStatus.Ok)
        {
            _rejections[(int)status]++;
        }

        return status;
    }

    /// <summary>Forgets a piece that began and counts it as discarded: the link was opened again.</summary>
    public void Reset()
    {
        FrameLength = 0;
        if (BytesPending != 0)
        {
            Reject(FrameStatus.TooShort, BytesPending);
            _pending = 0;
            _overlong = 0;
        }
    }

    private static int FindDelimiter(byte[] bytes, int start, int end)
    {
#if NET
        int found = System.MemoryExtensions.IndexOf(new ReadOnlySpan<byte>(bytes, start, end - start), FrameLayout.Delimiter);
        return found < 0 ? end : start + found;
#else
        int index = start;
        while (index < end && bytes[index] != FrameLayout.Delimiter)
        {
            index++;
        }

        return index;
#endif
    }

    private void Store(byte[] bytes, int start, int count)
    {
        // A piece longer than any frame is only counted: it cannot become one, and memory stays what it is.
        if (_overlong != 0 || count > _buffer.Length - _pending)
        {
            _overlong += count;
            return;
        }

        Array.Copy(bytes, start, _buffer, _pending, count);
        _pending += count;
    }

    private bool Complete()
    {
        long onLink = BytesPending + 1;
        int pending = _pending;
        bool overlong = _overlong != 0;
        _pending = 0;
        _overlong = 0;
        if (onLink == 1)
        {
            BytesIdle++;
            return false;
        }

        if (overlong)
        {
            Reject(FrameStatus.TooLong, onLink);
            return false;
        }

        int length = Cobs.Decode(_buffer, 0, pending, _buffer, 0, _buffer.Length);
        FrameStatus status = length < 0 ? FrameStatus.BadCobs : FrameDecoder.TryDecodeHeader(_buffer, 0, length, Header);
        if (status != FrameStatus.Ok)
        {
            Reject(status, onLink);
            return false;
        }

        Accepted++;
        BytesAccepted += onLink;
        FrameLength = length;
        return true;
    }

    private void Reject(FrameStatus status, long onLink)
    {
        Rejected++;
        _rejections[(int)status]++;
        BytesDiscarded += onLink;
    }
}
