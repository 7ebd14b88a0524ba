using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payloads of a <see cref="RangeMeasurement"/> and a <see cref="RangeGrid"/> (WIRE.md, sections of these names).</summary>
internal static class RangePayload
{
    public const int MeasurementLength = 25;

    private const int GridFixedLength = 18;
    private const int BytesPerZone = 3;

    public static FrameStatus Check(RangeMeasurement range)
    {
        if ((byte)range.Status > (byte)RangeStatus.NotUpdated)
        {
            return FrameStatus.UnknownCode;
        }

        if (!ScaleField.IsSound(range.Scale))
        {
            return FrameStatus.BadScale;
        }

        return CheckLimits((byte)range.Status, range.Distance, range.Minimum, range.Maximum);
    }

    public static void Write(RangeMeasurement range, byte[] buffer, int offset)
    {
        buffer[offset] = (byte)range.Status;
        LittleEndian.WriteUInt16(buffer, offset + 1, range.FieldOfViewMilliradian);
        LittleEndian.WriteUInt32(buffer, offset + 3, range.SignalStrength);
        ScaleField.Write(range.Scale, buffer, offset + 7);
        LittleEndian.WriteInt32(buffer, offset + 13, range.Distance);
        LittleEndian.WriteInt32(buffer, offset + 17, range.Minimum);
        LittleEndian.WriteInt32(buffer, offset + 21, range.Maximum);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, RangeMeasurement into)
    {
        if (length != MeasurementLength)
        {
            return FrameStatus.BadLength;
        }

        byte status = frame[at];
        if (status > (byte)RangeStatus.NotUpdated)
        {
            return FrameStatus.UnknownCode;
        }

        if (!ScaleField.IsSound(frame, at + 7))
        {
            return FrameStatus.BadScale;
        }

        int range = LittleEndian.ReadInt32(frame, at + 13);
        int minimum = LittleEndian.ReadInt32(frame, at + 17);
        int maximum = LittleEndian.ReadInt32(frame, at + 21);
        FrameStatus limits = CheckLimits(status, range, minimum, maximum);
        if (limits != FrameStatus.Ok)
        {
            return limits;
        }

        into.Status = (RangeStatus)status;
        into.FieldOfViewMilliradian = LittleEndian.ReadUInt16(frame, at + 1);
        into.SignalStrength = LittleEndian.ReadUInt32(frame, at + 3);
        into.Scale = ScaleField.Read(frame, at + 7);
        into.Distance = range;
        into.Minimum = minimum;
        into.Maximum = maximum;
        return FrameStatus.Ok;
    }

    public static FrameStatus Check(RangeGrid grid)
    {
        FrameStatus sides = CheckSides(grid.Width, grid.Height);
        int zones = grid.Width * grid.Height;
        if (sides != FrameStatus.Ok || zones > grid.Ranges.Length)
        {
            return FrameStatus.BadCount;
        }

        if (!ScaleField.IsSound(grid.Scale))
        {
            return FrameStatus.BadScale;
        }

        if (grid.Minimum > grid.Maximum)
        {
            return FrameStatus.BadValue;
        }

        for (int zone = 0; zone < zones; zone++)
        {
            FrameStatus status = CheckZone(grid.Statuses[zone], grid.Ranges[zone], grid.Minimum, grid.Maximum);
            if (status != FrameStatus.Ok)
            {
                return status;
            }
        }

        return FrameStatus.Ok;
    }

    public static int Length(RangeGrid grid)
    {
        return GridFixedLength + (BytesPerZone * grid.Width * grid.Height);
    }

    public static void Write(RangeGrid grid, byte[] buffer, int offset)
    {
        int zones = grid.Width * grid.Height;
        LittleEndian.WriteUInt16(buffer, offset, (ushort)grid.Width);
        LittleEndian.WriteUInt16(buffer, offset + 2, (ushort)grid.Height);
        LittleEndian.WriteUInt16(buffer, offset + 4, grid.FieldOfViewXMilliradian);
        LittleEndian.WriteUInt16(buffer, offset + 6, grid.FieldOfViewYMilliradian);
        ScaleField.Write(grid.Scale, buffer, offset + 8);
        LittleEndian.WriteUInt16(buffer, offset + 14, (ushort)grid.Minimum);
        LittleEndian.WriteUInt16(buffer, offset + 16, (ushort)grid.Maximum);
        LittleEndian.WriteInt16s(grid.Ranges, zones, buffer, offset + GridFixedLength);
        System.Array.Copy(grid.Statuses, 0, buffer, offset + GridFixedLength + (2 * zones), zones);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, RangeGrid into)
    {
        if (length < GridFixedLength)
        {
            return FrameStatus.BadLength;
        }

        int width = LittleEndian.ReadUInt16(frame, at);
        int height = LittleEndian.ReadUInt16(frame, at + 2);
        short minimum = (short)LittleEndian.ReadUInt16(frame, at + 14);
        short maximum = (short)LittleEndian.ReadUInt16(frame, at + 16);
        FrameStatus sides = CheckSides(width, height);
        if (sides != FrameStatus.Ok)
        {
            return sides;
        }

        if (!ScaleField.IsSound(frame, at + 8))
        {
            return FrameStatus.BadScale;
        }

        if (minimum > maximum)
        {
            return FrameStatus.BadValue;
        }

        int zones = width * height;
        if (length != GridFixedLength + (BytesPerZone * zones))
        {
            return FrameStatus.BadLength;
        }

        int rangesAt = at + GridFixedLength;
        int statusesAt = rangesAt + (2 * zones);
        for (int zone = 0; zone < zones; zone++)
        {
            FrameStatus status = CheckZone(frame[statusesAt + zone], (short)LittleEndian.ReadUInt16(frame, rangesAt + (2 * zone)), minimum, maximum);
            if (status != FrameStatus.Ok)
            {
                return status;
            }
        }

        if (zones > into.Ranges.Length)
        {
            return FrameStatus.DoesNotFit;
        }

        into.Width = width;
        into.Height = height;
        into.FieldOfViewXMilliradian = LittleEndian.ReadUInt16(frame, at + 4);
        into.FieldOfViewYMilliradian = LittleEndian.ReadUInt16(frame, at + 6);
        into.Scale = ScaleField.Read(frame, at + 8);
        into.Minimum = minimum;
        into.Maximum = maximum;
        LittleEndian.ReadInt16s(frame, rangesAt, into.Ranges, zones);
        System.Array.Copy(frame, statusesAt, into.Statuses, 0, zones);
        return FrameStatus.Ok;
    }

    private static FrameStatus CheckSides(int width, int height)
    {
        // Each side is held to the limit first: their product then cannot overflow.
        bool sides = width >= 1 && width <= RangeGrid.MaxZones && height >= 1 && height <= RangeGrid.MaxZones;
        return sides && width * height <= RangeGrid.MaxZones ? FrameStatus.Ok : FrameStatus.BadCount;
    }

    private static FrameStatus CheckZone(byte status, int range, int minimum, int maximum)
    {
        return status > (byte)RangeStatus.NotUpdated ? FrameStatus.UnknownCode : CheckLimits(status, range, minimum, maximum);
    }

    private static FrameStatus CheckLimits(byte status, int range, int minimum, int maximum)
    {
        // A distance outside the sensor's own limits is too near or too far, never valid.
        bool contradicts = minimum > maximum || (status == (byte)RangeStatus.Valid && (range < minimum || range > maximum));
        return contradicts ? FrameStatus.BadValue : FrameStatus.Ok;
    }
}
