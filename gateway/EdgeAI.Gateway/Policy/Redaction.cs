using EdgeAI.Device.Messages;
using EdgeAI.Device.Wire;

namespace EdgeAI.Gateway.Policy;

/// <summary>
/// Sets fields of one message to zero, or to nothing where they are a text or a list, and seals the frame again: board, boot, stream,
/// sequence and time stay. Immutable.
/// </summary>
internal sealed class Redaction
{
    private const int At = FrameLayout.HeaderLength;
    private const int DigestLength = Classification.DigestLength;
    private const int LogTextLengthAt = At + 3;
    private const int ClassificationLength = 71;
    private const int DetectionFixedLength = 74;
    private const int DetectionLength = 20;
    private const int BoxOffset = 4;

    private readonly MessageType _type;
    private readonly string[] _fields;
    private readonly bool[] _numbers;

    /// <param name="type">The message.</param>
    /// <param name="fields">The fields' names, as the profile's validation knows them.</param>
    public Redaction(MessageType type, IReadOnlyList<string> fields)
    {
        _type = type;
        _fields = [.. fields];
        _numbers = [.. PayloadFields.NamesOf(type).Select(name => fields.Contains(name))];
    }

    /// <summary>Whether a field of a message can be redacted.</summary>
    public static bool Knows(MessageType type, string field) => PayloadFields.NamesOf(type).Contains(field) || (type, field) is
        (MessageType.LogRecord, "text")
        or (MessageType.TactileArray, "touch")
        or (MessageType.Classification, "modelDigest" or "inputDigest" or "probabilities")
        or (MessageType.PerceptionEvent, "value")
        or (MessageType.Detection2DArray, "modelDigest" or "inputDigest" or "boxes" or "detections");

    /// <summary>Writes the redacted frame; false where the frame is not sound, so that nobody can tell what would stay in it.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="destination">At least as long as the frame.</param>
    /// <param name="length">The redacted frame's length.</param>
    public bool TryApply(ReadOnlySpan<byte> frame, Span<byte> destination, out int length)
    {
        length = frame.Length;
        if (frame.Length > destination.Length || !FrameBytes.IsSound(frame) || FrameBytes.TypeOf(frame) != _type)
        {
            return false;
        }

        Span<byte> copy = destination[..frame.Length];
        frame.CopyTo(copy);
        int payload = frame.Length - FrameLayout.MinFrameLength;
        bool done = _type switch
        {
            MessageType.LogRecord => payload >= 4 && payload == 4 + frame[LogTextLengthAt] && Shorten(copy, LogTextLengthAt, 4, ref length),
            MessageType.Classification => payload >= ClassificationLength && payload == ClassificationLength + (2 * frame[At + 5]) && Digests(copy, At + 7) && Probabilities(copy),
            MessageType.PerceptionEvent => payload == 16 && Clear(copy, At + 6, sizeof(int)),
            MessageType.Detection2DArray => payload >= DetectionFixedLength && payload == DetectionFixedLength + (DetectionLength * frame[At + 5]) && Digests(copy, At + 10) && Detections(copy, ref length),
            _ => Numbers(copy),
        };
        if (done)
        {
            FrameBytes.Seal(destination[..length]);
        }

        return done;
    }

    private bool Numbers(Span<byte> frame)
    {
        Span<PayloadField> fields = stackalloc PayloadField[PayloadFields.Maximum];
        int count = PayloadFields.Read(frame, fields);
        for (int index = 0; index < count; index++)
        {
            PayloadField field = fields[index];
            if (field.Number >= 0 && _numbers[field.Number])
            {
                frame[field.Offset..field.End].Clear();
            }
        }

        PayloadField last = count > 0 ? fields[count - 1] : default;
        switch (_type)
        {
            case MessageType.RangeMeasurement when count > 0:
                // A distance of zero must not pass as one that was measured; how much came back tells it, too.
                frame[At] = (byte)RangeStatus.NotUpdated;
                return Clear(frame, At + 3, sizeof(uint));
            case MessageType.RangeGrid when count > 0:
                frame[last.End..^FrameLayout.ChecksumLength].Fill((byte)RangeStatus.NotUpdated);
                return true;
            case MessageType.TactileArray when count > 0 && Has("touch"):
                frame[last.End..^FrameLayout.ChecksumLength].Clear();
                return true;
            default:
                return count > 0;
        }
    }

    private bool Digests(Span<byte> frame, int modelAt)
        => (!Has("modelDigest") || Clear(frame, modelAt, DigestLength)) && (!Has("inputDigest") || Clear(frame, modelAt + DigestLength, DigestLength));

    private bool Probabilities(Span<byte> frame) => !Has("probabilities") || Clear(frame, At + ClassificationLength, 2 * frame[At + 5]);

    private bool Detections(Span<byte> frame, ref int length)
    {
        if (Has("detections"))
        {
            return Shorten(frame, At + 5, DetectionFixedLength, ref length);
        }

        for (int index = 0; Has("boxes") && index < frame[At + 5]; index++)
        {
            Clear(frame, At + DetectionFixedLength + (index * DetectionLength) + BoxOffset, DetectionLength - BoxOffset);
        }

        return true;
    }

    private bool Has(string field) => Array.IndexOf(_fields, field) >= 0;

    private static bool Clear(Span<byte> frame, int offset, int length)
    {
        frame.Slice(offset, length).Clear();
        return true;
    }

    // A list or a text without anything in it: its count is zero and its bytes are gone.
    private static bool Shorten(Span<byte> frame, int countAt, int payload, ref int length)
    {
        frame[countAt] = 0;
        length = FrameLayout.MinFrameLength + payload;
        return true;
    }
}
