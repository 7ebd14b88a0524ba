using System.Globalization;

namespace EdgeAI.Records.Proof;

/// <summary>One thing that a verification found, of records that follow one another in their class (RECORDS.md, "Verification").</summary>
/// <param name="Kind">What was found.</param>
/// <param name="Gateway">The gateway's id; "-" of an unreadable batch.</param>
/// <param name="Epoch">The epoch; 0 of an unreadable batch.</param>
/// <param name="Class">The class; 0 when it is not known.</param>
/// <param name="First">The first sequence.</param>
/// <param name="Last">The last sequence.</param>
/// <param name="Count">How many records; of a declared loss, and of what left, what is said of it.</param>
public readonly record struct Finding(FindingKind Kind, string Gateway, long Epoch, RecordClass Class, long First, long Last, long Count) : IComparable<Finding>
{
    /// <summary>What was found, in words.</summary>
    public string Words => FindingKinds.WordsOf(Kind);

    /// <summary>The class as a line says it; "-" when it is not known.</summary>
    public string ClassName => ClassNames.Of(Class);

    /// <summary>Orders findings as a report tells them: by gateway, epoch, class, range, kind.</summary>
    public int CompareTo(Finding other)
    {
        int order = string.CompareOrdinal(Gateway, other.Gateway);
        order = order != 0 ? order : Epoch.CompareTo(other.Epoch);
        order = order != 0 ? order : Class.CompareTo(other.Class);
        order = order != 0 ? order : First.CompareTo(other.First);
        order = order != 0 ? order : Last.CompareTo(other.Last);
        return order != 0 ? order : Kind.CompareTo(other.Kind);
    }

    /// <summary>The finding's line: kind, gateway, epoch, class, range, count.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{FindingKinds.NameOf(Kind)} {Gateway} {Epoch} {ClassName} {First}-{Last} {Count}");

    /// <summary>Orders findings as a report tells them.</summary>
    public static bool operator <(Finding left, Finding right) => left.CompareTo(right) < 0;

    /// <summary>Orders findings as a report tells them.</summary>
    public static bool operator <=(Finding left, Finding right) => left.CompareTo(right) <= 0;

    /// <summary>Orders findings as a report tells them.</summary>
    public static bool operator >(Finding left, Finding right) => left.CompareTo(right) > 0;

    /// <summary>Orders findings as a report tells them.</summary>
    public static bool operator >=(Finding left, Finding right) => left.CompareTo(right) >= 0;
}
