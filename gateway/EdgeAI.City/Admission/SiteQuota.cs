namespace EdgeAI.City.Admission;

/// <summary>What a site may send; nothing where there is no limit.</summary>
internal readonly record struct SiteQuota(long? RecordsPerSecond, long? BytesPerDay);
