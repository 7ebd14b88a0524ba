using System.Globalization;

namespace EdgeAI.Benchmarks.Gateway.Traffic;

/// <summary>What the load's and the subscriber's processes are told and answer: words of the form name=value.</summary>
internal sealed class TrafficArguments
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public TrafficArguments(IEnumerable<string> words)
    {
        foreach (string word in words)
        {
            int sign = word.IndexOf('=', StringComparison.Ordinal);
            if (sign <= 0)
            {
                throw new FormatException($"'{word}' is not NAME=VALUE");
            }

            _values[word[..sign]] = word[(sign + 1)..];
        }
    }

    /// <summary>A whole number; the other one when it was not told.</summary>
    public long Number(string name, long otherwise = 0)
        => _values.TryGetValue(name, out string? text) ? long.Parse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Whole numbers, one after another with commas; none when they were not told.</summary>
    public long[] Numbers(string name)
        => _values.TryGetValue(name, out string? text) && text.Length > 0 ? [.. text.Split(',').Select(part => long.Parse(part, CultureInfo.InvariantCulture))] : [];
}
