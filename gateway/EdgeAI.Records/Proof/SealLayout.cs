using System.Numerics;

namespace EdgeAI.Records.Proof;

/// <summary>The byte layout of a seal's body (RECORDS.md, "Seals"). All numbers little-endian.</summary>
internal static class SealLayout
{
    public const byte BodyVersion = 1;

    public const int VersionOffset = 0;
    public const int SuiteOffset = 1;
    public const int ClassOffset = 2;
    public const int FlagsOffset = 3;
    public const int CountOffset = 4;
    public const int ReservedOffset = 6;
    public const int EpochOffset = 8;
    public const int PreviousSequenceOffset = 16;
    public const int PreviousDigestOffset = 24;
    public const int EpochBeforeOffset = 56;
    public const int KeyIdOffset = 64;
    public const int RootOffset = 72;
    public const int EntriesOffset = 104;

    public const byte BeginsFlag = 1;
    public const byte AgainFlag = 2;

    public const int EntryDigestLength = 16;
    public const int MaximumNumberLength = 9;
    public const int MinimumLength = EntriesOffset + 1 + EntryDigestLength + ProofLengths.Signature;

    /// <summary>What stands before a seal that is signed: these bytes, the gateway's id length as one byte, the gateway's id.</summary>
    public static ReadOnlySpan<byte> SignedPrefix => "EdgeAI seal\0"u8;

    /// <summary>The length of what is signed.</summary>
    public static int SignedLength(int gatewayLength, int bodyLength) => SignedPrefix.Length + 1 + gatewayLength + bodyLength - ProofLengths.Signature;

    /// <summary>Writes what is signed: the prefix, the gateway, the body before its signature.</summary>
    public static void WriteSigned(ReadOnlySpan<byte> gateway, ReadOnlySpan<byte> body, Span<byte> destination)
    {
        SignedPrefix.CopyTo(destination);
        destination[SignedPrefix.Length] = (byte)gateway.Length;
        gateway.CopyTo(destination[(SignedPrefix.Length + 1)..]);
        body[..^ProofLengths.Signature].CopyTo(destination[(SignedPrefix.Length + 1 + gateway.Length)..]);
    }

    /// <summary>Writes an unsigned LEB128 number, 1 or more; its length.</summary>
    public static int WriteNumber(long number, Span<byte> destination)
    {
        int length = 0;
        for (; number > 0x7F; number >>= 7)
        {
            destination[length++] = (byte)(number | 0x80);
        }

        destination[length] = (byte)number;
        return length + 1;
    }

    /// <summary>The length of a number, 1 or more, as LEB128.</summary>
    public static int NumberLength(long number) => (BitOperations.Log2((ulong)number) / 7) + 1;

    /// <summary>Reads an unsigned LEB128 number of 1 to 9 bytes in its shortest form; its length, or 0 when there is none that is 1 or more.</summary>
    public static int ReadNumber(ReadOnlySpan<byte> source, out long number)
    {
        number = 0;
        for (int index = 0; index < source.Length && index < MaximumNumberLength; index++)
        {
            byte part = source[index];
            number |= (long)(part & 0x7F) << (7 * index);
            if (part < 0x80)
            {
                return part == 0 ? 0 : index + 1;
            }
        }

        return 0;
    }
}
