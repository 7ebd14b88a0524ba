namespace EdgeAI.Tests.Robot;

/// <summary>The desktop profile divided: the head's board and what takes its stream on a thread of their own, and there, too, a stage that takes the hand's.</summary>
internal static class TwoThreads
{
    public static string Of(string profile) => profile
        .Replace("\"buses\": [", "\"threads\": [ { \"name\": \"hands\" }, { \"name\": \"eyes\", \"boards\": [\"head\"] } ],\n  \"buses\": [", StringComparison.Ordinal)
        .Replace("\"name\": \"right_hand/touched\",", "\"name\": \"right_hand/touched\", \"thread\": \"eyes\",", StringComparison.Ordinal);
}
