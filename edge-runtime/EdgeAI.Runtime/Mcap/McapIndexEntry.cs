namespace EdgeAI.Runtime.Mcap;

/// <summary>Where a message is in its chunk's unpacked records.</summary>
internal readonly record struct McapIndexEntry(ulong LogTime, int Offset, ushort ChannelId);
