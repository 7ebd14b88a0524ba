using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="StreamDescription"/> (WIRE.md, "StreamDescription").</summary>
internal static class StreamDescriptionPayload
{
    private const int NameAt = 66;
    private const int ShortestLength = NameAt + 2;

    public static FrameStatus Check(StreamDescription description)
    {
        FrameStatus status = CheckIdentity(description.StreamIndex, description.Stream, (byte)description.ReadingType, description.PeriodMicroseconds);
        if (status == FrameStatus.Ok && !ScaleField.IsSound(description.Scale))
        {
            status = FrameStatus.BadScale;
        }

        if (status == FrameStatus.Ok)
        {
            status = CheckValues(description.Minimum, description.Maximum, description.Elements, description.Components, description.CalibrationDate);
        }

        if (status == FrameStatus.Ok)
        {
            status = TextField.Check(description.SensorName);
        }

        return status == FrameStatus.Ok ? TextField.Check(description.FrameName) : status;
    }

    public static int Length(StreamDescription description)
    {
        return NameAt + TextField.Length(description.SensorName) + TextField.Length(description.FrameName);
    }

    public static void Write(StreamDescription description, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, description.HelloNumber);
        buffer[offset + 2] = (byte)description.StreamIndex;
        buffer[offset + 3] = description.Stream;
        buffer[offset + 4] = (byte)description.ReadingType;
        LittleEndian.WriteUInt32(buffer, offset + 5, description.PeriodMicroseconds);
        ScaleField.Write(description.Scale, buffer, offset + 9);
        LittleEndian.WriteInt32(buffer, offset + 15, description.Minimum);
        LittleEndian.WriteInt32(buffer, offset + 19, description.Maximum);
        LittleEndian.WriteUInt32(buffer, offset + 23, description.Uncertainty);
        LittleEndian.WriteUInt16(buffer, offset + 27, (ushort)description.Elements);
        buffer[offset + 29] = (byte)description.Components;
        LittleEndian.WriteUInt32(buffer, offset + 30, description.CalibrationDate);
        System.Array.Copy(description.CertificateHash, 0, buffer, offset + 34, Hello.DigestLength);
        int at = TextField.Write(description.SensorName, buffer, offset + NameAt);
        TextField.Write(description.FrameName, buffer, at);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, StreamDescription into)
    {
        if (length < ShortestLength)
        {
            return FrameStatus.BadLength;
        }

        int end = at + length;
        uint period = LittleEndian.ReadUInt32(frame, at + 5);
        int minimum = LittleEndian.ReadInt32(frame, at + 15);
        int maximum = LittleEndian.ReadInt32(frame, at + 19);
        int elements = LittleEndian.ReadUInt16(frame, at + 27);
        uint calibrated = LittleEndian.ReadUInt32(frame, at + 30);
        FrameStatus status = CheckIdentity(frame[at + 2], frame[at + 3], frame[at + 4], period);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (!ScaleField.IsSound(frame, at + 9))
        {
            return FrameStatus.BadScale;
        }

        status = CheckValues(minimum, maximum, elements, frame[at + 29], calibrated);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        int sensorAt = at + NameAt;
        status = TextField.Check(frame, sensorAt, end, StreamDescription.MaxSensorName);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        int frameAt = TextField.End(frame, sensorAt);
        status = TextField.Check(frame, frameAt, end, StreamDescription.MaxFrameName);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (TextField.End(frame, frameAt) != end)
        {
            return FrameStatus.BadLength;
        }

        into.HelloNumber = LittleEndian.ReadUInt16(frame, at);
        into.StreamIndex = frame[at + 2];
        into.Stream = frame[at + 3];
        into.ReadingType = (MessageType)frame[at + 4];
        into.PeriodMicroseconds = period;
        into.Scale = ScaleField.Read(frame, at + 9);
        into.Minimum = minimum;
        into.Maximum = maximum;
        into.Uncertainty = LittleEndian.ReadUInt32(frame, at + 23);
        into.Elements = elements;
        into.Components = frame[at + 29];
        into.CalibrationDate = calibrated;
        System.Array.Copy(frame, at + 34, into.CertificateHash, 0, Hello.DigestLength);
        TextField.Read(frame, sensorAt, into.SensorName);
        TextField.Read(frame, frameAt, into.FrameName);
        return FrameStatus.Ok;
    }

    private static FrameStatus CheckIdentity(int index, byte stream, byte type, uint period)
    {
        if (index < 0 || index >= Hello.MaxStreams || stream == BoardAddress.HousekeepingStream)
        {
            return FrameStatus.BadValue;
        }

        if (type < PayloadRules.FirstReading || type > PayloadRules.LastDecision || !PayloadRules.IsKnownType(type))
        {
            return FrameStatus.UnknownCode;
        }

        return period == 0 ? FrameStatus.BadValue : FrameStatus.Ok;
    }

    private static FrameStatus CheckValues(int minimum, int maximum, int elements, int components, uint calibrated)
    {
        if (minimum > maximum)
        {
            return FrameStatus.BadValue;
        }

        if (elements < 1 || elements > StreamDescription.MaxElements || (components != 1 && components != 3))
        {
            return FrameStatus.BadCount;
        }

        return calibrated == 0 || StreamDescription.IsDate(calibrated) ? FrameStatus.Ok : FrameStatus.BadValue;
    }
}
