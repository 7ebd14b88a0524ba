using System.Globalization;

namespace EdgeAI.Robot.Commands;

/// <summary>Durations as people write them on a command line: 500ms, 10s, 5m, 2h.</summary>
internal static class DurationText
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    /// <summary>Reads a duration.</summary>
    /// <param name="text">A positive number with its unit.</param>
    /// <param name="duration">The duration when the answer is true.</param>
    /// <returns>Whether the text is a duration between 1 ms and 30 days.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        foreach ((string suffix, double seconds) in Units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * seconds is >= 0.001 and <= 30 * 86_400)
            {
                duration = TimeSpan.FromSeconds(number * seconds);
                return true;
            }
        }

        return false;
    }
}
