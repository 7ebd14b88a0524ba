using EdgeAI.Device.Time;

namespace EdgeAI.Perception.Sessions.Providers;

/// <summary>Whom to tell, while a model is being opened, about what takes long.</summary>
/// <param name="Say">Takes one line.</param>
/// <param name="Clock">Says how long it took.</param>
public sealed record SessionProgress(Action<string> Say, IClock Clock);
