namespace EdgeAI.Runtime.Estimation;

/// <summary>Where a frame is fixed.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Parent">The frame that it is fixed to.</param>
/// <param name="ToParent">Where it lies there.</param>
public readonly record struct FrameMount(string Frame, string Parent, RigidTransform ToParent);
