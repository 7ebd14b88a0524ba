using System.Buffers.Binary;

namespace EdgeAI.Tests.Gateway;

/// <summary>Bodies of records of kind 5 (gateway/DOWNLINK.md, "Result"), made from the text of the specification.</summary>
internal static class CommandResults
{
    private const int HeaderLength = 36;

    /// <summary>That a command was done, by a robot.</summary>
    /// <param name="number">The command's id, 1 or more.</param>
    /// <param name="detailLength">The bytes of its detail, all zero.</param>
    public static byte[] Of(long number, int detailLength = 0)
    {
        byte[] body = new byte[HeaderLength + 3 + detailLength];
        body[0] = 1;
        body[1] = 5;
        BinaryPrimitives.WriteInt64LittleEndian(body.AsSpan(4), number);
        body.AsSpan(30, 3).Fill(1);
        body[33] = 2;
        BinaryPrimitives.WriteUInt16LittleEndian(body.AsSpan(34), (ushort)detailLength);
        "crx"u8.CopyTo(body.AsSpan(HeaderLength));
        return body;
    }

    /// <summary>The number of the command that a body is about.</summary>
    public static long NumberOf(ReadOnlySpan<byte> body) => BinaryPrimitives.ReadInt64LittleEndian(body[4..]);
}
