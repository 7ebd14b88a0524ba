namespace EdgeAI.SimulatedBoard.Scenes;

/// <summary>How a joint moves at an instant.</summary>
/// <param name="Angle">In radians.</param>
/// <param name="Rate">In rad/s.</param>
/// <param name="Acceleration">In rad/s^2.</param>
public readonly record struct JointMotion(double Angle, double Rate, double Acceleration);
