using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="Detection2DArray"/> (WIRE.md, "Detection2DArray").</summary>
internal static class DetectionPayload
{
    private const int FixedLength = 74;
    private const int BytesPerDetection = 20;
    private const int LargestSide = 65535;

    public static FrameStatus Check(Detection2DArray found)
    {
        FrameStatus status = CheckFixed((byte)found.Provider, found.Count, found.ImageWidth, found.ImageHeight);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        for (int index = 0; index < found.Count; index++)
        {
            if (found.SizeX[index] < 0 || found.SizeY[index] < 0)
            {
                return FrameStatus.BadValue;
            }
        }

        return FrameStatus.Ok;
    }

    public static int Length(Detection2DArray found)
    {
        return FixedLength + (BytesPerDetection * found.Count);
    }

    public static void Write(Detection2DArray found, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt32(buffer, offset, found.OldestInputAgeMicroseconds);
        buffer[offset + 4] = (byte)found.Provider;
        buffer[offset + 5] = (byte)found.Count;
        LittleEndian.WriteUInt16(buffer, offset + 6, (ushort)found.ImageWidth);
        LittleEndian.WriteUInt16(buffer, offset + 8, (ushort)found.ImageHeight);
        System.Array.Copy(found.ModelDigest, 0, buffer, offset + 10, Classification.DigestLength);
        System.Array.Copy(found.InputDigest, 0, buffer, offset + 42, Classification.DigestLength);
        int at = offset + FixedLength;
        for (int index = 0; index < found.Count; index++)
        {
            LittleEndian.WriteUInt16(buffer, at, found.ClassIndices[index]);
            LittleEndian.WriteUInt16(buffer, at + 2, found.Scores[index]);
            LittleEndian.WriteInt32(buffer, at + 4, found.CentreX[index]);
            LittleEndian.WriteInt32(buffer, at + 8, found.CentreY[index]);
            LittleEndian.WriteInt32(buffer, at + 12, found.SizeX[index]);
            LittleEndian.WriteInt32(buffer, at + 16, found.SizeY[index]);
            at += BytesPerDetection;
        }
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, Detection2DArray into)
    {
        if (length < FixedLength)
        {
            return FrameStatus.BadLength;
        }

        int count = frame[at + 5];
        int width = LittleEndian.ReadUInt16(frame, at + 6);
        int height = LittleEndian.ReadUInt16(frame, at + 8);
        FrameStatus status = CheckFixed(frame[at + 4], count, width, height);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (length != FixedLength + (BytesPerDetection * count))
        {
            return FrameStatus.BadLength;
        }

        int listAt = at + FixedLength;
        for (int index = 0; index < count; index++)
        {
            int sizeAt = listAt + (BytesPerDetection * index) + 12;
            if (LittleEndian.ReadInt32(frame, sizeAt) < 0 || LittleEndian.ReadInt32(frame, sizeAt + 4) < 0)
            {
                return FrameStatus.BadValue;
            }
        }

        into.OldestInputAgeMicroseconds = LittleEndian.ReadUInt32(frame, at);
        into.Provider = (ExecutionProvider)frame[at + 4];
        into.Count = count;
        into.ImageWidth = width;
        into.ImageHeight = height;
        System.Array.Copy(frame, at + 10, into.ModelDigest, 0, Classification.DigestLength);
        System.Array.Copy(frame, at + 42, into.InputDigest, 0, Classification.DigestLength);
        for (int index = 0; index < count; index++)
        {
            int detectionAt = listAt + (BytesPerDetection * index);
            into.ClassIndices[index] = LittleEndian.ReadUInt16(frame, detectionAt);
            into.Scores[index] = LittleEndian.ReadUInt16(frame, detectionAt + 2);
            into.CentreX[index] = LittleEndian.ReadInt32(frame, detectionAt + 4);
            into.CentreY[index] = LittleEndian.ReadInt32(frame, detectionAt + 8);
            into.SizeX[index] = LittleEndian.ReadInt32(frame, detectionAt + 12);
            into.SizeY[index] = LittleEndian.ReadInt32(frame, detectionAt + 16);
        }

        return FrameStatus.Ok;
    }

    private static FrameStatus CheckFixed(byte provider, int count, int width, int height)
    {
        if (provider > (byte)ExecutionProvider.CoreMl)
        {
            return FrameStatus.UnknownCode;
        }

        bool counts = count >= 0 && count <= Detection2DArray.MaxDetections;
        bool sides = width >= 1 && width <= LargestSide && height >= 1 && height <= LargestSide;
        return counts && sides ? FrameStatus.Ok : FrameStatus.BadCount;
    }
}
