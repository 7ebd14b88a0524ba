namespace EdgeAI.Tests.City;

/// <summary>UTC as records carry it.</summary>
internal static class TestClock
{
    public static long Now => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
}
