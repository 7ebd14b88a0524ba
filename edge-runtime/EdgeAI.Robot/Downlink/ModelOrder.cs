namespace EdgeAI.Robot.Downlink;

/// <summary>The arguments of <c>model.promote</c> and <c>model.rollback</c>.</summary>
/// <param name="Name">The model's name in the robot's store.</param>
/// <param name="Generation">What is promoted.</param>
/// <param name="From">What is gone back from.</param>
/// <param name="Why">Why, for the record.</param>
internal sealed record ModelOrder(string Name, int? Generation = null, int? From = null, string? Why = null);
