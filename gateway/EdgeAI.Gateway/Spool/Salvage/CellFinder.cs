using System.Buffers.Binary;

namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>
/// Finds what may be rows of the spool's tables in the pages of a file (SQLite file format, section 1.6). It goes by no header, pointer or
/// list, any of which may be damaged, but looks at every byte as a row's first: what it finds is bytes, and the checksums tell rows from others.
/// </summary>
internal sealed class CellFinder(SqlitePages pages)
{
    // The types of a record's columns take a byte each but for the texts' and blobs' lengths; those of a hole a byte each.
    private const int LeastRecordHeader = 10;
    private const int MostRecordHeader = 24;
    private const int HoleHeader = 6;
    private const int LongestHole = 64;
    private const int LongestRow = (64 << 10) + 512;
    private const int OverflowPointer = 4;

    private readonly byte[] _page = new byte[pages.PageSize];
    private readonly byte[] _overflow = new byte[pages.PageSize];
    private readonly byte[] _row = new byte[LongestRow];

    /// <summary>What is done with what may be a row: its key and bytes, whose memory is used again afterwards. Whether it was one.</summary>
    public delegate bool Receiver(long key, ReadOnlySpan<byte> row);

    /// <summary>Goes through all pages for rows of the tables of records.</summary>
    public void FindRecords(Receiver receive)
    {
        EveryPage(page => FindRecords(page, receive));
        for (int index = 0; index < pages.LooseCount; index++)
        {
            if (pages.TryReadLoose(index, _page))
            {
                FindRecords(_page, receive);
            }
        }
    }

    /// <summary>Goes through all pages for rows of the table of holes; they have no key.</summary>
    public void FindHoles(Receiver receive) => EveryPage(page => FindHoles(page, receive));

    private static void FindHoles(ReadOnlySpan<byte> page, Receiver receive)
    {
        for (int at = 0; at + HoleHeader < page.Length; at++)
        {
            int length = page[at];
            if (page[at + 1] == HoleHeader && length is >= HoleHeader and <= LongestHole && at + 1 + length <= page.Length && receive(0, page.Slice(at + 1, length)))
            {
                at += length;
            }
        }
    }

    private void EveryPage(Action<byte[]> look)
    {
        for (uint number = 1; number <= pages.Count && number != 0; number++)
        {
            if (pages.TryRead(number, _page))
            {
                look(_page);
            }
        }
    }

    private void FindRecords(ReadOnlySpan<byte> page, Receiver receive)
    {
        for (int at = 0; at + LeastRecordHeader < page.Length; at++)
        {
            ReadOnlySpan<byte> cell = page[at..];
            if (SqliteVarint.TryRead(ref cell, out long length)
                && length is > LeastRecordHeader and <= LongestRow
                && SqliteVarint.TryRead(ref cell, out long key)
                && key > 0
                && cell.Length >= 2
                && cell[0] is >= LeastRecordHeader and <= MostRecordHeader
                && cell[1] == 0
                && TryGather(cell, (int)length, out int local, out ReadOnlySpan<byte> row)
                && receive(key, row))
            {
                at += (page.Length - at - cell.Length) + local - 1;
            }
        }
    }

    /// <summary>Puts a row together from its page and those that it goes on over.</summary>
    private bool TryGather(ReadOnlySpan<byte> cell, int length, out int local, out ReadOnlySpan<byte> row)
    {
        local = LocalLength(length);
        row = default;
        if (cell.Length < local + (local == length ? 0 : OverflowPointer))
        {
            return false;
        }

        if (local == length)
        {
            row = cell[..local];
            return true;
        }

        cell[..local].CopyTo(_row);
        uint next = BinaryPrimitives.ReadUInt32BigEndian(cell[local..]);
        for (int filled = local; filled < length;)
        {
            if (next == 0 || next > pages.Count || !pages.TryRead(next, _overflow))
            {
                return false;
            }

            int part = Math.Min(length - filled, pages.PageSize - OverflowPointer);
            _overflow.AsSpan(OverflowPointer, part).CopyTo(_row.AsSpan(filled));
            filled += part;
            next = BinaryPrimitives.ReadUInt32BigEndian(_overflow);
        }

        row = _row.AsSpan(0, length);
        return true;
    }

    // How much of a row lies in its leaf, the rest on overflow pages.
    private int LocalLength(int length)
    {
        int most = pages.PageSize - 35;
        if (length <= most)
        {
            return length;
        }

        int least = ((pages.PageSize - 12) * 32 / 255) - 23;
        int fitting = least + ((length - least) % (pages.PageSize - OverflowPointer));
        return fitting <= most ? fitting : least;
    }
}
