namespace EdgeAI.Robot.Dashboard;

/// <summary>One board that speaks for itself, as the dashboard shows it; durations in nanoseconds, counts since the start.</summary>
/// <param name="Number">The board's number.</param>
/// <param name="Name">Its name in the profile.</param>
/// <param name="Serial">Its serial number as it tells it; null until it has.</param>
/// <param name="Firmware">Its firmware's version.</param>
/// <param name="Mismatches">In what it differs from the profile, a line each.</param>
/// <param name="Bound">Half the width of the interval that its clock is known by; <see cref="long.MaxValue"/> while it is not.</param>
/// <param name="RoundTrip">What the link took in the latest exchange.</param>
/// <param name="DriftPpm">How much the robot's clock gains on its.</param>
/// <param name="DriftBoundPpm">How far that may be off.</param>
/// <param name="Asked">Questions for its clock.</param>
/// <param name="Answered">Answers that were of use.</param>
/// <param name="Warnings">Log records at warning.</param>
/// <param name="Errors">Log records at error.</param>
internal sealed record BoardRow(
    int Number,
    string Name,
    string? Serial,
    string Firmware,
    IReadOnlyList<string> Mismatches,
    long Bound,
    long RoundTrip,
    double DriftPpm,
    double DriftBoundPpm,
    long Asked,
    long Answered,
    long Warnings,
    long Errors);
