namespace EdgeAI.City.Commands;

/// <summary>Options that are numbers within bounds.</summary>
internal static class NumberOption
{
    /// <summary>The number, where it lies within its bounds.</summary>
    /// <exception cref="CityException">It does not; the message says which it may be.</exception>
    public static long Within(string option, long value, long minimum, long maximum)
        => value >= minimum && value <= maximum ? value : throw new CityException($"{option} {value} is not possible: use {minimum} to {maximum}");
}
