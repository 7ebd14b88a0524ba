using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="TaxelLayout"/> (WIRE.md, "TaxelLayout").</summary>
internal static class TaxelLayoutPayload
{
    private const int FixedLength = 9;
    private const int BytesPerTaxel = 12;

    public static FrameStatus Check(TaxelLayout layout)
    {
        FrameStatus status = Check(layout.Stream, layout.Total, layout.First, layout.Count);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (3 * layout.Count > layout.Places.Length)
        {
            return FrameStatus.BadCount;
        }

        for (int at = 0; at < 3 * layout.Count; at += 3)
        {
            if (!TaxelLayout.IsNormal(layout.Normals[at], layout.Normals[at + 1], layout.Normals[at + 2]))
            {
                return FrameStatus.BadValue;
            }
        }

        return FrameStatus.Ok;
    }

    public static int Length(TaxelLayout layout)
    {
        return FixedLength + (BytesPerTaxel * layout.Count);
    }

    public static void Write(TaxelLayout layout, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, layout.HelloNumber);
        buffer[offset + 2] = layout.Stream;
        LittleEndian.WriteUInt16(buffer, offset + 3, (ushort)layout.Total);
        LittleEndian.WriteUInt16(buffer, offset + 5, (ushort)layout.First);
        LittleEndian.WriteUInt16(buffer, offset + 7, (ushort)layout.Count);
        for (int taxel = 0; taxel < layout.Count; taxel++)
        {
            int at = offset + FixedLength + (BytesPerTaxel * taxel);
            for (int axis = 0; axis < 3; axis++)
            {
                LittleEndian.WriteUInt16(buffer, at + (2 * axis), (ushort)layout.Places[(3 * taxel) + axis]);
                LittleEndian.WriteUInt16(buffer, at + 6 + (2 * axis), (ushort)layout.Normals[(3 * taxel) + axis]);
            }
        }
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, TaxelLayout into)
    {
        if (length < FixedLength)
        {
            return FrameStatus.BadLength;
        }

        int total = LittleEndian.ReadUInt16(frame, at + 3);
        int first = LittleEndian.ReadUInt16(frame, at + 5);
        int count = LittleEndian.ReadUInt16(frame, at + 7);
        FrameStatus status = Check(frame[at + 2], total, first, count);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != FixedLength + (BytesPerTaxel * count))
        {
            return FrameStatus.BadLength;
        }

        int taxelsAt = at + FixedLength;
        for (int taxel = 0; taxel < count; taxel++)
        {
            int normalAt = taxelsAt + (BytesPerTaxel * taxel) + 6;
            if (!TaxelLayout.IsNormal(ReadInt16(frame, normalAt), ReadInt16(frame, normalAt + 2), ReadInt16(frame, normalAt + 4)))
            {
                return FrameStatus.BadValue;
            }
        }

        if (3 * count > into.Places.Length)
        {
            return FrameStatus.DoesNotFit;
        }

        into.HelloNumber = LittleEndian.ReadUInt16(frame, at);
        into.Stream = frame[at + 2];
        into.Total = total;
        into.First = first;
        into.Count = count;
        for (int taxel = 0; taxel < count; taxel++)
        {
            int placeAt = taxelsAt + (BytesPerTaxel * taxel);
            for (int axis = 0; axis < 3; axis++)
            {
                into.Places[(3 * taxel) + axis] = ReadInt16(frame, placeAt + (2 * axis));
                into.Normals[(3 * taxel) + axis] = ReadInt16(frame, placeAt + 6 + (2 * axis));
            }
        }

        return FrameStatus.Ok;
    }

    private static short ReadInt16(byte[] frame, int at)
    {
        return (short)LittleEndian.ReadUInt16(frame, at);
    }

    private static FrameStatus Check(byte stream, int total, int first, int count)
    {
        if (stream == BoardAddress.HousekeepingStream)
        {
            return FrameStatus.BadValue;
        }

        bool counts = total >= 1 && total <= TactileArray.MaxTaxels
            && first >= 0 && first < total
            && count >= 1 && count <= TaxelLayout.MaxTaxels && count <= total - first;
        return counts ? FrameStatus.Ok : FrameStatus.BadCount;
    }
}
