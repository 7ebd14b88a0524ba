using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks;

/// <summary>A time of day at which a class may go upstream. A class with no rule may always go; safety takes none.</summary>
/// <param name="Class">The class; not <see cref="RecordClass.Safety"/>.</param>
/// <param name="From">When it begins.</param>
/// <param name="Until">When it ends, not included; before <paramref name="From"/> for a time across midnight.</param>
public sealed record ScheduleRule(RecordClass Class, TimeOnly From, TimeOnly Until);
