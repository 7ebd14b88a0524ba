using System.Globalization;

namespace EdgeAI.Records.Proof;

/// <summary>
/// Sequences that a verification does not ask for, since they left what is verified: released to the upstream from a spool, taken out of a table with its
/// month (RECORDS.md, "Verification").
/// </summary>
/// <param name="Gateway">The gateway's id.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Class">Whose class left; 0 for all of them.</param>
/// <param name="First">The first sequence.</param>
/// <param name="Last">The last sequence.</param>
/// <param name="Count">How many records left, as whoever says so counted them.</param>
public readonly record struct LeftRange(string Gateway, long Epoch, RecordClass Class, long First, long Last, long Count)
{
    private const string Word = "left";

    /// <summary>Reads a line as a report says it: <c>left gateway-1 5 telemetry 1-150 148</c>.</summary>
    /// <exception cref="FormatException">It is none; the message says what one looks like.</exception>
    public static LeftRange Parse(string line)
    {
        ArgumentNullException.ThrowIfNull(line);
        string[] parts = line.Split(' ');
        string[] range = parts.Length == 6 ? parts[4].Split('-') : [];
        return range.Length == 2
            && parts[0] == Word
            && Identifier.IsValid(parts[1].AsSpan())
            && TryRead(parts[2], 1, out long epoch)
            && ClassNames.TryRead(parts[3], out RecordClass recordClass)
            && TryRead(range[0], 1, out long first)
            && TryRead(range[1], first, out long last)
            && TryRead(parts[5], 0, out long count)
            ? new LeftRange(parts[1], epoch, recordClass, first, last, count)
            : throw new FormatException($"'{line}' does not say what left: write for example '{Word} gateway-1 5 telemetry 1-150 148' (gateway, epoch, class or -, first-last, count)");
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Word} {Gateway} {Epoch} {ClassNames.Of(Class)} {First}-{Last} {Count}");

    private static bool TryRead(string text, long least, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least;
}
