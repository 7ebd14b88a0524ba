namespace EdgeAI.City.Operation;

/// <summary>What a verification said of a spool.</summary>
/// <param name="Complete">Whether it was complete.</param>
/// <param name="At">When, UTC on the database's clock.</param>
internal sealed record SpoolVerdict(bool Complete, DateTimeOffset At);
