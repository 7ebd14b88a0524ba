using System.Buffers.Binary;
using EdgeAI.Device.Wire;
using EdgeAI.Records;

namespace EdgeAI.Robot.Downlink;

/// <summary>
/// The bytes of the robot's journal: 8 bytes "EAICMDJ1", then entries: <c>u32</c> length, the entry, <c>u32</c> CRC-32C over both. An
/// entry is a command's (kind 1: id, expires, at, state, reason, detail) or the journal's own bounds (kind 2: forgotten through, damaged until).
/// Little-endian.
/// </summary>
internal static class JournalFile
{
    private const byte CommandKind = 1;
    private const byte BoundsKind = 2;
    private const int LengthLength = 4;
    private const int ChecksumLength = 4;
    private const int FixedLength = 1 + CommandId.Length + 8 + 8 + 1 + 2;
    private const int BoundsLength = 1 + 8 + 8;
    private const int MaximumLength = FixedLength + CommandResultReader.MaximumDetail;

    /// <summary>What the file begins with.</summary>
    public static ReadOnlySpan<byte> Header => "EAICMDJ1"u8;

    /// <summary>Lays out a command's entry.</summary>
    public static byte[] Entry(CommandId id, JournalEntry entry)
    {
        byte[] bytes = new byte[LengthLength + FixedLength + entry.Detail.Length + ChecksumLength];
        Span<byte> body = bytes.AsSpan(LengthLength);
        body[0] = CommandKind;
        id.Write(body[1..]);
        BinaryPrimitives.WriteInt64LittleEndian(body[17..], entry.ExpiresUtcNanoseconds);
        BinaryPrimitives.WriteInt64LittleEndian(body[25..], entry.AtUtcNanoseconds);
        body[33] = (byte)entry.State;
        BinaryPrimitives.WriteUInt16LittleEndian(body[34..], (ushort)entry.Reason);
        entry.Detail.CopyTo(body[FixedLength..]);
        return Seal(bytes);
    }

    /// <summary>Lays out the journal's bounds.</summary>
    public static byte[] Bounds(long forgottenThrough, long damagedUntil)
    {
        byte[] bytes = new byte[LengthLength + BoundsLength + ChecksumLength];
        bytes[LengthLength] = BoundsKind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthLength + 1), forgottenThrough);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(LengthLength + 9), damagedUntil);
        return Seal(bytes);
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="onCommand">Told each command's entry, in order.</param>
    /// <param name="onBounds">Told the bounds.</param>
    /// <param name="soundLength">How much of the file is whole: what lies behind is an entry that was torn as it was written.</param>
    /// <returns>False where there is damage that no torn write explains: entries may be missing.</returns>
    public static bool TryRead(ReadOnlySpan<byte> file, Action<CommandId, JournalEntry> onCommand, Action<long, long> onBounds, out int soundLength)
    {
        bool isWhole = file.StartsWith(Header);
        int at = isWhole ? Header.Length : 0;
        soundLength = at;
        while (at < file.Length)
        {
            int length = EntryAt(file[at..]);
            if (length > 0)
            {
                // Entries are synced one after another: one that follows a broken one shows that the broken one was whole once.
                isWhole &= soundLength == at;
                Read(file.Slice(at + LengthLength, length - LengthLength - ChecksumLength), onCommand, onBounds);
                at += length;
                soundLength = at;
            }
            else
            {
                at++;
            }
        }

        return isWhole;
    }

    private static byte[] Seal(byte[] bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, bytes.Length - LengthLength - ChecksumLength);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(^ChecksumLength..), Crc32C.Append(0, bytes.AsSpan(..^ChecksumLength)));
        return bytes;
    }

    /// <summary>The length of the entry that begins here, or 0 where none does.</summary>
    private static int EntryAt(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < LengthLength + BoundsLength + ChecksumLength)
        {
            return 0;
        }

        int body = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (body is < BoundsLength or > MaximumLength || bytes.Length < LengthLength + body + ChecksumLength)
        {
            return 0;
        }

        bool isKnown = bytes[LengthLength] == BoundsKind ? body == BoundsLength : bytes[LengthLength] == CommandKind && body >= FixedLength;
        int sealedLength = LengthLength + body;
        return isKnown && Crc32C.Append(0, bytes[..sealedLength]) == BinaryPrimitives.ReadUInt32LittleEndian(bytes[sealedLength..]) ? sealedLength + ChecksumLength : 0;
    }

    private static void Read(ReadOnlySpan<byte> body, Action<CommandId, JournalEntry> onCommand, Action<long, long> onBounds)
    {
        if (body[0] == BoundsKind)
        {
            onBounds(BinaryPrimitives.ReadInt64LittleEndian(body[1..]), BinaryPrimitives.ReadInt64LittleEndian(body[9..]));
            return;
        }

        onCommand(CommandId.Read(body[1..]), new JournalEntry(
            BinaryPrimitives.ReadInt64LittleEndian(body[17..]),
            BinaryPrimitives.ReadInt64LittleEndian(body[25..]),
            (CommandState)body[33],
            (CommandReason)BinaryPrimitives.ReadUInt16LittleEndian(body[34..]),
            body[FixedLength..].ToArray()));
    }
}
