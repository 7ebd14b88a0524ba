using static EdgeAI.Records.Proof.SealLayout;

namespace EdgeAI.Records.Proof;

/// <summary>The entries of a seal, in ascending order of their sequences. Allocates nothing.</summary>
public ref struct SealEntries
{
    private ReadOnlySpan<byte> _rest;
    private int _remaining;

    internal SealEntries(ReadOnlySpan<byte> entries, long previousSequence, int count)
    {
        _rest = entries;
        _remaining = count;
        Sequence = previousSequence;
    }

    /// <summary>The sequence of the entry that <see cref="MoveNext"/> reached.</summary>
    public long Sequence { get; private set; }

    /// <summary>The first 16 bytes of its record's digest.</summary>
    public ReadOnlySpan<byte> DigestStart { get; private set; }

    /// <summary>Whether all entries were there and nothing but them.</summary>
    internal readonly bool IsWhole => _remaining == 0 && _rest.IsEmpty;

    /// <summary>Goes to the next entry; false after the last.</summary>
    public bool MoveNext()
    {
        if (_remaining == 0)
        {
            return false;
        }

        int length = ReadNumber(_rest, out long difference);
        if (length == 0 || difference > long.MaxValue - Sequence || _rest.Length < length + EntryDigestLength)
        {
            return false;
        }

        Sequence += difference;
        DigestStart = _rest.Slice(length, EntryDigestLength);
        _rest = _rest[(length + EntryDigestLength)..];
        _remaining--;
        return true;
    }

    /// <summary>The entries themselves, for a loop.</summary>
    public readonly SealEntries GetEnumerator() => this;

    /// <summary>The entry that <see cref="MoveNext"/> reached: itself.</summary>
    public readonly SealEntries Current => this;
}
