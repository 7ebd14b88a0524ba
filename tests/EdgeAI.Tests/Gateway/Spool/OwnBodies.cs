using EdgeAI.Records;

namespace EdgeAI.Tests.Gateway.Spool;

/// <summary>Bodies of the gateway's own records.</summary>
internal static class OwnBodies
{
    /// <summary>A body of a kind that reports on other records.</summary>
    public static byte[] Of(RecordKind kind) => kind == RecordKind.Withheld ? OfWithheld() : OfChange();

    private static byte[] OfWithheld()
    {
        byte[] body = new byte[Withheld.MaximumLength];
        int length = new Withheld
        {
            Rule = WithheldRule.Deadband,
            Board = 1,
            Stream = 1,
            Handling = 0,
            RobotBoot = 1,
            PolicyRevision = 9,
            Count = 7,
            EarliestUtcNanoseconds = 1,
            LatestUtcNanoseconds = 2,
            Robot = "robot"u8,
        }.Write(body);
        return body[..length];
    }

    private static byte[] OfChange()
    {
        byte[] text = "{}"u8.ToArray();
        PolicyChange change = new() { Revision = 9, SinceUtcNanoseconds = 1, Digest = System.Security.Cryptography.SHA256.HashData(text), Text = text };
        byte[] body = new byte[change.EncodedLength];
        change.Write(body);
        return body;
    }
}
