namespace EdgeAI.Records.Proof;

/// <summary>Tells every few seconds how far a long verification is. For one thread at a time.</summary>
/// <param name="time">The clock.</param>
/// <param name="tell">Takes the records judged and how many a second.</param>
public sealed class VerificationProgress(TimeProvider time, Action<long, double> tell)
{
    // Asking a clock for each record would cost more than reading it.
    private const int RecordsBetweenLooks = 65_536;

    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(2);

    private readonly long _began = time.GetTimestamp();
    private long _told = time.GetTimestamp();
    private long _next = RecordsBetweenLooks;

    /// <summary>Says how many records were taken so far.</summary>
    public void Reached(long records)
    {
        if (records < _next)
        {
            return;
        }

        _next = records + RecordsBetweenLooks;
        if (time.GetElapsedTime(_told) >= TellEvery)
        {
            _told = time.GetTimestamp();
            tell(records, records / time.GetElapsedTime(_began, _told).TotalSeconds);
        }
    }
}
