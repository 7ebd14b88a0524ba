using EdgeAI.Profiles.Reading;

namespace EdgeAI.Profiles.Validation;

/// <summary>Checks the properties that only some drivers or kinds have: there where they mean something, absent where they do not.</summary>
internal static class OwnProperties
{
    /// <summary>Checks one sensor or stage.</summary>
    /// <param name="owner">The sensor or stage.</param>
    /// <param name="what">What it is, <c>driver 'mpr121'</c>, for the message.</param>
    /// <param name="needed">The properties that it needs.</param>
    /// <param name="optional">The properties that it takes beside them.</param>
    /// <param name="all">The properties that any of its like takes.</param>
    /// <param name="problems">Where to add what is wrong.</param>
    public static void Check(SourceNode owner, string what, IReadOnlyList<string> needed, IReadOnlyList<string> optional, IEnumerable<string> all, ProblemList problems)
    {
        foreach (string name in all)
        {
            SourceNode? value = owner[name];
            if (needed.Contains(name))
            {
                if (value is null)
                {
                    problems.Add(owner, $"{what} needs '{name}', which is missing; add it");
                }
            }
            else if (value is not null && !optional.Contains(name))
            {
                problems.Add(value.Source, value.NameOffset, value.Path, $"'{name}' means nothing to {what}; remove it");
            }
        }
    }
}
