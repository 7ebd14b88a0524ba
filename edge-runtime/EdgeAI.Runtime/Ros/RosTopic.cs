namespace EdgeAI.Runtime.Ros;

/// <summary>A name under which messages of one kind leave the robot in ROS's shape: a channel of a recording, a topic of a live view.</summary>
/// <param name="Name">The topic, beginning with a slash.</param>
/// <param name="Encoder">Its schema, and what writes its messages.</param>
public sealed record RosTopic(string Name, RosEncoder Encoder);
