using System.Numerics;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>Which of the load's frames arrived, one bit for each.</summary>
internal sealed class ArrivalLedger
{
    private readonly Dictionary<int, ulong[]> _seen = [];
    private readonly Dictionary<int, long> _highest = [];

    /// <summary>The different frames that arrived.</summary>
    public long Arrived { get; private set; }

    /// <summary>The frames that arrived once more.</summary>
    public long Duplicates { get; private set; }

    /// <summary>The frames that came after a later one of the same board.</summary>
    public long Reordered { get; private set; }

    /// <summary>What arrived and was none of the load's frames.</summary>
    public long Damaged { get; private set; }

    public void NoteDamaged() => Damaged++;

    /// <summary>Notes a frame; false when it was here before.</summary>
    public bool Add(int board, long sequence)
    {
        ulong[] bits = _seen.GetValueOrDefault(board) ?? [];
        long word = sequence >> 6;
        if (word >= bits.Length)
        {
            Array.Resize(ref bits, (int)Math.Max(word + 1, Math.Max(64, bits.Length * 2)));
            _seen[board] = bits;
        }

        ulong bit = 1UL << (int)(sequence & 63);
        if ((bits[word] & bit) != 0)
        {
            Duplicates++;
            return false;
        }

        bits[word] |= bit;
        Arrived++;
        long highest = _highest.GetValueOrDefault(board, -1);
        Reordered += sequence < highest ? 1 : 0;
        _highest[board] = Math.Max(highest, sequence);
        return true;
    }

    /// <summary>How many of a board's first frames did not arrive.</summary>
    public long Missing(int board, long acknowledged)
    {
        ulong[] bits = _seen.GetValueOrDefault(board) ?? [];
        long present = 0;
        for (long word = 0; word << 6 < acknowledged && word < bits.Length; word++)
        {
            long left = acknowledged - (word << 6);
            present += BitOperations.PopCount(left >= 64 ? bits[word] : bits[word] & ((1UL << (int)left) - 1));
        }

        return acknowledged - present;
    }
}
