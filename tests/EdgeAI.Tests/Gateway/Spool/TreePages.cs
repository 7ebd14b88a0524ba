using System.Buffers.Binary;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Where keys and rows lie in a whole SQLite file of small tables (SQLite file format, section 1.6), to damage them.</summary>
internal static class TreePages
{
    private const int PageSize = 4096;
    private const byte Inner = 0x05;
    private const byte Leaf = 0x0D;
    private const int InnerHeader = 12;
    private const int LeafHeader = 8;

    /// <summary>The cells of all inner pages that have some, whose keys take two bytes.</summary>
    public static List<InnerCell> InnerCells(byte[] file)
    {
        List<InnerCell> cells = [];
        for (int page = 2; page <= file.Length / PageSize; page++)
        {
            foreach (int cell in CellsOf(file, page, Inner, InnerHeader))
            {
                cells.Add(new InnerCell(page, (int)BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(cell)), cell + 4));
            }
        }

        return cells;
    }

    /// <summary>The rows of a leaf, in the order of their keys, that take 128 bytes or more and lie in it as a whole.</summary>
    public static List<LeafCell> LeafCells(byte[] file, int page)
    {
        List<LeafCell> cells = [];
        foreach (int cell in CellsOf(file, page, Leaf, LeafHeader))
        {
            if (file[cell] >= 0x80)
            {
                int length = ((file[cell] & 0x7F) << 7) | file[cell + 1];
                int key = cell + 2;
                cells.Add(new LeafCell(key, key + (file[key] >= 0x80 ? 2 : 1) + length));
            }
        }

        return cells;
    }

    private static IEnumerable<int> CellsOf(byte[] file, int page, byte kind, int header)
    {
        int start = (page - 1) * PageSize;
        if (file[start] != kind)
        {
            yield break;
        }

        int count = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(start + 3));
        for (int index = 0; index < count; index++)
        {
            yield return start + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(start + header + (2 * index)));
        }
    }
}
