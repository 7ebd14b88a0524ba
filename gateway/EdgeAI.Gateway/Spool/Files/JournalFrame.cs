using System.Buffers.Binary;
using System.Numerics;

namespace EdgeAI.Gateway.Spool.Files;

/// <summary>The header of one frame of SQLite's write-ahead log (SQLite file format, section 4.1): a page, and whether a transaction ends with it.</summary>
internal readonly record struct JournalFrame(uint Page, uint PagesAfterCommit, ulong Salts, ulong Checksum)
{
    /// <summary>The header's length, in bytes.</summary>
    public const int HeaderLength = 24;

    /// <summary>How much of the header the checksum covers, in bytes.</summary>
    public const int CheckedLength = 8;

    // A flipped bit or two in the salts is damage; the salts of the journal's life before differ by more.
    private const int FlippedBits = 2;

    /// <summary>Whether the frame ends a transaction.</summary>
    public bool IsCommit => PagesAfterCommit != 0;

    public static JournalFrame Read(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt32BigEndian(header),
        BinaryPrimitives.ReadUInt32BigEndian(header[4..]),
        BinaryPrimitives.ReadUInt64BigEndian(header[8..]),
        BinaryPrimitives.ReadUInt64BigEndian(header[16..]));

    /// <summary>Whether it was written since the journal was last begun anew, as far as its salts tell.</summary>
    public bool IsOf(ulong salts) => BitOperations.PopCount(Salts ^ salts) <= FlippedBits;

    /// <summary>The running checksum after some bytes (section 4.2); both halves of it as SQLite stores them, the first in front.</summary>
    /// <param name="checksum">What it was before.</param>
    /// <param name="bytes">The bytes, a multiple of 8.</param>
    /// <param name="isBigEndian">Whether the words are, as the log's magic number says.</param>
    public static ulong Sum(ulong checksum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        uint first = (uint)(checksum >> 32);
        uint second = (uint)checksum;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint even = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint odd = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            first += (isBigEndian ? BinaryPrimitives.ReverseEndianness(even) : even) + second;
            second += (isBigEndian ? BinaryPrimitives.ReverseEndianness(odd) : odd) + first;
        }

        return ((ulong)first << 32) | second;
    }
}
