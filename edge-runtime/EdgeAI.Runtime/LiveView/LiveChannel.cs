namespace EdgeAI.Runtime.LiveView;

/// <summary>A channel that clients may subscribe to: messages in CDR with a ROS 2 definition.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Topic">Its name.</param>
/// <param name="SchemaName">The message's full name.</param>
/// <param name="Schema">Its definition and those that it refers to.</param>
public sealed record LiveChannel(uint Id, string Topic, string SchemaName, string Schema);
