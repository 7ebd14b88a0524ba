using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>A body of the gateway's own that a batch's reader accepts.</summary>
internal static class WithheldReports
{
    public static byte[] Make()
    {
        byte[] body = new byte[Withheld.MaximumLength];
        int length = new Withheld
        {
            Rule = WithheldRule.Deadband,
            Board = 1,
            Stream = 1,
            Handling = 0,
            RobotBoot = 1,
            PolicyRevision = 1,
            Count = 1,
            EarliestUtcNanoseconds = 1,
            LatestUtcNanoseconds = 1,
            Robot = "robot"u8,
        }.Write(body);
        return body[..length];
    }
}
