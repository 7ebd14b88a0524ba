namespace EdgeAI.City.Admission;

/// <summary>Over what use is counted; the numbers are the table <c>site_use</c>'s.</summary>
internal enum UsePeriod : short
{
    /// <summary>Ten seconds: records each second are held against it, so that a batch of a thousand is no flood.</summary>
    TenSeconds = 0,

    /// <summary>A day of UTC.</summary>
    Day = 1,

    /// <summary>What lies in quarantine.</summary>
    Quarantine = 2,
}
