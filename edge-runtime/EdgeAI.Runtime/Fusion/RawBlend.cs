using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Blends raw readings of one scale, to the nearest raw step.</summary>
internal static class RawBlend
{
    /// <summary>Whether two raw readings mean the same steps.</summary>
    public static bool AreAlike(in Scale left, in Scale right) => left.Mantissa == right.Mantissa && left.Exponent == right.Exponent && left.Unit == right.Unit;

    /// <summary>The raw reading in between.</summary>
    public static int Between(int earlier, int later, double fraction) => (int)Math.Round(earlier + (((double)later - earlier) * fraction), MidpointRounding.AwayFromZero);

    /// <summary>The raw readings in between.</summary>
    public static void Between(ReadOnlySpan<int> earlier, ReadOnlySpan<int> later, double fraction, Span<int> into)
    {
        for (int index = 0; index < earlier.Length; index++)
        {
            into[index] = Between(earlier[index], later[index], fraction);
        }
    }
}
