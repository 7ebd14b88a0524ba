using EdgeAI.Device.Messages;

namespace EdgeAI.Device.Wire;

/// <summary>The payload of a <see cref="Hello"/> (WIRE.md, "Hello").</summary>
internal static class HelloPayload
{
    private const int NameAt = 38;
    private const int ShortestLength = NameAt + 3;

    public static FrameStatus Check(Hello hello)
    {
        FrameStatus status = Check(hello.StreamCount, hello.ReceiveLimit, hello.CommandsRemembered);
        if (status == FrameStatus.Ok)
        {
            status = TextField.Check(hello.BoardName);
        }

        if (status == FrameStatus.Ok)
        {
            status = TextField.Check(hello.SerialNumber);
        }

        return status == FrameStatus.Ok ? TextField.Check(hello.FirmwareVersion) : status;
    }

    public static int Length(Hello hello)
    {
        return NameAt + TextField.Length(hello.BoardName) + TextField.Length(hello.SerialNumber) + TextField.Length(hello.FirmwareVersion);
    }

    public static void Write(Hello hello, byte[] buffer, int offset)
    {
        LittleEndian.WriteUInt16(buffer, offset, hello.HelloNumber);
        buffer[offset + 2] = (byte)hello.StreamCount;
        LittleEndian.WriteUInt16(buffer, offset + 3, (ushort)hello.ReceiveLimit);
        buffer[offset + 5] = (byte)hello.CommandsRemembered;
        System.Array.Copy(hello.ProfileHash, 0, buffer, offset + 6, Hello.DigestLength);
        int at = TextField.Write(hello.BoardName, buffer, offset + NameAt);
        at = TextField.Write(hello.SerialNumber, buffer, at);
        TextField.Write(hello.FirmwareVersion, buffer, at);
    }

    public static FrameStatus Decode(byte[] frame, int at, int length, Hello into)
    {
        if (length < ShortestLength)
        {
            return FrameStatus.BadLength;
        }

        int end = at + length;
        FrameStatus status = Check(frame[at + 2], LittleEndian.ReadUInt16(frame, at + 3), frame[at + 5]);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        int nameAt = at + NameAt;
        status = TextField.Check(frame, nameAt, end, Hello.MaxText);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        int serialAt = TextField.End(frame, nameAt);
        status = TextField.Check(frame, serialAt, end, Hello.MaxText);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        int versionAt = TextField.End(frame, serialAt);
        status = TextField.Check(frame, versionAt, end, Hello.MaxText);
        if (status != FrameStatus.Ok)
        {
            return status;
        }

        if (TextField.End(frame, versionAt) != end)
        {
            return FrameStatus.BadLength;
        }

        into.HelloNumber = LittleEndian.ReadUInt16(frame, at);
        into.StreamCount = frame[at + 2];
        into.ReceiveLimit = LittleEndian.ReadUInt16(frame, at + 3);
        into.CommandsRemembered = frame[at + 5];
        System.Array.Copy(frame, at + 6, into.ProfileHash, 0, Hello.DigestLength);
        TextField.Read(frame, nameAt, into.BoardName);
        TextField.Read(frame, serialAt, into.SerialNumber);
        TextField.Read(frame, versionAt, into.FirmwareVersion);
        return FrameStatus.Ok;
    }

    private static FrameStatus Check(int streams, int receiveLimit, int commandsRemembered)
    {
        if (streams < 0 || streams > Hello.MaxStreams)
        {
            return FrameStatus.BadCount;
        }

        bool limits = receiveLimit >= FrameLayout.MinFrameLength && receiveLimit <= FrameLayout.MaxFrameLength
            && commandsRemembered >= 1 && commandsRemembered <= 255;
        return limits ? FrameStatus.Ok : FrameStatus.BadValue;
    }
}
