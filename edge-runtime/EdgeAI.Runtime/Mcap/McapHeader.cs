namespace EdgeAI.Runtime.Mcap;

/// <summary>The first record of a file ("Header").</summary>
/// <param name="Profile">What the file promises of its channels: "ros2" for CDR with ROS 2 definitions, empty for nothing.</param>
/// <param name="Library">Who wrote it.</param>
public sealed record McapHeader(string Profile, string Library)
{
    internal static McapRejection Parse(ReadOnlySpan<byte> content, out McapHeader header)
    {
        McapFieldReader fields = new(content);
        header = new McapHeader(fields.Text(), fields.Text());
        return fields.Rejection;
    }
}
