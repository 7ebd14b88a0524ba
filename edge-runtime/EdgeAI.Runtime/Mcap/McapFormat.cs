namespace EdgeAI.Runtime.Mcap;

/// <summary>Numbers of the file format that more than one place needs.</summary>
internal static class McapFormat
{
    /// <summary>Opcode and length in front of a record's content ("Records").</summary>
    public const int RecordPrefixBytes = sizeof(byte) + sizeof(ulong);

    /// <summary>A message's bytes beside its data, with opcode and length.</summary>
    public const int MessageOverheadBytes = RecordPrefixBytes + McapMessage.FixedBytes;

    /// <summary>What a file begins and ends with; the fifth byte is the major version ("Magic").</summary>
    public static ReadOnlySpan<byte> Magic => [0x89, (byte)'M', (byte)'C', (byte)'A', (byte)'P', 0x30, (byte)'\r', (byte)'\n'];
}
