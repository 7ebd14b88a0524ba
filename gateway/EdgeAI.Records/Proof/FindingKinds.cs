using System.Collections.Immutable;

namespace EdgeAI.Records.Proof;

/// <summary>What is known of the kinds of findings.</summary>
public static class FindingKinds
{
    private static readonly (string Name, string Words)[] Texts =
    [
        ("missing", "not there, and nothing attested declares it lost (or it is still on its way)"),
        ("altered", "not as it was when the gateway stored it"),
        ("inserted", "named by no seal, where one would name it"),
        ("conflicting", "came more than once, with other bytes"),
        ("out-of-order", "came behind a higher sequence of its class and flow"),
        ("bad-seal", "no sound seal: its form, epoch, class, key or signature is wrong"),
        ("forked", "a seal that does not go on from the one before: there are two histories"),
        ("rewritten", "not the seal that is known from elsewhere"),
        ("unreadable", "a batch that its reader rejects"),
        ("duplicate", "came more than once, with the same bytes"),
        ("declared-lost", "lost, as the gateway declared"),
        ("left", "released or taken out before, as is said: not asked for"),
        ("restarted", "the chain begins again, because damage took where it stood"),
        ("not-attested", "nothing can be said of it: its seal is not there or not sound, or it is older than the chain"),
        ("unsealed", "behind the last seal: the next one names it"),
    ];

    /// <summary>All kinds, in the order in which a summary tells them.</summary>
    public static ImmutableArray<FindingKind> All { get; } = [.. Enum.GetValues<FindingKind>()];

    /// <summary>The kind's name, as a line says it.</summary>
    public static string NameOf(FindingKind kind) => Texts[(int)kind].Name;

    /// <summary>What the kind means, in words.</summary>
    public static string WordsOf(FindingKind kind) => Texts[(int)kind].Words;

    /// <summary>Whether a finding of the kind means that the records are not complete.</summary>
    public static bool IsFault(FindingKind kind) => kind <= FindingKind.Unreadable;
}
