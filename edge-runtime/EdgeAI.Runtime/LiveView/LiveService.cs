namespace EdgeAI.Runtime.LiveView;

/// <summary>Something that clients may ask the robot to do, in the shape of std_srvs/srv/Trigger: an empty request, success and a message in answer.</summary>
/// <param name="Name">Its name, such as /recording/start.</param>
/// <param name="Call">Does it, on the receiving thread of the client that asks, and says in a line how it went.</param>
public sealed record LiveService(string Name, Func<LiveServiceAnswer> Call);
