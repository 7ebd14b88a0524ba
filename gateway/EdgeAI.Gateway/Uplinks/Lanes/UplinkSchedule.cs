using EdgeAI.Records;

namespace EdgeAI.Gateway.Uplinks.Lanes;

/// <summary>Which classes may go upstream at a time of day. No clock of its own.</summary>
internal sealed class UplinkSchedule
{
    private readonly ScheduleRule[] _rules;
    private readonly TimeSpan _offset;

    /// <param name="rules">The rules; a class without one may always go.</param>
    /// <param name="offset">The local time's fixed distance from UTC.</param>
    /// <exception cref="ArgumentException">A rule is for safety, or has no length.</exception>
    public UplinkSchedule(IEnumerable<ScheduleRule> rules, TimeSpan offset)
    {
        _rules = [.. rules];
        _offset = offset;
        foreach (ScheduleRule rule in _rules)
        {
            if (rule.Class == RecordClass.Safety || rule.From == rule.Until)
            {
                throw new ArgumentException($"the schedule's rule {rule.Class} {rule.From:HH:mm} to {rule.Until:HH:mm} is not valid: safety always goes, and a rule's end differs from its beginning", nameof(rules));
            }
        }
    }

    /// <summary>Whether there is no rule at all.</summary>
    public bool IsEmpty => _rules.Length == 0;

    /// <summary>Whether a class may go.</summary>
    public bool Allows(RecordClass recordClass, DateTimeOffset utc)
    {
        TimeOnly time = TimeOnly.FromTimeSpan((utc.UtcDateTime + _offset).TimeOfDay);
        bool ruled = false;
        foreach (ScheduleRule rule in _rules)
        {
            if (rule.Class == recordClass)
            {
                ruled = true;
                if (time.IsBetween(rule.From, rule.Until))
                {
                    return true;
                }
            }
        }

        return !ruled;
    }
}
