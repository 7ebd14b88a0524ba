namespace EdgeAI.Gateway.Spool.Salvage;

/// <summary>What became of a damaged file.</summary>
/// <param name="Carried">The records that were carried over into the new file.</param>
/// <param name="Lost">The records that are declared lost; what is the most there can have been where <paramref name="IsExact"/> is false.</param>
/// <param name="IsExact">Whether the count of the lost is exact.</param>
/// <param name="Unread">The small tables that could not be read, and begin anew.</param>
/// <param name="Kept">The file that the damaged one is kept as.</param>
internal sealed record SalvageReport(long Carried, long Lost, bool IsExact, IReadOnlyList<string> Unread, string Kept)
{
    /// <summary>Says it in one line.</summary>
    public override string ToString()
    {
        string lost = (Lost, IsExact) switch
        {
            (0, _) => "none is lost",
            (_, true) => $"{Lost} are declared lost",
            _ => $"what else there was is declared lost, at most {Lost} of a class",
        };
        string anew = Unread.Count == 0 ? "" : $"; could not be read and begin anew: {string.Join(", ", Unread)}";
        return $"{Carried} records are carried over, {lost}{anew}; the old file is kept as {Kept}";
    }
}
