using System.Security.Cryptography;

namespace EdgeAI.Tests.Runtime.Mcap;

/// <summary>One message of a test's recording, as a line that says everything of it.</summary>
internal sealed record McapTestMessage(string Topic, uint Sequence, ulong LogTime, ulong PublishTime, byte[] Data)
{
    /// <summary>Topic, sequence, log time, publish time, SHA-256 of the data: what the official library's side prints too.</summary>
    public override string ToString() => $"{Topic} {Sequence} {LogTime} {PublishTime} {Convert.ToHexStringLower(SHA256.HashData(Data))}";
}
