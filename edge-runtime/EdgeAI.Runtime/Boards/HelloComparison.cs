using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Boards;

/// <summary>Holds what a board tells of itself against what is expected of it. Pure.</summary>
public static class HelloComparison
{
    private const string Flash = "flash the board with this profile, or correct the profile";

    // A period is told in whole microseconds, and chips have rates that are nearly round.
    private const long PeriodTolerance = 1_000;

    /// <summary>Lists everything that differs: the board first, then stream by stream as expected, then what nobody expects.</summary>
    public static IReadOnlyList<HelloMismatch> Compare(BoardExpectation expected, BoardHello told)
    {
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(told);
        List<HelloMismatch> found = [];
        string board = $"board {expected.Board} ({expected.Name})";
        if (told.BoardName != expected.Name)
        {
            found.Add(new(HelloMismatchKind.BoardName, null, $"{board}: calls itself '{told.BoardName}': plug in the right board, or correct its number in the profile"));
        }

        if (expected.ProfileHash is { } hash && told.ProfileHash != hash)
        {
            string has = told.ProfileHash.Length == 0 ? "names no profile" : $"was made from profile {Short(told.ProfileHash)}";
            found.Add(new(HelloMismatchKind.ProfileHash, null, $"{board}: its firmware {has}, and this one is {Short(hash)}: {Flash}"));
        }

        if (expected.FirmwareVersion is { } version && told.FirmwareVersion != version)
        {
            found.Add(new(HelloMismatchKind.FirmwareVersion, null, $"{board}: has firmware '{told.FirmwareVersion}', expected '{version}': flash it"));
        }

        foreach (StreamExpectation stream in expected.Streams)
        {
            if (told.Streams.FirstOrDefault(candidate => candidate.Stream == stream.Stream) is { } description)
            {
                CompareStream($"{board}, stream {stream.Stream} ({stream.Name})", stream, description, found);
            }
            else
            {
                string has = told.Streams.Count == 0 ? "it has none" : $"it has {string.Join(", ", told.Streams.Select(static candidate => candidate.Stream))}";
                found.Add(new(HelloMismatchKind.StreamMissing, stream.Stream, $"{board}: lacks stream {stream.Stream} ({stream.Name}); {has}: {Flash}"));
            }
        }

        foreach (BoardStream extra in told.Streams.Where(candidate => expected.Streams.All(stream => stream.Stream != candidate.Stream)))
        {
            found.Add(new(HelloMismatchKind.StreamUnexpected, extra.Stream, $"{board}: has stream {extra.Stream} ({extra.SensorName}, {extra.ReadingType}), which the profile does not name: add it, or flash the board with this profile"));
        }

        return found;
    }

    private static void CompareStream(string stream, StreamExpectation expected, BoardStream told, List<HelloMismatch> found)
    {
        if (told.ReadingType != expected.ReadingType)
        {
            found.Add(new(HelloMismatchKind.ReadingType, expected.Stream, $"{stream}: carries {told.ReadingType}, expected {expected.ReadingType}: {Flash}"));

            // Scale and unit of another quantity differ anyway.
            return;
        }

        Unit? unit = expected.Scale?.Unit ?? expected.Unit;
        if (unit is { } wanted && told.Scale.Unit != wanted)
        {
            found.Add(new(HelloMismatchKind.Unit, expected.Stream, $"{stream}: is in {told.Scale.Unit}, expected {wanted}: {Flash}"));
        }
        else if (expected.Scale is { } scale && !IsSame(scale, told.Scale))
        {
            found.Add(new(HelloMismatchKind.Scale, expected.Stream, $"{stream}: a step is {Show(told.Scale)}, expected {Show(scale)}: calibrate the board again, or correct the profile"));
        }

        if (expected.PeriodMicroseconds is { } period && Math.Abs(told.PeriodMicroseconds - period) > Math.Max(1, period / PeriodTolerance))
        {
            found.Add(new(HelloMismatchKind.Period, expected.Stream, $"{stream}: comes every {told.PeriodMicroseconds} us, expected {period} us: set its rate, or correct the profile"));
        }

        if (expected.FrameName is { } frame && told.FrameName != frame)
        {
            found.Add(new(HelloMismatchKind.FrameName, expected.Stream, $"{stream}: is expressed in '{told.FrameName}', expected '{frame}': {Flash}"));
        }
    }

    // 1000 * 10^-3 and 1 * 10^0 are the same step.
    private static bool IsSame(Scale one, Scale other)
    {
        (Scale small, Scale large) = one.Exponent <= other.Exponent ? (one, other) : (other, one);
        Int128 mantissa = large.Mantissa;
        for (int step = small.Exponent; step < large.Exponent && Int128.Abs(mantissa) <= int.MaxValue; step++)
        {
            mantissa *= 10;
        }

        return mantissa == small.Mantissa;
    }

    private static string Show(Scale scale) => $"{scale.Mantissa}e{scale.Exponent} {scale.Unit}";

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] : hash;
}
