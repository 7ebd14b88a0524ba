using EdgeAI.Gateway.Spool.Tables;

namespace EdgeAI.Gateway.Spool.Writing;

/// <summary>Records that no longer say what was received, or cannot be found any more.</summary>
/// <param name="Segment">The table that they lie in.</param>
/// <param name="Span">Their sequences.</param>
/// <param name="Count">How many they are.</param>
/// <param name="IsExact">Whether the count is; otherwise it is the most there can be.</param>
/// <param name="Reason">What is wrong, in words.</param>
/// <param name="IsUnreadable">There is no row that could be set aside, only the loss to note.</param>
/// <param name="CountedWithin">What the holes within the span counted when it was found.</param>
/// <param name="Within">Where the number of a row lies whose key may be damaged too: the stretch between the sound rows beside it. Nothing where its key is its number.</param>
internal readonly record struct Damage(SpoolSegment Segment, SequenceSpan Span, long Count, bool IsExact, string Reason, bool IsUnreadable, long CountedWithin = 0, SequenceSpan? Within = null)
{
    // A leaf of 4096 bytes holds some sixty of the shortest rows.
    private const long MostOfALeaf = 80;

    /// <summary>The stretch that the records are declared lost in.</summary>
    public SequenceSpan Declared => Within ?? Span;

    /// <summary>Whether it is more than a leaf holds: then the page that leads to them is damaged, or a key on it, and they may be whole.</summary>
    public bool IsOfAnInnerPage => IsUnreadable && Count > MostOfALeaf;
}
